"""What the room does by the clock."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import daily
from zhuqi.foundation.repeats.actions import forget_sent_forms


@daily("repeats.forget", at="03:20")
def forget(_slot: datetime) -> None:
    """Forms of the days before are forgotten."""
    forget_sent_forms(now=timezone.now())
