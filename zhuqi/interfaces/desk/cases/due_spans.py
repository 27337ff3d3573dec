"""The month or the week that the calendar of due times shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from zhuqi.foundation.workdays import FIRST_DAY, LAST_DAY
from zhuqi.interfaces.shell import wording

WEEK: Final = "week"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole weeks shown, and the days of them that are asked for."""

    first: date
    last: date
    week: bool

    @classmethod
    def of(cls, span: str, at: str, today: date) -> "Span":
        """The month or week of a day; of today where none is named, or none there is."""
        day = _day(at) or today
        if span == WEEK:
            monday = day - timedelta(days=day.weekday())
            return cls(monday, monday + timedelta(days=6), week=True)
        first = day.replace(day=1)
        return cls(first, _next_month(first) - timedelta(days=1), week=False)

    @property
    def days(self) -> list[date]:
        """Every day asked for."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def before(self) -> date | None:
        """A day of the span before; None at the end of all calendars."""
        day = self.first - timedelta(days=1)
        return day if day >= _EARLIEST else None

    @property
    def after(self) -> date | None:
        """A day of the next one."""
        day = self.last + timedelta(days=1)
        return day if day <= _LATEST else None

    @property
    def words(self) -> str:
        """2026年11月, or 11月23日—11月29日."""
        if not self.week:
            return _("%(year)s年%(month)s月") % {"year": self.first.year, "month": self.first.month}
        days = (wording.day(day, weekday=False) for day in (self.first, self.last))
        return "—".join(days)


# Whole months and weeks of the days there is a calendar for.
_EARLIEST = FIRST_DAY.replace(day=1) + timedelta(days=31)
_LATEST = LAST_DAY.replace(day=1) - timedelta(days=31)


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and _EARLIEST <= day <= _LATEST else None


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
