"""One dated exception to the plain week."""

from datetime import date
from typing import Final, NamedTuple

SATURDAY: Final = 5
# What a day is called that no rule names.
PLAIN_WORKING: Final = "工作日"
PLAIN_OFF: Final = "周末"


class DayRule(NamedTuple):
    """On `day` people work, or do not, whatever the weekday says; `name` is the reason (中文)."""

    day: date
    is_working: bool
    name: str


def day_off(day: date, name: str) -> DayRule:
    return DayRule(day=day, is_working=False, name=name)


def make_up(day: date, festival: str) -> DayRule:
    """A working day that makes up for a holiday: 国庆节调休上班; a day from Monday to Friday that
    is named as worked (2月3日起正常上班) makes up for nothing."""
    name = f"{festival}调休上班" if day.weekday() >= SATURDAY else PLAIN_WORKING
    return DayRule(day=day, is_working=True, name=name)
