"""What the administrators' page shows about the work behind the pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from zhuqi.foundation.outbox.models import OutboxItem, ScheduledRun, WorkerBeat

# A worker beats every ten seconds between pieces; longer silence means a long piece or a death.
SILENT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Beat:
    """A worker as last seen."""

    name: str
    started_at: datetime
    seen_at: datetime
    silent: bool


@dataclass(frozen=True, slots=True)
class LastRun:
    """A schedule's newest slot and what became of it (neither time: not done yet)."""

    name: str
    slot: datetime
    done_at: datetime | None
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts and times for one look."""

    waiting: int
    later: int
    running: int
    failed: int
    oldest_waiting: datetime | None
    beats: list[Beat]
    last_runs: list[LastRun]


def overview(now: datetime) -> Overview:
    """How the outbox stands. Four queries whatever the size; done work isn't counted."""
    free = Q(failed_at__isnull=True, lease_until__isnull=True)
    counts = OutboxItem.objects.filter(done_at__isnull=True).aggregate(
        waiting=Count("pk", filter=free & Q(not_before__lte=now)),
        later=Count("pk", filter=free & Q(not_before__gt=now)),
        running=Count("pk", filter=Q(lease_until__isnull=False)),
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
        oldest_waiting=Min("not_before", filter=free & Q(not_before__lte=now)),
    )
    beats = [
        Beat(row.name, row.started_at, row.seen_at, now - row.seen_at > SILENT_AFTER)
        for row in WorkerBeat.objects.order_by("name")
    ]
    return Overview(beats=beats, last_runs=_last_runs(), **counts)


def _last_runs() -> list[LastRun]:
    newest = list(
        ScheduledRun.objects.order_by("name").values_list("name").annotate(slot=Max("slot"))
    )
    keys = {name: f"{name}@{slot.isoformat(timespec='minutes')}" for name, slot in newest}
    pieces = {row.key: row for row in OutboxItem.objects.filter(key__in=keys.values())}
    return [
        LastRun(
            name,
            slot,
            piece.done_at if (piece := pieces.get(keys[name])) else None,
            piece.failed_at if piece else None,
        )
        for name, slot in newest
    ]


def failed() -> QuerySet[OutboxItem]:
    """Given up, newest first: someone has to look at these."""
    return OutboxItem.objects.filter(failed_at__isnull=False).order_by("-failed_at")


def unfinished_of(kind: str) -> QuerySet[OutboxItem]:
    """What of one kind isn't done yet, oldest first."""
    return OutboxItem.objects.filter(kind=kind, done_at__isnull=True).order_by("id")
