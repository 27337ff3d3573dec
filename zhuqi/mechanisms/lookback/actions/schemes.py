"""The schemes that come with the software."""

from datetime import datetime

from zhuqi.foundation.access import Actor
from zhuqi.mechanisms.lookback.queries.schemes import LOOK_BACKS, shipped


def load_look_back_schemes(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the schemes of the data file that are missing; never changes one. Returns how many."""
    return LOOK_BACKS.add_missing(shipped(), by=by, now=now)
