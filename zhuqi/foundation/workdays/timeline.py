"""A calendar laid out for counting: arrays over every day of the span, built once for a calendar.

Two views. `Ticks` counts closings of office, the beat of day clocks. `Worktime` counts microseconds
of office time, the beat of hour clocks. Both take datetimes on the clock of Asia/Shanghai and raise
ValueError before the span, IndexError after it (the callers in `clock` say it in words).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Final

from zhuqi.foundation.workdays.hours import OfficeHours, Segment
from zhuqi.foundation.workdays.zone import FIRST_DAY, LAST_DAY, OUT_OF_SPAN, SHANGHAI

_FIRST: Final = FIRST_DAY.toordinal()
DAYS: Final = LAST_DAY.toordinal() - _FIRST + 1
_NEVER: Final = datetime.max.replace(tzinfo=SHANGHAI)

Spans = tuple[tuple[int, int], ...]


def index_of(day: date) -> int:
    """Days since the first of the span, for a day that lies in it."""
    return day.toordinal() - _FIRST


def day_index(moment: datetime) -> int:
    """Days since the first of the span. ValueError before it: an index below nothing would
    silently count from the end of a list."""
    index = moment.toordinal() - _FIRST
    if index < 0:
        raise ValueError(f"{OUT_OF_SPAN}：{moment.isoformat()}")
    return index


class Ticks:
    """The closings of office of some of the days, numbered from 0 in order."""

    __slots__ = ("_before", "_closing", "closings")

    def __init__(self, closings: Sequence[datetime], counted: Sequence[bool]) -> None:
        self.closings = [at for at, counts in zip(closings, counted, strict=True) if counts]
        self._before = [0, *accumulate(counted)]
        # A day that does not count never closes, which spares `passed` a question.
        self._closing = [
            at if counts else _NEVER for at, counts in zip(closings, counted, strict=True)
        ]

    def passed(self, moment: datetime) -> int:
        """How many ticks lie at or before a moment; also the number of the next tick after it."""
        day = day_index(moment)
        return self._before[day] + (moment >= self._closing[day])

    def on_or_before(self, day: int) -> int:
        """The number of the last tick on a day of the span or before it; -1 before the first."""
        return self._before[day + 1] - 1

    def closing(self, number: int) -> datetime:
        """IndexError below 0 too, where a list would count from its end."""
        if number < 0:
            raise IndexError(number)
        return self.closings[number]


class Worktime:
    """Office time as a running total, in microseconds since the span began."""

    __slots__ = ("_midnights", "_spans", "_totals")

    def __init__(self, midnights: list[datetime], spans: list[Spans]) -> None:
        self._midnights = midnights
        self._spans = spans
        self._totals = [0, *accumulate(sum(c - o for o, c in day) for day in spans)]

    def until(self, moment: datetime) -> int:
        """Office time that has run when a moment comes."""
        day = day_index(moment)
        total = self._totals[day]
        offset = (
            (moment.hour * 60 + moment.minute) * 60 + moment.second
        ) * 1_000_000 + moment.microsecond
        for opens, closes in self._spans[day]:
            if offset <= opens:
                break
            total += min(offset, closes) - opens
        return total

    def earliest(self, total: int) -> datetime:
        """The first moment at which `total` (> 0) has run: a closing rather than the opening
        after it."""
        day = bisect_left(self._totals, total) - 1
        rest = total - self._totals[day]
        for opens, closes in self._spans[day]:
            if rest <= closes - opens:
                return self._midnights[day] + timedelta(microseconds=opens + rest)
            rest -= closes - opens
        raise IndexError(total)

    def latest(self, total: int) -> datetime:
        """The last moment at which no more than `total` has run: an opening rather than the
        closing before it. IndexError below nothing."""
        if total < 0:
            raise IndexError(total)
        day = bisect_right(self._totals, total) - 1
        rest = total - self._totals[day]
        for opens, closes in self._spans[day]:
            if rest < closes - opens:
                return self._midnights[day] + timedelta(microseconds=opens + rest)
            rest -= closes - opens
        raise IndexError(total)


@dataclass(frozen=True, eq=False)
class Timeline:
    """What the clocks count on: working closings, all closings, office time; and the hours of
    every day's season, whether or not anybody works."""

    working: Ticks
    natural: Ticks
    worktime: Worktime
    hours: OfficeHours

    def opening(self, closing: datetime) -> datetime:
        """When office opens on the day of a closing."""
        day = closing.date()
        return datetime.combine(day, self.hours.segments_on(day)[0].opens, SHANGHAI)

    def share_of(self, day: date, spans: Sequence[tuple[datetime, datetime]]) -> float:
        """How much of a day's office hours lies in the spans, which do not overlap: 0 to 1."""
        whole, part = timedelta(), timedelta()
        for segment in self.hours.segments_on(day):
            opens = datetime.combine(day, segment.opens, SHANGHAI)
            closes = datetime.combine(day, segment.closes, SHANGHAI)
            whole += closes - opens
            for start, end in spans:
                part += max(timedelta(), min(end, closes) - max(start, opens))
        return part / whole


def build_timeline(working: Sequence[bool], hours: OfficeHours) -> Timeline:
    """`working` holds one flag for each day of the span."""
    days = [date.fromordinal(_FIRST + index) for index in range(DAYS)]
    seasons = [hours.segments_on(day) for day in days]
    spans = {segments: _spans(segments) for segments in set(seasons)}
    midnights = [datetime.combine(day, time(), SHANGHAI) for day in days]
    closings = [
        datetime.combine(day, segments[-1].closes, SHANGHAI)
        for day, segments in zip(days, seasons, strict=True)
    ]
    office = [
        spans[segments] if works else () for segments, works in zip(seasons, working, strict=True)
    ]
    return Timeline(
        working=Ticks(closings, working),
        natural=Ticks(closings, [True] * DAYS),
        worktime=Worktime(midnights, office),
        hours=hours,
    )


def _spans(segments: tuple[Segment, ...]) -> Spans:
    return tuple((_microseconds(s.opens), _microseconds(s.closes)) for s in segments)


def _microseconds(moment: time) -> int:
    return (moment.hour * 60 + moment.minute) * 60_000_000
