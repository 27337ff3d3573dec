"""What follows by itself: whose validity is over has left."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import daily
from zhuqi.mechanisms.rosters.actions.entries import end_expired

EXPIRE = "rosters.expire"


@daily(EXPIRE, at="03:10")
def end_what_expired(_slot: datetime) -> None:
    """The day after its last day, once."""
    end_expired(timezone.now())
