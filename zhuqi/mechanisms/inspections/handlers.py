"""What follows from events, later."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import Payload, daily, handler
from zhuqi.mechanisms.inspections.actions.findings import NOTIFY
from zhuqi.mechanisms.inspections.notifications import NOTICES, remind_of_findings

REMIND = "inspections.remind"


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """A notice was issued, answered or re-checked."""
    NOTICES.notify_of(int(payload["event"]))


@daily(REMIND, at="09:00")
def remind_units(_slot: datetime) -> None:
    """Notices that are due soon or late, each told once a level."""
    remind_of_findings(timezone.now())
