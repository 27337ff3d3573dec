"""How long is left until a due time, or how late it is: one rule for every page and figure.

A day is told by its close of office. Late are the closes passed since the due time; left are the
closes still to come up to it, today's own not among them: a clock that starts today does not count
today either, so a promise of three days reads 还剩 3 from the moment it is made. In the clock's
own unit: working days and natural days by the closes of their dates, whatever hours the office
keeps whose clock it is; hours by office time as long as it is less than a day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from zhuqi.foundation.workdays.units import Unit
from zhuqi.foundation.workdays.zone import SHANGHAI, in_shanghai

_HOUR = timedelta(hours=1)
_DAY_WORDS = {Unit.WORKING_DAY: "个工作日"}
_LEFT, LATE = "还剩", "已逾期"


class Days(Protocol):
    """What is asked of a calendar."""

    def close_on(self, day: date) -> datetime: ...
    def closes(self, after: datetime, until: datetime, unit: Unit) -> int: ...
    def elapsed(self, start: datetime, end: datetime, unit: Unit) -> int | float: ...


@dataclass(frozen=True, slots=True)
class Remaining:
    """A distance in time: `days` whole days of `unit`, and where there are none, `hours`.

    `office`: those hours are office time. Nothing at all is less than one of them.
    """

    late: bool
    days: int
    unit: Unit
    hours: int = 0
    office: bool = False

    def words(self, late: str = LATE) -> str:
        """还剩 2 个工作日, 已逾期 3 天, 还剩 5 小时. `late`: how it begins where it is late."""
        begins = late if self.late else _LEFT
        day = _DAY_WORDS.get(self.unit, "天")
        hour = "个办公小时" if self.office else "小时"
        if self.days:
            return f"{begins} {self.days} {day}"
        if self.hours:
            return f"{begins} {self.hours} {hour}"
        return f"{begins}不到 1 {day if self.late and not self.office else hour}"


def remaining(days: Days, due: datetime, now: datetime, unit: Unit) -> Remaining:
    """From now to the due time of a clock of this unit, or since. ValueError as `Calendar.due`.

    What is late by less than a day of its unit says so; what is due before the day is out says
    the hours. Working days that reach over a rest day only are told as natural ones.
    """
    late = now >= due
    office = unit is Unit.HOUR
    # By its date: the due time may be that of an office which closes earlier or later than most.
    closes = due if office else days.close_on(in_shanghai(due).date())
    # A month's rest is told in days.
    counted = Unit.WORKING_DAY if office else Unit.NATURAL_DAY if unit is Unit.MONTH else unit
    if late:
        whole = days.closes(closes, now, counted)
        hours = int(days.elapsed(due, now, Unit.HOUR)) if office and not whole else 0
        return Remaining(late, whole, counted, hours, office)
    tonight = datetime.combine(in_shanghai(now).date() + timedelta(days=1), time(), SHANGHAI)
    for one in (counted,) if office else (counted, Unit.NATURAL_DAY):
        if whole := days.closes(tonight, closes, one) if closes > tonight else 0:
            return Remaining(late, whole, one)
    hours = int(days.elapsed(now, due, Unit.HOUR)) if office else int((due - now) / _HOUR)
    return Remaining(late, 0, counted, hours, office)
