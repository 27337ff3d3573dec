"""What the worker does for figures."""

from datetime import datetime

from zhuqi.foundation.outbox.registry import current, every
from zhuqi.reporting.statistics.actions import bring_up_to_date


@every("statistics.lines", minutes=3, outside=True)
def follow_the_log(_slot: datetime) -> None:
    """Lines of what was touched since the last time; what a kill leaves, the next one takes."""
    piece = current()
    bring_up_to_date(progress=lambda _done: piece.extend())
