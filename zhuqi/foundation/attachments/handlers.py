"""What the room does by the clock."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from zhuqi.foundation.attachments.actions import DESTROY, purge_orphans, remove_bytes
from zhuqi.foundation.attachments.disk import sweep_uploads
from zhuqi.foundation.attachments.thumbnails import KIND, make_small
from zhuqi.foundation.outbox.enums import Priority
from zhuqi.foundation.outbox.registry import daily, every, handler


# `outside`: a decoder runs meanwhile. Nobody waits for it: until then the photo stands for itself.
@handler(KIND, outside=True, attempts=3, priority=Priority.LAST)
def thumbnail(payload: dict[str, Any]) -> None:
    """Make the small picture of a photo."""
    make_small(payload["stored_as"])


# `outside`: a bucket is asked.
@handler(DESTROY, outside=True)
def destroy(payload: dict[str, Any]) -> None:
    """Remove the bytes of a file that must not be kept."""
    remove_bytes(payload["stored_as"])


# `outside`: walking folders must not hold a transaction open; done twice it does no harm.
@daily("attachments.purge", at="02:30", outside=True)
def purge(_slot: datetime) -> None:
    """Remove files whose row never came, and those removed long ago."""
    purge_orphans()


@every("attachments.uploads", minutes=60, outside=True)
def sweep(_slot: datetime) -> None:
    """Remove uploads that were cut off; they lie with the data and would fill its disk."""
    sweep_uploads(timezone.now())
