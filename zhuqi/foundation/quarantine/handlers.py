"""What the room does by itself."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import daily
from zhuqi.foundation.quarantine.actions import forget_senders


@daily("quarantine.forget", at="03:40")
def forget(_slot: datetime) -> None:
    """Who sent what was decided a year ago is forgotten."""
    forget_senders(now=timezone.now())
