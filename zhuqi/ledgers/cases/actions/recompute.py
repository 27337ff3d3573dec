"""Clocks computed anew when the calendar changes; the change of a promise is itself an event.

What a case repeats of its clocks is derived: after an upgrade that repeats others it is brought up
to date without one.
"""

from django.db import transaction

from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.enums import LOG, ROWS_KIND
from zhuqi.foundation.outbox.actions import enqueue
from zhuqi.ledgers.cases.actions.due import set_due
from zhuqi.ledgers.cases.actions.store import load, rulebook, save
from zhuqi.ledgers.cases.actions.work import CaseAggregate
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import Case, Clock

CHUNK = 200


def recompute_chunk(*, after: int, cause: str) -> int:
    """Recompute the next cases (by id) with running clocks; enqueues the rest. Returns how many.

    `save` moves the clocks that still run and logs each moved promise.
    """
    with transaction.atomic():
        running = Clock.objects.filter(stopped_at__isnull=True, case__gt=after)
        ids = list(running.order_by("case").values_list("case", flat=True).distinct()[:CHUNK])
        cases = Case.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        save(load(list(cases), rulebook()))
        if len(ids) == CHUNK:
            enqueue(
                kind="calendar.changed",
                key=f"calendar.changed:{cause}:{ids[-1]}",
                payload={"after": ids[-1], "version": cause},
            )
    return len(ids)


# Kinds that run for units which only help, on their own sheets.
_HELPERS = (ClockKind.SIGN, ClockKind.CO_UNIT, ClockKind.PART, ClockKind.SUB)
_REPEATED = ("due_at", "warn_at", "due_clock", "due_unit_id")


def refresh_due_times() -> int:
    """Cases that repeat a helper's clock, as cases did before, repeat their own instead; a date
    that a pause had brought nearer goes back to where it was. Returns how many were changed; a
    second run changes none."""
    helping = Clock.objects.filter(stopped_at__isnull=True, clock__in=_HELPERS)
    last, changed = 0, 0
    while True:
        later = helping.filter(case__gt=last).order_by("case").values_list("case", flat=True)
        ids = list(later.distinct()[:CHUNK])
        if not ids:
            return changed
        with transaction.atomic():
            cases = Case.objects.select_for_update().filter(pk__in=ids).order_by("pk")
            stale = [one for one in load(list(cases), rulebook()) if _is_stale(one)]
            save(stale)
            if stale:
                # What is repeated is nobody's deed; the log vouches for the rows all the same.
                record(object_type=LOG, object_id=0, kind=ROWS_KIND, by=SYSTEM)
        changed += len(stale)
        last = ids[-1]


def _is_stale(aggregate: CaseAggregate) -> bool:
    before = _repeated(aggregate.case)
    set_due(aggregate)
    moved = (
        stored.stopped_at is None and stored.due_at != reading.due_at
        for reading in aggregate.readings
        if (stored := aggregate.clocks.get(reading.key))
    )
    return _repeated(aggregate.case) != before or any(moved)


def _repeated(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in _REPEATED}
