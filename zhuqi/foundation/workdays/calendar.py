"""The calendar of one office: the State Council's days, imported notices, its own exceptions and
its hours, as one frozen value that answers when something is due.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, Final

from zhuqi.foundation.workdays import clock
from zhuqi.foundation.workdays.counting import CIVIL_CODE, Counting
from zhuqi.foundation.workdays.explanation import Explanation, explain_due
from zhuqi.foundation.workdays.hours import DEFAULT_HOURS, OfficeHours
from zhuqi.foundation.workdays.notice import Notice
from zhuqi.foundation.workdays.official import PUBLISHED_THROUGH, official_rules
from zhuqi.foundation.workdays.pauses import Pause
from zhuqi.foundation.workdays.provisional import statutory_rules
from zhuqi.foundation.workdays.rules import PLAIN_OFF, PLAIN_WORKING, SATURDAY, DayRule
from zhuqi.foundation.workdays.timeline import DAYS, Timeline, build_timeline
from zhuqi.foundation.workdays.units import Amount, Unit
from zhuqi.foundation.workdays.zone import FIRST_DAY, LAST_DAY, SHANGHAI, checked_day

_DECEMBER: Final = 12


@dataclass(frozen=True)
class Calendar:
    """Hashable and comparable by value: the order of overrides and of years does not matter.

    A date's rule is the first found of: `overrides` (the administrator's), `notices` (the later
    year's where two name a date; of one year's notices, which add up, the later given), the
    official table up to `published_through`, the statutory days of a year without a notice (see
    `provisional`), the plain week. Rules are keyed by date, not by notice year. Days run from 2004
    to 2050; anything outside is a ValueError.

    ValueError when a date is overridden twice.
    """

    overrides: tuple[DayRule, ...] = ()
    notices: tuple[Notice, ...] = ()
    hours: OfficeHours = DEFAULT_HOURS
    published_through: int = PUBLISHED_THROUGH

    def __post_init__(self) -> None:
        overrides = tuple(sorted(DayRule(*row) for row in self.overrides))
        for rule in overrides:
            checked_day(rule.day)
        if len({rule.day for rule in overrides}) != len(overrides):
            raise ValueError("同一天只能有一条日历调整")
        notices = tuple(sorted(self.notices, key=lambda notice: notice.year))
        if not FIRST_DAY.year <= self.published_through <= PUBLISHED_THROUGH:
            raise ValueError(f"官方日历只有 {FIRST_DAY.year} 至 {PUBLISHED_THROUGH} 年")
        object.__setattr__(self, "overrides", overrides)
        object.__setattr__(self, "notices", notices)

    def is_working(self, day: date) -> bool:
        """Whether people work that day. TypeError for a datetime."""
        rule = self._layout.rules.get(checked_day(day))
        return rule.is_working if rule else day.weekday() < SATURDAY

    def name_of(self, day: date) -> str:
        """Why a day is what it is: 春节, 国庆节调休上班, an override's own name, 周末, 工作日."""
        rule = self._layout.rules.get(checked_day(day))
        if rule:
            return rule.name
        return PLAIN_WORKING if day.weekday() < SATURDAY else PLAIN_OFF

    def is_holiday(self, day: date) -> bool:
        """Whether a notice, the law or the administrator gives the day off: more than a weekend."""
        return not self.is_working(day) and self.name_of(day) != PLAIN_OFF

    def is_provisional(self, day: date) -> bool:
        """Whether an answer about the day may still change: its year has no notice yet, or it lies
        in the December before such a year, into which the next notice may reach back.

        Overrides do not settle a day.
        """
        year = checked_day(day).year
        return self.is_provisional_year(year) or (
            day.month == _DECEMBER and self.is_provisional_year(year + 1)
        )

    def is_provisional_year(self, year: int) -> bool:
        return year > self.published_through and all(n.year != year for n in self.notices)

    def with_notice(self, notice: Notice) -> "Calendar":
        """This calendar with a notice imported; one of the same year before it is adjusted."""
        return replace(self, notices=(*self.notices, notice))

    def without_notice(self, year: int) -> "Calendar":
        """The last import of a year undone. ValueError when none was imported."""
        last = next((kept for kept in reversed(self.notices) if kept.year == year), None)
        if last is None:
            raise ValueError(f"没有导入过 {year} 年的放假安排")
        return replace(self, notices=tuple(kept for kept in self.notices if kept is not last))

    def missing_holidays(self, year: int) -> list[DayRule]:
        """The days the law gives off in a year that its notices do not name; none for the years of
        the official table, which holds them."""
        if year <= self.published_through:
            return []
        named = {rule.day: rule for notice in self.notices for rule in notice.days}
        return [
            rule
            for rule in sorted(statutory_rules(year))
            if rule.day not in named or named[rule.day].is_working
        ]

    def turned_into_work(self, then: "Calendar", days: Iterable[date]) -> list[date]:
        """Which of the days are holidays here and worked in the other calendar."""
        return sorted(day for day in set(days) if self.is_holiday(day) and then.is_working(day))

    def due(
        self,
        start: datetime,
        amount: Amount,
        unit: Unit,
        pauses: Iterable[Pause] = (),
        counting: Counting = CIVIL_CODE,
    ) -> datetime:
        """When `amount` of `unit` from `start` is over, pauses not counted.

        HOUR: office hours; quarter hours only; a start outside them counts as made at the next
        opening. WORKING_DAY: the close of office of the n-th working day after the day of the
        start. NATURAL_DAY: the close of office n dates after the start's own date. MONTH: that of
        the day of the same number n months later, or of the last of a month that has none. What
        the day of the start is, whether the last day moves off a day off, and which paused day is
        left out, `counting` says; it means nothing to HOUR. 0 days or months is the same day: the
        first close of office from the start on; 0 hours the next moment of office time.

        A pause moves an hour clock by the office time it covers; only what lies after the start
        counts, and nothing twice. ValueError: naive times, an open pause, a bad amount, outside
        2004-2050.
        """
        return clock.due(self._timeline, start, amount, unit, tuple(pauses), counting=counting)

    def close_on(self, day: date) -> datetime:
        """The close of office of a day, whether or not anybody works. ValueError outside
        2004-2050."""
        closes = self.hours.closing_on(checked_day(day))
        return datetime.combine(day, closes, SHANGHAI)

    def elapsed(
        self, start: datetime, end: datetime, unit: Unit, pauses: Iterable[Pause] = ()
    ) -> int | float:
        """How much of a clock has run: the inverse of `due` as it was counted before schemes could
        say how (`FORMER`).

        Days and months: the largest whole n with due(start, n) <= end, and 0 before that. HOUR:
        office hours not paused, as a float that is exact for quarter hours. ValueError as `due`, or
        end < start.
        """
        return clock.elapsed(self._timeline, start, end, unit, pauses)

    def before(self, end: datetime, amount: Amount, unit: Unit) -> datetime:
        """The moment that leaves `amount` until `end`: what starts before it is due by `end`.

        Days: the n-th close of office before the last one at or before `end`. HOUR: the last
        moment with that much office time to go; `end` itself for 0 hours. ValueError as `due`.
        """
        return clock.before(self._timeline, end, amount, unit)

    def working_days(self, after: date, until: date) -> int:
        """How many days are worked after one date up to another, that one too; less than none
        where the second lies before the first. ValueError outside 2004-2050."""
        return clock.working_days(self._timeline, checked_day(after), checked_day(until))

    def closes(self, after: datetime, until: datetime, unit: Unit) -> int:
        """How many closes of office lie after one moment and up to another: of all days for
        NATURAL_DAY, else of working days. 0 where the second is not later. ValueError as `due`.
        """
        return clock.closes(self._timeline, after, until, unit)

    def effective_start(self, moment: datetime) -> datetime:
        """The moment itself within office hours, else the next opening."""
        return clock.office_moment(self._timeline, moment)

    def explain(
        self,
        start: datetime,
        amount: Amount,
        unit: Unit,
        pauses: Iterable[Pause] = (),
        counting: Counting = CIVIL_CODE,
    ) -> Explanation:
        """`due`, with what was skipped, paused and made up on the way, and why."""
        return explain_due(
            self, self._timeline, start, amount, unit, pauses=tuple(pauses), counting=counting
        )

    @property
    def _timeline(self) -> Timeline:
        return self._layout.timeline

    @cached_property
    def _layout(self) -> "_Layout":
        return _layout_of(self)

    def __getstate__(self) -> dict[str, Any]:
        # The layout is megabytes and can be built again; a pickle carries the value alone.
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, eq=False)
class _Layout:
    rules: Mapping[date, DayRule]
    timeline: Timeline


@lru_cache(maxsize=32)
def _layout_of(calendar: Calendar) -> _Layout:
    """Shared by equal calendars: each request may build its own from the same rows."""
    rules = _rules_of(calendar)
    days = (FIRST_DAY + timedelta(days=index) for index in range(DAYS))
    working = [rules[day].is_working if day in rules else day.weekday() < SATURDAY for day in days]
    return _Layout(rules, build_timeline(working, calendar.hours))


def _rules_of(calendar: Calendar) -> dict[date, DayRule]:
    """Weakest first: what comes later overwrites."""
    last = calendar.published_through
    rules = {day: rule for day, rule in official_rules().items() if day.year <= last}
    for year in range(last + 1, LAST_DAY.year + 1):
        if calendar.is_provisional_year(year):
            rules.update((rule.day, rule) for rule in statutory_rules(year))
    for notice in calendar.notices:
        rules.update((rule.day, rule) for rule in notice.days)
    rules.update((rule.day, rule) for rule in calendar.overrides)
    return rules


DEFAULT_CALENDAR: Final = Calendar()

due = DEFAULT_CALENDAR.due
elapsed = DEFAULT_CALENDAR.elapsed
explain = DEFAULT_CALENDAR.explain
