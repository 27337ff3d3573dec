"""A due time that explains itself: start, what was skipped and why, pauses, due, provisional."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from zhuqi.foundation.workdays import clock
from zhuqi.foundation.workdays.counting import FORMER, Counting, PausedDay, StartRule
from zhuqi.foundation.workdays.pauses import Interval, Pause, merged
from zhuqi.foundation.workdays.rules import SATURDAY
from zhuqi.foundation.workdays.timeline import Timeline
from zhuqi.foundation.workdays.units import Amount, Unit, plain
from zhuqi.foundation.workdays.zone import in_shanghai


class Days(Protocol):
    """What an explanation asks of a calendar."""

    def is_working(self, day: date) -> bool: ...
    def name_of(self, day: date) -> str: ...
    def is_provisional(self, day: date) -> bool: ...
    def is_provisional_year(self, year: int) -> bool: ...


@dataclass(frozen=True)
class Skip:
    """Consecutive days with one reason: 11月21日–22日（周末）."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class PauseCount:
    """A stretch of pause (overlapping ones as one) and what it added to the clock.

    `first` and `last` are the days it counted, or those it touched when it counted nothing;
    `counted` is in the unit of the clock.
    """

    start: datetime
    end: datetime
    first: date
    last: date
    counted: int | float


class ExplanationPart(StrEnum):
    """What a line of an explanation is about."""

    START = "start"
    TERM = "term"
    SKIPPED = "skipped"
    PAUSED = "paused"
    DUE = "due"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The word beside the line in a list."""
        return _LABELS[self]


_LABELS = {
    ExplanationPart.START: "起算",
    ExplanationPart.TERM: "期限",
    ExplanationPart.SKIPPED: "跳过",
    ExplanationPart.PAUSED: "暂停",
    ExplanationPart.DUE: "到期",
    ExplanationPart.NOTE: "说明",
}


_FROM_NEXT_DAY = "起算当日不计入，自次日起算（《民法典》第二百零一条）"
_SAME_DAY = "当日办结：到起算后第一个工作日下班为止"
_BY_MONTH = "按月计算，到期月的对应日为最后一日，没有对应日的为月末日（《民法典》第二百零二条）"
_ROLLED = "最后一日是休息日的，以休息日结束后的第一个工作日为最后一日（《民法典》第二百零三条）"
_MORE_THAN_HALF = (
    "暂停超过当日办公时间一半的，当日不计；到期时仍暂停的，延至恢复后的下班时间（本平台规定）"
)


@dataclass(frozen=True)
class ExplanationLine:
    """One line of an explanation: what it is about, and what it says of it."""

    part: ExplanationPart
    text: str

    @property
    def sentence(self) -> str:
        """Both in one; a note stands for itself."""
        if self.part is ExplanationPart.NOTE:
            return self.text
        parts = (self.text, self.part.label)
        return " ".join(parts if self.part is ExplanationPart.START else reversed(parts))


@dataclass(frozen=True)
class Explanation:
    """How a due time came about. `skipped` are the days off passed over, `made_up` the make-up
    working days that counted, `pauses` those between start and due, `provisional_years` the years
    the answer leans on whose notice is not published, `provisional_december` the year whose last
    month the next notice may still change, `rolled` whether the last day was a day off."""

    start: datetime
    effective_start: datetime
    amount: Amount
    unit: Unit
    skipped: tuple[Skip, ...]
    made_up: tuple[Skip, ...]
    pauses: tuple[PauseCount, ...]
    due: datetime
    provisional_years: tuple[int, ...]
    provisional_december: int = 0
    counting: Counting = FORMER
    rolled: bool = False

    @property
    def provisional(self) -> bool:
        return bool(self.provisional_years or self.provisional_december)

    def lines(self) -> list[ExplanationLine]:
        """In Chinese, in the order of the calculation; years are named only where they differ."""
        words = _Words(with_year=self.start.year != self.due.year)
        unpublished = "{year} 年放假安排尚未公布，以国务院公布为准"
        december = "{year}年12月的休息和上班还可能随下一年的放假安排调整，以国务院公布为准"
        return [
            ExplanationLine(ExplanationPart.START, words.start(self)),
            ExplanationLine(ExplanationPart.TERM, _measure(self.amount, self.unit)),
            *(
                ExplanationLine(
                    ExplanationPart.SKIPPED, f"{words.span(s.first, s.last)}（{s.reason}）"
                )
                for s in self.skipped
            ),
            *(
                ExplanationLine(
                    ExplanationPart.NOTE, f"{words.span(s.first, s.last)}（{s.reason}）照常计算"
                )
                for s in self.made_up
            ),
            *(words.pause(pause, self.unit, self.counting) for pause in self.pauses),
            ExplanationLine(ExplanationPart.DUE, words.moment(self.due)),
            *(ExplanationLine(ExplanationPart.NOTE, rule) for rule in self._rules()),
            *(
                ExplanationLine(ExplanationPart.NOTE, unpublished.format(year=year))
                for year in self.provisional_years
            ),
            *(
                ExplanationLine(ExplanationPart.NOTE, december.format(year=year))
                for year in [self.provisional_december]
                if year
            ),
        ]

    def _rules(self) -> Iterator[str]:
        """The rules that made the day what it is, each with its source."""
        if self.unit is Unit.HOUR:
            return
        if self.counting.start is StartRule.NEXT_DAY:
            yield _FROM_NEXT_DAY if self.amount else _SAME_DAY
        if self.unit is Unit.MONTH:
            yield _BY_MONTH
        if self.rolled:
            yield _ROLLED
        if self.pauses and self.counting.paused is PausedDay.HALF:
            yield _MORE_THAN_HALF

    def sentences(self) -> list[str]:
        """Its lines, each as a sentence."""
        return [line.sentence for line in self.lines()]


def explain_due(
    days: Days,
    line: Timeline,
    start: datetime,
    amount: Amount,
    unit: Unit,
    *,
    pauses: tuple[Pause, ...],
    counting: Counting,
) -> Explanation:
    """See `Calendar.explain`."""
    start = in_shanghai(start)
    end = clock.due(line, start, amount, unit, pauses, counting=counting)
    natural = unit.runs_on_rest_days
    rolls = natural and counting.roll
    halves = unit is not Unit.HOUR and counting.paused is PausedDay.HALF
    unrolled = replace(counting, roll=False)
    reached = clock.due(line, start, amount, unit, pauses, counting=unrolled) if rolls else end
    # The day of the start is asked for only where it decides when the clock begins.
    opens = unit is Unit.HOUR or counting.start is StartRule.NEXT_OPENING or not amount
    first = start if opens else start + timedelta(days=1)
    # A natural-day clock asks for working days only where it rolls.
    asked = tuple(_days(reached if natural else first, end)) if rolls or not natural else ()
    off = (day for day in asked if not days.is_working(day))
    made_up = (day for day in asked if day.weekday() >= SATURDAY and days.is_working(day))
    return Explanation(
        start=start,
        effective_start=start if natural or not opens else clock.office_moment(line, start),
        amount=amount,
        unit=unit,
        skipped=_runs(days, off),
        made_up=() if natural else _runs(days, made_up),
        pauses=tuple(_counted(line, unit, start, reached, pauses, halves=halves)),
        due=end,
        provisional_years=tuple(
            year for year in sorted({day.year for day in asked}) if days.is_provisional_year(year)
        ),
        provisional_december=_december(days, asked),
        counting=counting,
        rolled=reached.date() != end.date(),
    )


def _december(days: Days, asked: Iterable[date]) -> int:
    """The year of a December that is asked about and open though its year is settled; 0, too,
    where the next year is asked about as well, which says it all."""
    asked = list(asked)
    open_ = [d.year for d in asked if days.is_provisional(d)]
    return 0 if any(map(days.is_provisional_year, open_)) else max(open_, default=0)


def _days(start: datetime, end: datetime) -> Iterator[date]:
    first = start.date()
    for offset in range((end.date() - first).days + 1):
        yield first + timedelta(days=offset)


def _runs(days: Days, wanted: Iterable[date]) -> tuple[Skip, ...]:
    runs: list[Skip] = []
    for day in wanted:
        reason = days.name_of(day)
        last = runs[-1] if runs else None
        if last and last.reason == reason and day - last.last == timedelta(days=1):
            runs[-1] = Skip(last.first, day, reason)
        else:
            runs.append(Skip(day, day, reason))
    return tuple(runs)


def _counted(
    line: Timeline,
    unit: Unit,
    start: datetime,
    end: datetime,
    pauses: tuple[Pause, ...],
    *,
    halves: bool,
) -> Iterator[PauseCount]:
    left_out = _left_out(line, unit, start, end, pauses) if halves else set()
    for interval in merged(pauses):
        pause_start, pause_end = max(interval[0], start), min(interval[1], end)
        if pause_start >= pause_end:
            continue
        first, last = pause_start.date(), pause_end.date()
        if unit is Unit.HOUR:
            hours = clock.office_hours(line.worktime, pause_start, pause_end)
            yield PauseCount(*interval, first, last, hours)
        elif halves:
            # A day that several pauses took together is told with the first of them.
            own = sorted(day for day in left_out if first <= day <= interval[1].date())
            left_out -= set(own)
            first, last = (own[0], own[-1]) if own else (first, last)
            yield PauseCount(*interval, first, last, len(own))
        else:
            yield _counted_days(line, unit, interval, (pause_start, pause_end))


def _left_out(
    line: Timeline, unit: Unit, start: datetime, end: datetime, pauses: tuple[Pause, ...]
) -> set[date]:
    """The days after the start's up to the last that were paused for more than half."""
    ticks = line.natural if unit.runs_on_rest_days else line.working
    spans = clock.clipped(pauses, start)
    numbers = range(ticks.passed(start), ticks.passed(end))
    closings = [ticks.closing(number) for number in numbers]
    return {
        closing.date()
        for closing in closings
        if closing.date() > start.date() and clock.left_out(line, closing, spans)
    }


def _counted_days(line: Timeline, unit: Unit, whole: Interval, clipped: Interval) -> PauseCount:
    ticks = line.natural if unit.runs_on_rest_days else line.working
    low, high = ticks.passed(clipped[0]), ticks.passed(clipped[1])
    if low == high:
        return PauseCount(*whole, clipped[0].date(), clipped[1].date(), 0)
    first, last = ticks.closings[low].date(), ticks.closings[high - 1].date()
    return PauseCount(*whole, first, last, high - low)


def _measure(amount: Amount, unit: Unit) -> str:
    measure_word = "个" if unit is Unit.NATURAL_DAY else ""
    return f"{plain(amount)} {measure_word}{unit.label}"


@dataclass(frozen=True)
class _Words:
    with_year: bool

    def day(self, day: date) -> str:
        year = f"{day.year}年" if self.with_year else ""
        return f"{year}{day.month}月{day.day}日"

    def moment(self, at: datetime) -> str:
        return f"{self.day(at.date())} {at:%H:%M}"

    def span(self, first: date, last: date) -> str:
        if first == last:
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{self.day(first)}–{last.day}日"
        return f"{self.day(first)}–{self.day(last)}"

    def start(self, explanation: Explanation) -> str:
        start, effective = explanation.start, explanation.effective_start
        if start == effective:
            return self.moment(start)
        return f"{self.moment(start)} 不在办公时间，自 {self.moment(effective)}"

    def pause(self, pause: PauseCount, unit: Unit, counting: Counting) -> ExplanationLine:
        if not pause.counted and unit is not Unit.HOUR and counting.paused is PausedDay.HALF:
            span = f"{self.moment(pause.start)}–{self.moment(pause.end)}"
            text = f"{span} 的暂停没有超过当日办公时间的一半，照常计算"
            return ExplanationLine(ExplanationPart.NOTE, text)
        if not pause.counted:
            span = self.span(pause.first, pause.last)
            return ExplanationLine(ExplanationPart.NOTE, f"{span}的暂停不占时限，不顺延")
        measure = _measure(pause.counted, Unit.NATURAL_DAY if unit is Unit.MONTH else unit)
        if unit is Unit.HOUR:
            span = f"{self.moment(pause.start)}–{self.moment(pause.end)}"
        else:
            span = self.span(pause.first, pause.last)
        return ExplanationLine(ExplanationPart.PAUSED, f"{measure}（{span}）")
