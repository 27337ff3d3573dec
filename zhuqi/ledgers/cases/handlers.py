"""Outbox items of the ledger, done by the worker after the commit."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.enums import Priority
from zhuqi.foundation.outbox.registry import Payload, daily, every, handler
from zhuqi.ledgers.cases.actions.recompute import recompute_chunk
from zhuqi.ledgers.cases.actions.store import NOTIFY
from zhuqi.ledgers.cases.handover.actions import HAND_OVER, hand_over_next
from zhuqi.ledgers.cases.notifications.actions import (
    REMIND,
    Reminder,
    enqueue_reminders,
    notify_of,
    remind_all,
)
from zhuqi.ledgers.cases.retention.actions import erase_due


@handler("calendar.changed")
def recompute_after_calendar_change(payload: Payload) -> None:
    """A day became working or free: every running clock that crosses it is computed anew."""
    recompute_chunk(after=int(payload.get("after", 0)), cause=str(payload.get("version", "")))


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """Something was done to a case: `NOTIFICATIONS` says who reads of it, if they may see it."""
    notify_of(int(payload["event"]))


@every("cases.reminders", minutes=5)
def find_what_is_due(_slot: datetime) -> None:
    """Clocks near their end or past it; late, twice or after a crash, each is reminded of once."""
    enqueue_reminders(timezone.now())


def remind_together(payloads: Sequence[Payload]) -> None:
    """Clocks each at one level, told in working time; by then they may have stopped."""
    remind_all([Reminder.of(payload) for payload in payloads], timezone.now())


@handler(REMIND, priority=Priority.SOON, together=remind_together)
def remind_people(payload: Payload) -> None:
    """One of them, where it could not be told of with others."""
    remind_together([payload])


@handler(HAND_OVER, outside=True)
def hand_over_all(payload: Payload) -> None:
    """A leaver's open cases pass on one by one; begun again, it goes on with what waits."""
    while hand_over_next(int(payload["order"])):
        pass


@daily("cases.retention", at="02:40", outside=True)
def erase_what_is_due(_slot: datetime) -> None:
    """Personal values whose time is up; what one night leaves, the next one takes."""
    erase_due(timezone.now())
