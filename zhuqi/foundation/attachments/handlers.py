"""What the room does by the clock."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.attachments.actions import purge_orphans
from zhuqi.foundation.attachments.disk import sweep_uploads
from zhuqi.foundation.outbox.registry import daily, every


# `outside`: walking folders must not hold a transaction open; done twice it does no harm.
@daily("attachments.purge", at="02:30", outside=True)
def purge(_slot: datetime) -> None:
    """Remove files whose row never came, and those removed long ago."""
    purge_orphans()


@every("attachments.uploads", minutes=60, outside=True)
def sweep(_slot: datetime) -> None:
    """Remove uploads that were cut off; they lie with the data and would fill its disk."""
    sweep_uploads(timezone.now())
