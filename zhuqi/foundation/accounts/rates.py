"""How often something may be done: a counter per fixed window, over the shared cache."""

import hashlib
import math
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from zhuqi.foundation.access import TooMany

MINUTE, HOUR = 60, 3600


def take_turn(key: str, limit: int, seconds: int) -> bool:
    """Take one of `limit` turns of this window of `seconds`; False if none is left.

    A turn is a cache entry of its own, because `add` is atomic in every cache of Django's while
    `incr` of the database cache reads and writes apart and lets a burst through. So two
    processes never take the same turn, and the limit is never passed. Windows begin at fixed
    times: at their edge twice the limit can pass within `seconds`.
    """
    now = time.time()
    turns = _turns(key, limit, seconds, now)
    taken = cache.get_many(turns)
    lasts = math.ceil((now // seconds + 1) * seconds - now) + 1
    return any(cache.add(turn, 1, lasts) for turn in turns if turn not in taken)


def _turns(key: str, limit: int, seconds: int, now: float) -> list[str]:
    window = int(now // seconds)
    digest = hashlib.sha256(key.encode()).hexdigest()
    return [f"rate:{digest}:{seconds}:{window}:{turn}" for turn in range(limit)]


def turns_spent(key: str, limit: int, seconds: int) -> bool:
    """True if `take_turn` would find no turn left; takes none."""
    turns = _turns(key, limit, seconds, time.time())
    return len(cache.get_many(turns)) >= limit


def take_or_refuse(key: str, limit: int, seconds: int) -> None:
    """The same, as a refusal that says how long to wait."""
    if not take_turn(key, limit, seconds):
        wait = seconds - int(time.time()) % seconds
        raise TooMany(_("操作过于频繁，请%(wait)s后再试") % {"wait": in_words(wait)}, wait=wait)


@dataclass(frozen=True, slots=True)
class Counted:
    """A turn of many: how many are left in this window, and in how many seconds the next begins.

    `left` is -1 where there was none to take.
    """

    left: int
    resets: int


def take_counted(key: str, limit: int, seconds: int) -> Counted:
    """Take one of so many turns that asking for all of them, as `take_turn` does, would cost too
    much: a hint says where to look, the atomic `add` decides. So no burst passes the limit, though
    two that meet may each leave a turn out.
    """
    now = time.time()
    window = int(now // seconds)
    resets = math.ceil((window + 1) * seconds - now)
    stem = f"rate:{hashlib.sha256(key.encode()).hexdigest()}:{seconds}:{window}"
    for turn in range(int(cache.get(stem) or 0), limit):
        if cache.add(f"{stem}:{turn}", 1, resets + 1):
            cache.set(stem, turn + 1, resets + 1)
            return Counted(limit - turn - 1, resets)
    return Counted(-1, resets)


def in_words(seconds: int) -> str:
    """A wait rounded up: 40秒, 5分钟, 2小时."""
    if seconds < MINUTE:
        return _("%(number)s秒") % {"number": seconds}
    if seconds < HOUR:
        return _("%(number)s分钟") % {"number": math.ceil(seconds / MINUTE)}
    return _("%(number)s小时") % {"number": math.ceil(seconds / HOUR)}
