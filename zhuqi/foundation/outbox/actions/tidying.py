"""Heartbeats, and forgetting what nobody will ask for again."""

from datetime import datetime, timedelta

from django.db.models import Max

from zhuqi.foundation.outbox.models import OutboxItem, ScheduledRun, WorkerBeat

KEEP_DONE = timedelta(days=90)
KEEP_BEATS = timedelta(days=1)


def beat(*, name: str, started_at: datetime, now: datetime) -> None:
    """Say that this worker is alive."""
    WorkerBeat.objects.update_or_create(
        name=name, defaults={"seen_at": now, "started_at": started_at}
    )


def forget_beat(*, name: str) -> None:
    """A worker that stops in order leaves no beat behind; a killed one does."""
    WorkerBeat.objects.filter(name=name).delete()


def tidy(now: datetime) -> None:
    """Forget work done 90 days ago, its slots and the beats of workers long dead.

    The newest slot of every schedule stays: without it the schedule would begin anew. Failed
    work stays until someone decides about it.
    """
    OutboxItem.objects.filter(done_at__lt=now - KEEP_DONE).delete()
    newest = ScheduledRun.objects.order_by("name").values("name").annotate(slot=Max("slot"))
    for row in newest:
        limit = min(row["slot"], now - KEEP_DONE)
        ScheduledRun.objects.filter(name=row["name"], slot__lt=limit).delete()
    WorkerBeat.objects.filter(seen_at__lt=now - KEEP_BEATS).delete()
