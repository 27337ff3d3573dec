"""Reminders by working days before the due day, where an office has chosen so. Pure.

Without such a choice, and for times too short for it, the light says when: at its turning yellow.
"""

from collections.abc import Collection
from datetime import datetime

from zhuqi.foundation.workdays import Calendar, in_shanghai, next_opening


def chosen(steps: Collection[int], days: Calendar, start: datetime, due: datetime) -> list[int]:
    """Of so many working days before the due day, those that lie after the day of the start."""
    until = days.working_days(in_shanghai(start).date(), in_shanghai(due).date())
    return [step for step in steps if step < until]


def come(steps: Collection[int], days: Calendar, now: datetime, due: datetime) -> int | None:
    """The last of them whose day has come; None where none has. What a worker that stood still
    has missed before it is not told any more. On a rest day only what is due before office opens
    again is looked at."""
    today = in_shanghai(now).date()
    if not days.is_working(today) and due > next_opening(days, now):
        return None
    left = days.working_days(today, in_shanghai(due).date())
    return min((step for step in steps if step >= left), default=None)


def horizon(most: int, days: Calendar, now: datetime) -> datetime:
    """What is due later than this is not yet so many working days before its day."""
    opens = now
    for _day in range(most + 1):
        opens = next_opening(days, opens)
    return opens
