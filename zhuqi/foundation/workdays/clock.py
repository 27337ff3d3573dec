"""The three clocks on a timeline: when is it due, how much has run, how long before.

One rule serves both day clocks. A day clock beats at each close of office (of working days, or of
all days). The beat of the day the clock starts on is number 0 and `due` is beat number `amount`,
counting only beats that no pause covers. A pause covers a beat when start < beat <= end of the
pause. So a pause from opening to closing covers that day, pauses that touch count as one, a weekend
inside a pause counts for nothing on a working-day clock, and k covered beats move the clock by
exactly k.

Datetimes are aware; results are on the clock of Asia/Shanghai.
"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from zhuqi.foundation.workdays.pauses import Pause, merged
from zhuqi.foundation.workdays.timeline import Ticks, Timeline, Worktime, day_index
from zhuqi.foundation.workdays.units import Amount, Unit, whole
from zhuqi.foundation.workdays.zone import OUT_OF_SPAN, in_shanghai

_QUARTER: Final = 900_000_000  # microseconds in a quarter of an hour
_HOUR: Final = 4 * _QUARTER


def due(
    line: Timeline,
    start: datetime,
    amount: Amount,
    unit: Unit,
    pauses: Iterable[Pause],
    *,
    roll: bool,
) -> datetime:
    """See `Calendar.due`."""
    start = in_shanghai(start)
    count = whole(amount, unit)
    try:
        if unit is Unit.WORKING_DAY:
            ticks = line.working
            first = ticks.passed(start)
            number = _unpaused(ticks, first, first + count, pauses) if pauses else first + count
            return ticks.closings[number]
        if unit is Unit.HOUR:
            return _due_hours(line.worktime, start, count * _QUARTER, pauses)
        return _due_natural(line, start, count, pauses, roll=roll)
    except IndexError as error:
        raise ValueError(f"{OUT_OF_SPAN}：{start} 加 {amount} {unit.label}") from error


def _unpaused(ticks: Ticks, clip: int, number: int, pauses: Iterable[Pause]) -> int:
    """The tick that takes the place of `number` when ticks from `clip` on may be paused."""
    for start, end in merged(pauses):
        low = max(ticks.passed(start), clip)
        if low > number:
            break
        covered = ticks.passed(end) - low
        if covered > 0:
            number += covered
    return number


def _due_natural(
    line: Timeline, start: datetime, count: int, pauses: Iterable[Pause], *, roll: bool
) -> datetime:
    ticks = line.natural
    number = day_index(start) + count
    if pauses:
        # The beat of the first day may lie before the start; a pause cannot cover it then.
        number = _unpaused(ticks, ticks.passed(start), number, pauses)
    closing = ticks.closings[number]
    if roll:
        working = line.working.closings
        closing = working[bisect_left(working, closing)]
    # Nought days from an evening would be due before they began.
    return max(closing, start)


def _due_hours(work: Worktime, start: datetime, amount: int, pauses: Iterable[Pause]) -> datetime:
    begun = work.until(start)
    if not amount:
        return work.latest(begun)
    total = begun + amount
    for pause_start, pause_end in merged(pauses) if pauses else ():
        low = work.until(pause_start)
        if low >= total:
            break
        paused = work.until(pause_end) - max(low, begun)
        if paused > 0:
            total += paused
    return work.earliest(total)


def elapsed(
    line: Timeline, start: datetime, end: datetime, unit: Unit, pauses: Iterable[Pause]
) -> int | float:
    """See `Calendar.elapsed`."""
    start, end = in_shanghai(start), in_shanghai(end)
    if end < start:
        raise ValueError(f"结束时间 {end} 早于开始时间 {start}")
    try:
        if unit is Unit.HOUR:
            return _elapsed_hours(line.worktime, start, end, pauses)
        ticks = line.working if unit is Unit.WORKING_DAY else line.natural
        clip = ticks.passed(start)
        zero = clip if unit is Unit.WORKING_DAY else day_index(start)
        last = ticks.passed(end)
        paused = sum(high - low for low, high in _covered(ticks, clip, last, pauses))
        return max(0, last - zero - paused - 1)
    except IndexError as error:
        raise ValueError(f"{OUT_OF_SPAN}：{start} 至 {end}") from error


def _covered(
    ticks: Ticks, first: int, last: int, pauses: Iterable[Pause]
) -> Iterable[tuple[int, int]]:
    """The runs of ticks in [first, last) that pauses cover."""
    for start, end in merged(pauses):
        low, high = max(ticks.passed(start), first), min(ticks.passed(end), last)
        if low < high:
            yield low, high


def _elapsed_hours(
    work: Worktime, start: datetime, end: datetime, pauses: Iterable[Pause]
) -> float:
    begun, ended = work.until(start), work.until(end)
    total = ended - begun
    for pause_start, pause_end in merged(pauses):
        low, high = max(work.until(pause_start), begun), min(work.until(pause_end), ended)
        total -= max(0, high - low)
    return total / _HOUR


def office_hours(work: Worktime, start: datetime, end: datetime) -> float:
    """Office time between two moments, in hours."""
    return (work.until(end) - work.until(start)) / _HOUR


def before(line: Timeline, end: datetime, amount: Amount, unit: Unit) -> datetime:
    """See `Calendar.before`."""
    end = in_shanghai(end)
    count = whole(amount, unit)
    try:
        if unit is Unit.HOUR:
            work = line.worktime
            return min(end, work.latest(work.until(end) - count * _QUARTER))
        ticks = line.working if unit is Unit.WORKING_DAY else line.natural
        return ticks.closing(ticks.passed(end) - 1 - count)
    except IndexError as error:
        raise ValueError(f"{OUT_OF_SPAN}：{end} 之前 {amount} {unit.label}") from error


def closes(line: Timeline, after: datetime, until: datetime, unit: Unit) -> int:
    """See `Calendar.closes`."""
    ticks = line.natural if unit is Unit.NATURAL_DAY else line.working
    try:
        return max(0, ticks.passed(in_shanghai(until)) - ticks.passed(in_shanghai(after)))
    except IndexError as error:
        raise ValueError(f"{OUT_OF_SPAN}：{after} 至 {until}") from error


def office_moment(line: Timeline, moment: datetime) -> datetime:
    """See `Calendar.effective_start`."""
    moment = in_shanghai(moment)
    try:
        return line.worktime.latest(line.worktime.until(moment))
    except IndexError as error:
        raise ValueError(f"{OUT_OF_SPAN}：{moment}") from error
