"""When which step of the ladder is due: read off clocks and the calendar, never counted up. Pure.

Steps are taken in office hours. What a worker that stood still for days has missed is made up for
by the last step alone: a unit gets one sheet, not five.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from zhuqi.foundation.workdays import SHANGHAI, Calendar, Unit, in_shanghai
from zhuqi.mechanisms.supervision.ladder.enums import Step

MOST_REMINDERS: Final = 3
# The largest number of each step that is no slip of the hand.
MOST: Final = {Step.REMIND: 30, Step.URGE: 30, Step.AGAIN: 60, Step.INQUIRE: 20}
LEAST: Final = {Step.REMIND: 0, Step.URGE: 0, Step.AGAIN: 1, Step.INQUIRE: 1}


@dataclass(frozen=True, slots=True)
class Rung:
    """One row of a ladder. `nth` tells reminders apart; `number` is of working days before the
    due day (REMIND), after it (URGE) or between two (AGAIN), and of urgings (INQUIRE)."""

    step: Step
    nth: int
    number: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """An edition read: `again` 0 is urged once only, `inquire` 0 never, `urge` None not at all."""

    remind: tuple[int, ...] = ()
    urge: int | None = None
    again: int = 0
    inquire: int = 0


def ladder_of(rungs: Iterable[Rung]) -> Ladder:
    """What rows say, taken together."""
    rows = list(rungs)
    once = {row.step: row.number for row in rows if row.step is not Step.REMIND}
    return Ladder(
        tuple(sorted((row.number for row in rows if row.step is Step.REMIND), reverse=True)),
        once.get(Step.URGE),
        once.get(Step.AGAIN, 0),
        once.get(Step.INQUIRE, 0),
    )


def red_on(days: Calendar, due: datetime) -> date:
    """The working day on which office first finds it over."""
    return in_shanghai(days.effective_start(due)).date()


def working_day(days: Calendar, start: date, after: int) -> date:
    """The day so many working days after a working day."""
    noon = datetime.combine(start, days.hours.closing_on(start), SHANGHAI)
    return in_shanghai(days.due(noon, after, Unit.WORKING_DAY)).date() if after else start


def urged_on(days: Calendar, ladder: Ladder, due: datetime, today: date) -> date | None:
    """The last day, up to this one, for which the ladder has an urging; None before the first."""
    if ladder.urge is None:
        return None
    red = red_on(days, due)
    over = days.working_days(red, today) - ladder.urge
    if today < red or over < 0:
        return None
    rounds = over // ladder.again if ladder.again else 0
    return working_day(days, red, ladder.urge + rounds * ladder.again)


def urged_next(days: Calendar, ladder: Ladder, due: datetime, today: date) -> date | None:
    """The first day after this one for which it has an urging; None where it has no more."""
    if ladder.urge is None:
        return None
    last = urged_on(days, ladder, due, today)
    if last is None:
        return working_day(days, red_on(days, due), ladder.urge)
    return working_day(days, last, ladder.again) if ladder.again else None


def reminded_on(days: Calendar, ladder: Ladder, due: datetime) -> Iterator[tuple[int, date]]:
    """Each reminder by its number, and its day; the last working day where it is due on a rest
    day."""
    last = in_shanghai(days.before(days.close_on(in_shanghai(due).date()), 0, Unit.WORKING_DAY))
    for number in ladder.remind:
        before = days.before(days.close_on(last.date()), number, Unit.WORKING_DAY)
        yield number, in_shanghai(before).date()


def in_office(days: Calendar, now: datetime) -> bool:
    """True within office hours."""
    return days.effective_start(now) == now
