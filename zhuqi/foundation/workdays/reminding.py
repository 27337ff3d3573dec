"""When somebody is reminded of what will soon be due: in office hours, before it is too late."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Protocol

from zhuqi.foundation.workdays.hours import OfficeHours
from zhuqi.foundation.workdays.units import Amount, Unit
from zhuqi.foundation.workdays.zone import SHANGHAI, in_shanghai

_LEAST = Decimal("0.25")


class Days(Protocol):
    """What is asked of a calendar."""

    @property
    def hours(self) -> OfficeHours: ...
    def effective_start(self, moment: datetime) -> datetime: ...
    def before(self, end: datetime, amount: Amount, unit: Unit) -> datetime: ...


def soon_at(days: Days, earliest: datetime, warn: datetime, due: datetime) -> datetime:
    """When to remind of what is due at `due` and close from `warn` on, not before `earliest`.

    At the warning, or when office opens next. Where it is over by then (due on a rest day), in the
    last half-day of office before it. Where no office hours are left at all, in the daytime of the
    rest day itself: better a word on Sunday than none.
    """
    when = days.effective_start(max(warn, earliest))
    if when < due:
        return when
    when = days.effective_start(max(_last_half_day(days, due), earliest))
    return when if when < due else _daytime(days, earliest, due)


def next_opening(days: Days, now: datetime) -> datetime:
    """When office opens after today: what is due until then can be told of today only."""
    tonight = datetime.combine(in_shanghai(now).date() + timedelta(days=1), time(), SHANGHAI)
    return days.effective_start(tonight)


def _last_half_day(days: Days, due: datetime) -> datetime:
    """The opening of the last stretch of office time before it."""
    last = days.before(due, _LEAST, Unit.HOUR)
    begun = [s.opens for s in days.hours.segments_on(last.date()) if s.opens <= last.time()]
    return datetime.combine(last.date(), begun[-1], SHANGHAI)


def _daytime(days: Days, earliest: datetime, due: datetime) -> datetime:
    """The first moment within the hours of a day, whether or not anybody works; at once where
    that would be too late too."""
    earliest = in_shanghai(earliest)
    for day in (earliest.date(), earliest.date() + timedelta(days=1)):
        for segment in days.hours.segments_on(day):
            opens, closes = (
                datetime.combine(day, at, SHANGHAI) for at in (segment.opens, segment.closes)
            )
            if earliest < closes and max(earliest, opens) < due:
                return max(earliest, opens)
    return earliest
