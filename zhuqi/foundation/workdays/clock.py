"""The clocks on a timeline: when is it due, how much has run, how long before.

One rule serves all day clocks. A day clock beats at each close of office (of working days, or of
all days). The beat of the day the clock starts on is number 0 and `due` is beat number `amount`,
counting only beats of days that are not left out for a pause. `Counting` says which day is day 0,
which paused day is left out, and whether the last day may be a day off. Pauses that touch count as
one, and a weekend inside a pause counts for nothing on a working-day clock.

Datetimes are aware; results are on the clock of Asia/Shanghai.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Final

from zhuqi.foundation.workdays.counting import FORMER, Counting, PausedDay, StartRule
from zhuqi.foundation.workdays.pauses import Interval, Pause, merged
from zhuqi.foundation.workdays.timeline import Ticks, Timeline, Worktime, day_index, index_of
from zhuqi.foundation.workdays.units import Amount, Unit, whole
from zhuqi.foundation.workdays.zone import OUT_OF_SPAN, in_shanghai

_QUARTER: Final = 900_000_000  # microseconds in a quarter of an hour
_HOUR: Final = 4 * _QUARTER
_HALF: Final = 0.5


def due(
    line: Timeline,
    start: datetime,
    amount: Amount,
    unit: Unit,
    pauses: Iterable[Pause],
    *,
    counting: Counting,
) -> datetime:
    """See `Calendar.due`."""
    start = in_shanghai(start)
    count = whole(amount, unit)
    try:
        if unit is Unit.HOUR:
            return _due_hours(line.worktime, start, count * _QUARTER, pauses)
        if unit is Unit.WORKING_DAY:
            return _due_working(line, start, count, pauses, counting)
        if unit is Unit.MONTH:
            count = (months_after(start.date(), count) - start.date()).days
        return _due_natural(line, start, count, pauses, counting)
    except IndexError as error:
        raise ValueError(f"{OUT_OF_SPAN}：{start} 加 {amount} {unit.label}") from error


def months_after(day: date, count: int) -> date:
    """The day of the same number so many months later (before, for less than none), or the last
    of a month that has none (民法典第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise IndexError(count)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _due_working(
    line: Timeline, start: datetime, count: int, pauses: Iterable[Pause], counting: Counting
) -> datetime:
    ticks = line.working
    first = clip = ticks.passed(start)
    if count and counting.start is StartRule.NEXT_DAY:
        first = ticks.on_or_before(day_index(start))
        clip = first + 1
    if not pauses:
        return ticks.closing(first + count)
    if counting.paused is PausedDay.CLOSE:
        return ticks.closings[_unpaused(ticks, clip, first + count, pauses)]
    return ticks.closings[_running(line, ticks, first, count, spans=clipped(pauses, start))]


def _due_natural(
    line: Timeline, start: datetime, count: int, pauses: Iterable[Pause], counting: Counting
) -> datetime:
    ticks = line.natural
    first = day_index(start)
    number = first + count
    if pauses and counting.paused is PausedDay.CLOSE:
        # The beat of the first day may lie before the start; a pause cannot cover it then.
        clip = first + 1 if count and counting.start is StartRule.NEXT_DAY else 0
        number = _unpaused(ticks, max(clip, ticks.passed(start)), number, pauses)
    elif pauses:
        number = _running(line, ticks, first, count, spans=clipped(pauses, start))
    closing = ticks.closings[number]
    if counting.start is StartRule.NEXT_DAY and closing <= start:
        # Nought days from an evening: the same day is over, so the next close ends them.
        closing = ticks.closings[number + 1]
    if counting.roll:
        working = line.working.closings
        closing = working[bisect_left(working, closing)]
    # Nought days from an evening would be due before they began.
    return max(closing, start)


def _unpaused(ticks: Ticks, clip: int, number: int, pauses: Iterable[Pause]) -> int:
    """The tick that takes the place of `number` when ticks from `clip` on may be paused: a pause
    covers a tick when start < tick <= end."""
    for start, end in merged(pauses):
        low = max(ticks.passed(start), clip)
        if low > number:
            break
        covered = ticks.passed(end) - low
        if covered > 0:
            number += covered
    return number


def _running(
    line: Timeline,
    ticks: Ticks,
    first: int,
    count: int,
    *,
    spans: Sequence[Interval],
) -> int:
    """The tick that is `count` after `first`, days left out that were paused for more than half.

    A limit does not end while the clock stands still: where a pause runs over the last close into
    the office hours of the next day, the first day after it that counts is the last.
    """
    number = first
    for _day in range(count):
        number = _next_running(line, ticks, number, spans)
    if not count and left_out(line, ticks.closing(number), spans):
        number = _next_running(line, ticks, number, spans)
    while still_paused(line, ticks, number, spans):
        number = _next_running(line, ticks, number, spans)
    return number


def _next_running(line: Timeline, ticks: Ticks, number: int, spans: Sequence[Interval]) -> int:
    number += 1
    while left_out(line, ticks.closing(number), spans):
        number += 1
    return number


def clipped(pauses: Iterable[Pause], start: datetime) -> list[Interval]:
    """The pauses from the start on, in order."""
    return [(max(low, start), high) for low, high in merged(pauses) if high > start]


def left_out(line: Timeline, closing: datetime, spans: Sequence[Interval]) -> bool:
    """True for the day of a closing that was paused for more than half its office hours."""
    day = closing.date()
    near = [span for span in spans if span[0] < closing and span[1].date() >= day]
    return bool(near) and line.share_of(day, near) > _HALF


def still_paused(line: Timeline, ticks: Ticks, number: int, spans: Sequence[Interval]) -> bool:
    """True where a pause runs over a closing into the office hours of the next day that counts."""
    closing, opening = ticks.closing(number), line.opening(ticks.closing(number + 1))
    return any(low < closing and high > opening for low, high in spans)


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
        if unit is Unit.MONTH:
            return _elapsed_months(line, start, end, list(pauses))
        ticks = line.working if unit is Unit.WORKING_DAY else line.natural
        clip = ticks.passed(start)
        zero = clip if unit is Unit.WORKING_DAY else day_index(start)
        last = ticks.passed(end)
        paused = sum(high - low for low, high in _covered(ticks, clip, last, pauses))
        return max(0, last - zero - paused - 1)
    except IndexError as error:
        raise ValueError(f"{OUT_OF_SPAN}：{start} 至 {end}") from error


def _elapsed_months(line: Timeline, start: datetime, end: datetime, pauses: Sequence[Pause]) -> int:
    months = 0
    while due(line, start, months + 1, Unit.MONTH, pauses, counting=FORMER) <= end:
        months += 1
    return months


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
        last = ticks.passed(end) - 1
        if unit is Unit.MONTH:
            day = ticks.closing(last).date()
            count = (day - months_after(day, -count)).days
        return ticks.closing(last - count)
    except IndexError as error:
        raise ValueError(f"{OUT_OF_SPAN}：{end} 之前 {amount} {unit.label}") from error


def working_days(line: Timeline, after: date, until: date) -> int:
    """See `Calendar.working_days`."""
    first, last = (line.working.on_or_before(index_of(day)) for day in (after, until))
    return last - first


def closes(line: Timeline, after: datetime, until: datetime, unit: Unit) -> int:
    """See `Calendar.closes`."""
    ticks = line.natural if unit.runs_on_rest_days else line.working
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
