"""The clocks of a case as a person reads them: whose, until when, how long still, and why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from zhuqi.foundation.directory.queries import calendar, calendars
from zhuqi.foundation.workdays import (
    CIVIL_CODE,
    LATE,
    Calendar,
    ExplanationLine,
    ExplanationPart,
    in_shanghai,
)
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.foundation.workdays import remaining as distance
from zhuqi.ledgers.cases.actions.work import CaseAggregate
from zhuqi.ledgers.cases.clocks import FAR, Reading, counted_as, extended_by, measured
from zhuqi.ledgers.cases.enums import FIRM_CLOCKS, CaseRole, ClockKind, Light
from zhuqi.ledgers.cases.models import Clock
from zhuqi.ledgers.cases.queries import light_of
from zhuqi.ledgers.cases.reading.fields import outside
from zhuqi.ledgers.cases.reading.timeline import SHOWN_CLOCKS


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A run of a clock: whose, until when, how it stands, and why until then.

    `late` is true for a run that ended late or runs late; `remaining` is Chinese, empty if ended.
    """

    clock: ClockKind
    owner: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    light: Light
    late: bool
    remaining: str
    explanation: tuple[ExplanationLine, ...]
    provisional: bool


def is_told(line: ClockRow, case_roles: frozenset[CaseRole]) -> bool:
    """Inner clocks (signing, opinions, review …) are not promises to the firm."""
    return not outside(case_roles) or line.clock in SHOWN_CLOCKS


def clock_rows(aggregate: CaseAggregate, now: datetime) -> Iterator[ClockRow]:
    """Every run of every clock, in the order they began."""
    owners = aggregate.units
    read = {reading.key: reading for reading in aggregate.readings}
    for clock in sorted(aggregate.clocks.values(), key=lambda c: (c.started_at, c.pk)):
        running = clock.stopped_at is None
        timed = running and not _is_over(clock, now)
        light = light_of(clock.due_at, clock.warn_at, now) if timed else Light.NONE
        owner = str(owners[clock.owner_id]) if clock.owner_id else "企业"
        reading = read.get((clock.clock, clock.sheet, clock.run))
        days = aggregate.rulebook.calendar_of(reading.office if reading else None)
        yield ClockRow(
            clock=ClockKind(clock.clock),
            owner=owner,
            started_at=clock.started_at,
            due_at=clock.due_at,
            stopped_at=clock.stopped_at,
            light=light,
            late=(clock.stopped_at or now) > clock.due_at and clock.clock not in FIRM_CLOCKS,
            remaining=_left(clock, now, days) if running else "",
            explanation=tuple(
                explain(
                    clock,
                    reading,
                    days,
                    partial(_former, aggregate, clock, reading.office if reading else None),
                )
            ),
            provisional=clock.provisional,
        )


# The firm owes nobody its word: its own time ends, and is never called late.
RATING_OVER = "评价期已满"


def _is_over(clock: Clock, now: datetime) -> bool:
    """True for the firm's own time once it has gone by."""
    return clock.clock in FIRM_CLOCKS and now >= clock.due_at


def _left(clock: Clock, now: datetime, days: Calendar) -> str:
    if _is_over(clock, now):
        return RATING_OVER
    return remaining(clock.due_at, now, days, unit=clock.unit)


def explain(
    clock: Clock, reading: Reading | None, days: Calendar, former: Callable[[], Calendar]
) -> list[ExplanationLine]:
    """Why the clock ends when it does, line by line; empty where a person set the date.

    What has stopped keeps the due time it was judged by: where the calendar has changed since, it
    is explained by the one of then (`former`).
    """
    if not clock.unit or clock.due_at >= FAR:
        return []
    own = TimeUnit(clock.unit)
    amount, unit = counted_as(clock.amount, own, clock.extra, clock.started_at)
    pauses, counting = (reading.pauses, reading.counting) if reading else ((), CIVIL_CODE)
    told = days.explain(clock.started_at, amount, unit, pauses, counting)
    changed = told.due != clock.due_at
    if changed:
        told = former().explain(clock.started_at, amount, unit, pauses, counting)
    lines = told.lines()
    if told.due != clock.due_at:
        # A calendar that is nowhere any more: the time itself is what was promised.
        until = in_shanghai(clock.due_at)
        lines = [line for line in lines if line.part in _ALWAYS]
        text = f"{until.year}年{until.month}月{until.day}日 {until:%H:%M}"
        lines.append(ExplanationLine(ExplanationPart.DUE, text))
    if changed:
        lines.append(ExplanationLine(ExplanationPart.NOTE, FORMER_CALENDAR))
    if clock.extra:
        extra = f"含批准延期 {measured(clock.extra, extended_by(0, own)[1])}"
        if unit is not own:
            extra = f"{measured(clock.amount, own)}，{extra}"
        lines.append(ExplanationLine(ExplanationPart.NOTE, extra))
    return lines


# What is said of a due time whatever the calendar was.
_ALWAYS = frozenset({ExplanationPart.START, ExplanationPart.TERM})
FORMER_CALENDAR = "按当时的日历计算，此后日历有调整"


def _former(aggregate: CaseAggregate, clock: Clock, office: int | None) -> Calendar:
    """The calendar in force when the clock was last judged: as its end was recorded; a running
    one's, when its case was last written."""
    judged = [
        event.recorded_at
        for event in aggregate.past
        if clock.stopped_at is None or event.occurred_at <= clock.stopped_at
    ]
    unit = aggregate.units.get(office or 0)
    return calendars(max(judged, default=clock.started_at)).of(unit.region.code if unit else "")


def remaining(
    due_at: datetime,
    now: datetime,
    days: Calendar | None = None,
    *,
    unit: TimeUnit | str = "",
    late: str = LATE,
) -> str:
    """How long until, or since, by `workdays.remaining`; paused clocks are said to be.

    `unit`: the clock's own; "" where a person named the day, which is told in working days.
    Lists pass the calendar, so that it is read once. `late`: how it begins where it is late.
    """
    if due_at >= FAR:
        return "已挂起，暂停计时"
    own = TimeUnit(unit) if unit else TimeUnit.WORKING_DAY
    return distance(days or calendar(), due_at, now, own).words(late)
