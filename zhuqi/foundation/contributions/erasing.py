"""Data of a row that are erased for good, and what rooms above hold on that row.

Whoever erases calls `erase_held` inside its transaction; each room erases its own. The row's room
stands below and does not know them.
"""

from collections.abc import Callable
from datetime import datetime

from zhuqi.foundation.contributions import Registry

# Of an object type and id, and when.
HELD_ON_ROWS: Registry[Callable[[str, int, datetime], object]] = Registry("held on erased rows")


def erase_held(object_type: str, object_id: int, now: datetime) -> None:
    """Everything rooms above hold on the row goes; before the event, which vouches for it."""
    for erase in HELD_ON_ROWS:
        erase(object_type, object_id, now)
