"""What comes round by itself, and who is told."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import Payload, every, handler
from zhuqi.mechanisms.rhythm.actions import NOTIFY, run_due
from zhuqi.mechanisms.rhythm.notifications import tell_of_run


@every("rhythm.due", minutes=10, outside=True)
def come_round(_slot: datetime) -> None:
    """What is due now, and the newest day that was missed."""
    run_due(timezone.now())


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """It came round: everybody it is for is told once."""
    tell_of_run(int(payload["event"]))
