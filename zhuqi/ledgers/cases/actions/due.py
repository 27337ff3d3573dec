"""Due times as they are stored: of the case, and of every run of its clocks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions import insert_rows
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import NewEvent
from zhuqi.ledgers.cases.actions.work import CaseAggregate
from zhuqi.ledgers.cases.clocks import Reading
from zhuqi.ledgers.cases.enums import FIRM_CLOCKS, AssignmentRole, ClockKind, Verb
from zhuqi.ledgers.cases.models import FAR, Clock
from zhuqi.ledgers.cases.verbs import MOVES_CLOCKS, STIRS

CLOCK_FIELDS = (
    "owner",
    "started_at",
    "due_at",
    "warn_at",
    "stopped_at",
    "amount",
    "unit",
    "provisional",
    "extra",
)


def note_moved_promises(aggregate: CaseAggregate) -> None:
    """Where no verb moved a running clock's due time, the calendar did: an event of its own."""
    if any(event.kind in MOVES_CLOCKS for event in aggregate.logged):
        return
    moved = [
        [reading.clock.value, stored.due_at.isoformat(), reading.due_at.isoformat()]
        for reading in aggregate.readings
        if (stored := aggregate.clocks.get(reading.key))
        and stored.stopped_at is None
        and stored.due_at != reading.due_at
    ]
    if moved:
        aggregate.logged.append(NewEvent(Verb.RECOMPUTE, SYSTEM, timezone.now(), {"clocks": moved}))


def set_due(aggregate: CaseAggregate) -> None:
    """The case repeats `due_of` it."""
    before = aggregate.case.due_at
    for name, value in due_of(aggregate).items():
        setattr(aggregate.case, name, value)
    aggregate.due_moved |= bool(aggregate.case.pk) and aggregate.case.due_at != before


def set_last_event(aggregate: CaseAggregate) -> None:
    """The case repeats when somebody last did something about it; not of an old register's."""
    times = [event.at for event in aggregate.logged if event.kind in STIRS]
    if times and not aggregate.case.historical:
        before = aggregate.case.last_event_at
        aggregate.case.last_event_at = max([*times, *([before] if before < FAR else [])])


def last_event_of(past: Iterable[Event]) -> datetime:
    """What the log says of it; FAR where it says nothing."""
    return max((event.occurred_at for event in past if event.kind in STIRS), default=FAR)


def due_of(aggregate: CaseAggregate) -> dict[str, Any]:
    """What the case repeats: the most urgent running clock of its office or its lead.

    Neither the firm's own time makes it late, nor that of a unit that only helps: a co-unit's
    signature is that unit's own matter, and stands beside the row.
    """
    running = [
        r
        for r in aggregate.readings
        if r.stopped_at is None and r.clock not in FIRM_CLOCKS and not _of_helper(aggregate, r)
    ]
    first = min(running, key=lambda r: r.due_at, default=None)
    return {
        "due_at": first.due_at if first else FAR,
        "warn_at": min((r.warn_at for r in running), default=FAR),
        "due_clock": first.clock.value if first else "",
        "due_unit_id": owner_of(aggregate, first) if first else None,
    }


def _of_helper(aggregate: CaseAggregate, reading: Reading) -> bool:
    """True for a clock of a sheet that is not the lead's."""
    on_sheet = reading.sheet and not reading.owner and reading.clock != ClockKind.INSTRUCTION
    return bool(on_sheet) and aggregate.sheet(reading.sheet).role != AssignmentRole.LEAD


def owner_of(aggregate: CaseAggregate, reading: Reading) -> int | None:
    """The unit that is late if this clock runs out; None is the firm itself."""
    if reading.sheet and not reading.owner and reading.clock != ClockKind.INSTRUCTION:
        return aggregate.sheet(reading.sheet).unit_id
    return reading.owner or (None if reading.clock in FIRM_CLOCKS else aggregate.case.office_id)


def save_clocks(aggregates: Sequence[CaseAggregate]) -> None:
    """One that has stopped keeps its due time: it was judged by the calendar of its day."""
    rows: list[Clock] = []
    new: list[Clock] = []
    for aggregate in aggregates:
        for reading in aggregate.readings:
            stored = aggregate.clocks.get(reading.key)
            row = _clock_row(aggregate, reading)
            if stored is None or (stored.stopped_at is None and _differs(stored, row)):
                (new if aggregate.fresh else rows).append(row)
    # Of a case that is new none can be there.
    insert_rows(new)
    Clock.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("case", "clock", "sheet", "run"),
        update_fields=CLOCK_FIELDS,
    )


def _clock_row(aggregate: CaseAggregate, reading: Reading) -> Clock:
    return Clock(
        case=aggregate.case,
        clock=reading.clock,
        sheet=reading.sheet,
        run=reading.run,
        owner_id=owner_of(aggregate, reading),
        started_at=reading.started_at,
        due_at=reading.due_at,
        warn_at=reading.warn_at,
        stopped_at=reading.stopped_at,
        amount=reading.amount,
        unit=str(reading.unit),
        provisional=reading.provisional,
        extra=reading.extra,
    )


def _differs(stored: Clock, row: Clock) -> bool:
    return any(
        getattr(stored, name) != getattr(row, name) for name in ("owner_id", *CLOCK_FIELDS[1:])
    )
