"""One dated exception to the plain week."""

from datetime import date
from typing import NamedTuple


class DayRule(NamedTuple):
    """On `day` people work, or do not, whatever the weekday says; `name` is the reason (中文)."""

    day: date
    is_working: bool
    name: str


def day_off(day: date, name: str) -> DayRule:
    return DayRule(day=day, is_working=False, name=name)


def make_up(day: date, festival: str) -> DayRule:
    """A working day that makes up for a holiday: 国庆节调休上班."""
    return DayRule(day=day, is_working=True, name=f"{festival}调休上班")
