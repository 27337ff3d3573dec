"""Clocks computed anew when the calendar changes; the change of a promise is itself an event."""

from django.db import transaction

from zhuqi.foundation.outbox.actions import enqueue
from zhuqi.ledgers.cases.actions.store import load, rulebook, save
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
