"""Wrong tries at a door, counted over the shared cache: some are free, then each waits longer."""

import hashlib
import math
import time
from dataclasses import dataclass

from django.core.cache import cache

from zhuqi.foundation.accounts.rates import HOUR, MINUTE

_REMEMBERED = 12 * HOUR
_MOST_DOUBLINGS = 16


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` tries, then a pause that doubles from `first` to `longest` seconds.

    A try is forgotten after `remembered` seconds.
    """

    free: int
    first: int
    longest: int
    remembered: int = _REMEMBERED

    @property
    def most(self) -> int:
        """More tries than this the pauses never let through while they are remembered."""
        return self.free + self.remembered // self.longest + 8


# One person's slips, wherever they are made from.
BY_PERSON = Limit(free=5, first=5 * MINUTE, longest=HOUR)
# Guesses at one name out of a whole net of addresses. Devices the person has signed in with
# before are not counted here and not held up by it.
BY_NAME = Limit(free=30, first=5 * MINUTE, longest=HOUR)
# Guesses at many names out of one address, behind which a whole office may sit.
BY_ADDRESS = Limit(free=30, first=MINUTE, longest=MINUTE, remembered=MINUTE)


def take(key: str, limit: Limit) -> tuple[str, int]:
    """Take a try: its entry in the cache and 0, or "" and how many seconds to wait.

    Always the first free entry is asked for, by the cache's atomic `add`: of many at once one gets
    it, and the others are judged anew with that one counted. No burst passes the limit.
    """
    entries = _entries(key, limit)
    while True:
        taken = cache.get_many(entries)
        if (wait := _wait(list(taken.values()), limit)) > 0:
            return "", wait
        entry = next(entry for entry in entries if entry not in taken)
        if cache.add(entry, time.time(), limit.remembered):
            return entry, 0


def forget(key: str, limit: Limit) -> None:
    """All tries under this key are forgotten."""
    cache.delete_many(_entries(key, limit))


def _wait(moments: list[float], limit: Limit) -> int:
    if len(moments) < limit.free:
        return 0
    doubled = limit.first << min(len(moments) - limit.free, _MOST_DOUBLINGS)
    wait = max(moments) + min(doubled, limit.longest) - time.time()
    # With no entry left there is none to take, whatever the clock says.
    least = 1 if len(moments) >= limit.most else 0
    return max(math.ceil(wait), least)


def _entries(key: str, limit: Limit) -> list[str]:
    digest = hashlib.sha256(key.encode()).hexdigest()
    return [f"tries:{digest}:{number}" for number in range(limit.most)]
