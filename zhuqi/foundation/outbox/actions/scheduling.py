"""Turn slots that have come into outbox items, each slot once."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from zhuqi.foundation.outbox.actions.enqueuing import enqueue
from zhuqi.foundation.outbox.enums import CatchUp
from zhuqi.foundation.outbox.models import ScheduledRun
from zhuqi.foundation.outbox.registry import Schedule

# Slots caught up in one transaction; the rest follow in the next pass.
SLOTS_PER_PASS = 100


def enqueue_due(schedule: Schedule, now: datetime) -> datetime | None:
    """Enqueue every slot that has come since the last one; return the newest slot dealt with.

    The first call for a schedule only marks where it begins. The row (name, slot) is unique and
    is written together with the outbox item, so a slot happens once however often, late or
    crookedly this is called. A slot counts from the rows at or before `now`: if the clock ran
    ahead and was set back, the slots done too early aren't repeated when their time comes, and
    those in between are not lost. None means that slots are left for another call.
    """
    latest = schedule.latest(now)
    with transaction.atomic():
        last = (
            ScheduledRun.objects.filter(name=schedule.name, slot__lte=now)
            .order_by("-slot")
            .values_list("slot", flat=True)
            .first()
        )
        if last is None:
            ScheduledRun.objects.get_or_create(
                name=schedule.name,
                slot=latest,
                defaults={"created_at": now, "passed_over": True},
            )
            return latest
        due = list(islice(_due(schedule, last, latest), SLOTS_PER_PASS))
        for slot in due:
            _enqueue_slot(schedule, slot, now)
    return latest if not due or due[-1] == latest else None


def _due(schedule: Schedule, last: datetime, latest: datetime) -> Iterator[datetime]:
    if last >= latest:
        return
    if schedule.catch_up == CatchUp.LATEST:
        yield latest
        return
    slot = schedule.following(last)
    while slot <= latest:
        yield slot
        slot = schedule.following(slot)


def _enqueue_slot(schedule: Schedule, slot: datetime, now: datetime) -> None:
    _run, is_new = ScheduledRun.objects.get_or_create(
        name=schedule.name, slot=slot, defaults={"created_at": now}
    )
    if is_new:
        key = f"{schedule.name}@{slot.isoformat(timespec='minutes')}"
        enqueue(kind=schedule.name, key=key, payload={"slot": slot.isoformat()})
