"""On which days something comes round. Pure."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from zhuqi.mechanisms.rhythm.enums import Pace

# No holiday is longer, and no month.
_SEARCHED = 62
LAST_OF_MONTH = 28
_DAYS_OF_WEEK = 7
Works = Callable[[date], bool]


def days_of(text: str, pace: Pace) -> list[int]:
    """The days typed, as 1 to 7 (Monday first) or 1 to 28, once each; ValueError for others."""
    parts = [part for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()]
    if not all(part.strip().isdecimal() and len(part.strip()) <= 2 for part in parts):  # noqa: PLR2004
        raise ValueError(f"no days: {text}")
    found = sorted({int(part) for part in parts})
    most = _DAYS_OF_WEEK if pace == Pace.WEEKLY else LAST_OF_MONTH
    if not found or found[0] < 1 or found[-1] > most:
        raise ValueError(f"no days: {text}")
    return found


def _named(day: date, pace: Pace, days: Sequence[int]) -> bool:
    return (day.isoweekday() if pace == Pace.WEEKLY else day.day) in days


def comes(pace: Pace, days: Sequence[int], day: date, works: Works) -> bool:
    """Whether it comes round on that day: one of its days, or the working day after one that is
    off."""
    if not works(day):
        return False
    for back in range(_SEARCHED):
        named = day - timedelta(days=back)
        if back and works(named):
            return False
        if _named(named, pace, days):
            return True
    return False


def last(pace: Pace, days: Sequence[int], until: date, works: Works) -> date | None:
    """The newest day until then, this one included."""
    several = (until - timedelta(days=back) for back in range(_SEARCHED))
    return next((day for day in several if comes(pace, days, day, works)), None)


def following(pace: Pace, days: Sequence[int], after: date, works: Works) -> date | None:
    """The first day after that."""
    several = (after + timedelta(days=ahead) for ahead in range(1, _SEARCHED))
    return next((day for day in several if comes(pace, days, day, works)), None)
