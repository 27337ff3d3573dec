"""Limits as they were counted before schemes could say how: editions of then still are."""

from dataclasses import replace
from functools import partial

from zhuqi.foundation.workdays import DEFAULT_CALENDAR, FORMER, Counting

due = partial(DEFAULT_CALENDAR.due, counting=FORMER)
explain = partial(DEFAULT_CALENDAR.explain, counting=FORMER)


def rolling(*, roll: bool) -> Counting:
    """The former way, with a last day that moves off a day off, or does not."""
    return replace(FORMER, roll=roll)
