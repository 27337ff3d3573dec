"""What follows from letters: who is told, reminders before the day, the office after it."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import Payload, daily, handler
from zhuqi.mechanisms.direct_line.actions import NOTIFY, escalate_overdue
from zhuqi.mechanisms.direct_line.notifications import NOTICES, remind_of_letters

REMIND = "letter.remind"


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """A letter came, was answered, turned into a case, passed on, or left to the office."""
    NOTICES.notify_of(int(payload["event"]))


@daily(REMIND, at="08:50")
def look_after_letters(_slot: datetime) -> None:
    """What is due soon is reminded of; what is late is left to the office, once."""
    now = timezone.now()
    remind_of_letters(now)
    escalate_overdue(now)
