"""What follows from events, later."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import Payload, daily, handler
from zhuqi.mechanisms.rectification.actions import NOTIFY
from zhuqi.mechanisms.rectification.notifications import NOTICES, remind_of_problems

REMIND = "rectification.remind"


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """A problem was entered, proven, returned, struck off or opened again."""
    NOTICES.notify_of(int(payload["event"]))


@daily(REMIND, at="09:00")
def remind_units(_slot: datetime) -> None:
    """Problems that are due soon or late, each told once a level."""
    remind_of_problems(timezone.now())
