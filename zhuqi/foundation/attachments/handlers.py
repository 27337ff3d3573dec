"""What the room does by the clock."""

from datetime import datetime

from zhuqi.foundation.attachments.actions import purge_orphans
from zhuqi.foundation.outbox.registry import daily


# `outside`: walking folders must not hold a transaction open; done twice it does no harm.
@daily("attachments.purge", at="02:30", outside=True)
def purge(_slot: datetime) -> None:
    """Remove files whose row never came, and those removed long ago."""
    purge_orphans()
