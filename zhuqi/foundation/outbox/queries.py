"""What the administrators' page shows about the work behind the pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from zhuqi.foundation.outbox.enums import OutboxState
from zhuqi.foundation.outbox.models import OutboxItem, ScheduledRun, WorkerBeat

# A worker beats every ten seconds between pieces; longer silence means a long piece or a death.
SILENT_AFTER = timedelta(minutes=2)
# What the administrators' page counts, in the order of a piece's life.
UNDONE = (OutboxState.WAITING, OutboxState.LATER, OutboxState.RUNNING, OutboxState.FAILED)


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
    standing = {state: _standing(state, now) for state in UNDONE}
    counts = OutboxItem.objects.filter(done_at__isnull=True).aggregate(
        waiting=Count("pk", filter=standing[OutboxState.WAITING]),
        later=Count("pk", filter=standing[OutboxState.LATER]),
        running=Count("pk", filter=standing[OutboxState.RUNNING]),
        failed=Count("pk", filter=standing[OutboxState.FAILED]),
        oldest_waiting=Min("not_before", filter=standing[OutboxState.WAITING]),
    )
    beats = [
        Beat(row.name, row.started_at, row.seen_at, now - row.seen_at > SILENT_AFTER)
        for row in WorkerBeat.objects.order_by("name")
    ]
    return Overview(beats=beats, last_runs=_last_runs(), **counts)


def undone() -> QuerySet[OutboxItem]:
    """All that isn't done, given up or not; no order."""
    return OutboxItem.objects.filter(done_at__isnull=True)


def standing(rows: QuerySet[OutboxItem], state: OutboxState, now: datetime) -> QuerySet[OutboxItem]:
    """Those of the rows that `overview` counts in this state, which is none of what is done."""
    return rows.filter(_standing(state, now))


def _standing(state: OutboxState, now: datetime) -> Q:
    """`OutboxItem.state`, asked of the database; of rows that aren't done."""
    if state is OutboxState.FAILED:
        return Q(failed_at__isnull=False)
    if state is OutboxState.RUNNING:
        return Q(failed_at__isnull=True, lease_until__isnull=False)
    due = Q(not_before__lte=now) if state is OutboxState.WAITING else Q(not_before__gt=now)
    return Q(failed_at__isnull=True, lease_until__isnull=True) & due


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


def unfinished_of(kind: str) -> QuerySet[OutboxItem]:
    """What of one kind isn't done yet, oldest first."""
    return OutboxItem.objects.filter(kind=kind, done_at__isnull=True).order_by("id")
