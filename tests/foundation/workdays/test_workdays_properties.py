"""What must hold for any input of 2004-2026, against an oracle that walks day by day.

The oracle shares nothing with the clocks but the calendar's answer to "is this a working day".
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.foundation.workdays.former import rolling
from tests.thorough import examples
from zhuqi.foundation.workdays import (
    FORMER,
    SHANGHAI,
    Amount,
    Calendar,
    Counting,
    DayRule,
    OfficeHours,
    Pause,
    Season,
    Unit,
)

HOUR, NATURAL, WORKING = Unit.HOUR, Unit.NATURAL_DAY, Unit.WORKING_DAY
UNITS = [HOUR, NATURAL, WORKING]
DAY = timedelta(days=1)

EARLY = OfficeHours((Season.of("03-15", "7:00-9:00", "10:00-11:30", "22:00-23:59"),))


class FormerCalendar(Calendar):
    """Counts as it was before schemes could say how."""

    def due(
        self,
        start: datetime,
        amount: Amount,
        unit: Unit,
        pauses: Iterable[Pause] = (),
        counting: Counting = FORMER,
    ) -> datetime:
        return super().due(start, amount, unit, pauses, counting)


CALENDARS: list[Calendar] = [
    FormerCalendar(),
    FormerCalendar(published_through=2015),
    FormerCalendar(
        overrides=(
            DayRule(date(2026, 11, 23), is_working=False, name="停工"),
            DayRule(date(2026, 11, 21), is_working=True, name="加班"),
        ),
        hours=EARLY,
    ),
]


# -- the oracle ---------------------------------------------------------------------------------


def segments(calendar: Calendar, day: date) -> list[tuple[datetime, datetime]]:
    """Office hours of a day by its season, whether or not anybody works."""
    seasons = sorted(calendar.hours.seasons, key=lambda season: season.begins)
    kept = seasons[-1]
    for season in seasons:
        if (day.month, day.day) >= season.begins:
            kept = season
    return [
        (
            datetime.combine(day, segment.opens, SHANGHAI),
            datetime.combine(day, segment.closes, SHANGHAI),
        )
        for segment in kept.segments
    ]


def close(calendar: Calendar, day: date) -> datetime:
    return segments(calendar, day)[-1][1]


def slow_due_days(
    calendar: Calendar, start: datetime, amount: int, unit: Unit, pauses: list[Pause]
) -> datetime:
    day = start.date()
    if unit is WORKING:
        while not calendar.is_working(day) or close(calendar, day) <= start:
            day += DAY
    left = amount
    while True:
        beat = close(calendar, day)
        counts = unit is NATURAL or calendar.is_working(day)
        paused = any(max(p.start, start) < beat <= p.end for p in pauses if p.end)
        if counts and not paused:
            if left == 0:
                return max(beat, start)
            left -= 1
        day += DAY


def running(
    calendar: Calendar, start: datetime, pauses: list[Pause]
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of office time from `start` on that no pause covers."""
    day = start.date()
    while True:
        pieces = segments(calendar, day) if calendar.is_working(day) else []
        for hole_start, hole_end in [
            (datetime.combine(day, time(), SHANGHAI), start),
            *((p.start, p.end) for p in pauses if p.end),
        ]:
            pieces = (
                [
                    piece
                    for first, last in pieces
                    for piece in ((first, min(last, hole_start)), (max(first, hole_end), last))
                    if piece[0] < piece[1]
                ]
                if hole_start < hole_end
                else pieces
            )
        yield from pieces
        day += DAY


def slow_due_hours(
    calendar: Calendar, start: datetime, hours: float, pauses: list[Pause]
) -> datetime:
    if not hours:
        return next(running(calendar, start, []))[0]
    left = timedelta(hours=hours)
    for first, last in running(calendar, start, pauses):
        if left <= last - first:
            return first + left
        left -= last - first
    raise AssertionError("time runs on")


def slow_due(
    calendar: Calendar, start: datetime, amount: int, unit: Unit, pauses: list[Pause]
) -> datetime:
    if unit is HOUR:
        return slow_due_hours(calendar, start, amount, pauses)
    return slow_due_days(calendar, start, amount, unit, pauses)


def slow_elapsed(
    calendar: Calendar, start: datetime, end: datetime, unit: Unit, pauses: list[Pause]
) -> int | float:
    if unit is HOUR:
        total = timedelta()
        for first, last in running(calendar, start, pauses):
            if first >= end:
                return total / timedelta(hours=1)
            total += min(last, end) - first
    days = 0
    while slow_due(calendar, start, days + 1, unit, pauses) <= end:
        days += 1
    return days


# -- inputs -------------------------------------------------------------------------------------

EDGES = [time(8, 30), time(12), time(14, 30), time(15), time(18), time(18, 30), time(0)]


@st.composite
def starts(draw: st.DrawFn) -> datetime:
    day = draw(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
    clock = draw(st.one_of(st.sampled_from(EDGES), st.times(max_value=time(23, 59))))
    return datetime.combine(day, clock, SHANGHAI)


@st.composite
def pauses_near(draw: st.DrawFn, start: datetime) -> list[Pause]:
    result = []
    for _ in range(draw(st.integers(0, 3))):
        day = start.date() + timedelta(days=draw(st.integers(0 if start.year == 2004 else -3, 20)))
        clock = draw(st.one_of(st.sampled_from(EDGES), st.times(max_value=time(23, 59))))
        begins = datetime.combine(day, clock, SHANGHAI)
        lasts = draw(st.one_of(st.integers(0, 10).map(lambda n: n * 1440), st.integers(0, 9000)))
        result.append(Pause(begins, begins + timedelta(minutes=lasts)))
    return result


Question = tuple[Calendar, datetime, int, Unit, list[Pause]]


@st.composite
def questions(draw: st.DrawFn) -> Question:
    start = draw(starts())
    return (
        draw(st.sampled_from(CALENDARS)),
        start,
        draw(st.integers(0, 15)),
        draw(st.sampled_from(UNITS)),
        draw(pauses_near(start)),
    )


# -- what must hold -----------------------------------------------------------------------------


@settings(max_examples=examples(250))
@given(questions())
def test_due_is_what_a_day_by_day_walk_finds(question: Question) -> None:
    calendar, start, amount, unit, pauses = question
    assert calendar.due(start, amount, unit, pauses) == slow_due(*question)


@settings(max_examples=examples(80))
@given(questions(), st.integers(0, 20 * 1440))
def test_elapsed_is_what_a_day_by_day_walk_finds(question: Question, minutes: int) -> None:
    calendar, start, _, unit, pauses = question
    end = start + timedelta(minutes=minutes)
    found = calendar.elapsed(start, end, unit, pauses)
    assert found == slow_elapsed(calendar, start, end, unit, pauses)


@settings(max_examples=examples(100))
@given(question=questions(), more=st.integers(0, 5), roll=st.booleans())
def test_due_is_monotone_in_the_amount_and_in_the_start(
    question: Question, more: int, *, roll: bool
) -> None:
    calendar, start, amount, unit, pauses = question
    due = calendar.due(start, amount, unit, pauses, rolling(roll=roll))
    assert start <= due <= calendar.due(start, amount + more, unit, pauses, rolling(roll=roll))
    # A natural-day clock begun in the evening of a paused day is spared that day's pause, so there
    # a later start may be due earlier; in every other case it is not.
    if unit is not NATURAL or not pauses:
        later = start + more * timedelta(hours=5)
        assert due <= calendar.due(later, amount, unit, pauses, rolling(roll=roll))


@settings(max_examples=examples(150))
@given(questions())
def test_elapsed_undoes_due(question: Question) -> None:
    calendar, start, amount, unit, pauses = question
    end = calendar.due(start, amount, unit, pauses)
    assert calendar.elapsed(start, end, unit, pauses) == amount


@settings(max_examples=examples(60))
@given(questions(), st.integers(0, 3))
def test_elapsed_undoes_due_in_quarter_hours(question: Question, quarters: int) -> None:
    calendar, start, amount, _, pauses = question
    hours = amount + quarters / 4
    end = calendar.due(start, hours, HOUR, pauses)
    assert calendar.elapsed(start, end, HOUR, pauses) == hours


@settings(max_examples=12)
@given(st.data(), starts(), st.sets(st.integers(0, 30), min_size=1, max_size=6))
def test_a_holiday_added_never_makes_a_due_time_earlier(
    data: st.DataObject, start: datetime, offsets: set[int]
) -> None:
    holidays = tuple(
        DayRule(start.date() + timedelta(days=offset), is_working=False, name="停工")
        for offset in offsets
    )
    usual, closed = FormerCalendar(), FormerCalendar(overrides=holidays)
    for unit in Unit:
        for pauses in ([], data.draw(pauses_near(start))):
            for amount in (0, 1, 2, 5, 12):
                for roll in (False, True):
                    without = usual.due(start, amount, unit, pauses, rolling(roll=roll))
                    assert without <= closed.due(start, amount, unit, pauses, rolling(roll=roll))


def working_day_after(calendar: Calendar, day: date) -> date:
    day += DAY
    while not calendar.is_working(day):
        day += DAY
    return day


@settings(max_examples=examples(100))
@given(
    question=questions(),
    after=st.integers(0, 14),
    k=st.integers(0, 6),
    by_office_hours=st.booleans(),
)
def test_a_pause_of_k_whole_working_days_moves_a_working_day_clock_by_exactly_k(
    question: Question, after: int, k: int, *, by_office_hours: bool
) -> None:
    calendar, start, amount, _, _ = question
    first = calendar.due(start, min(after, amount), WORKING)  # a close within the clock's run
    days = [first.date()]
    while len(days) < max(k, 1):
        days.append(working_day_after(calendar, days[-1]))
    begins = max(segments(calendar, days[0])[0][0], start)
    ends = close(calendar, days[-1])
    if not by_office_hours:
        begins = datetime.combine(days[0], time(), SHANGHAI)
        ends = datetime.combine(days[-1] + DAY, time(), SHANGHAI)
    pause = Pause(begins, ends if k else begins)
    assert calendar.due(start, amount, WORKING, [pause]) == calendar.due(start, amount + k, WORKING)


@settings(max_examples=examples(60))
@given(questions(), st.integers(1, 3))
def test_a_pause_cut_in_two_or_told_twice_is_the_same_pause(question: Question, cut: int) -> None:
    calendar, start, amount, unit, pauses = question
    pieces = []
    for pause in pauses:
        assert pause.end is not None
        middle = pause.start + (pause.end - pause.start) * cut / 4
        pieces += [Pause(middle, pause.end), Pause(pause.start, middle), pause]
    assert calendar.due(start, amount, unit, pieces) == calendar.due(start, amount, unit, pauses)


@settings(max_examples=examples(60))
@given(questions(), st.sampled_from([UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")]))
def test_the_zone_a_time_is_written_in_does_not_matter(question: Question, zone: ZoneInfo) -> None:
    calendar, start, amount, unit, pauses = question
    found = calendar.due(start.astimezone(zone), amount, unit, pauses)
    assert found == calendar.due(start, amount, unit, pauses)
    assert found.utcoffset() == timedelta(hours=8)


@settings(max_examples=examples(60))
@given(questions())
def test_what_starts_before_the_moment_subtracted_is_due_in_time(question: Question) -> None:
    calendar, start, amount, unit, _ = question
    end = start + timedelta(days=60)
    latest = calendar.before(end, amount + 1, unit)
    assert calendar.due(latest - timedelta(microseconds=1), amount + 1, unit) <= end
    if unit is WORKING:
        assert calendar.due(latest, amount + 1, unit) > end


@settings(max_examples=examples(60))
@given(question=questions(), roll=st.booleans())
def test_an_explanation_agrees_with_due_and_its_pauses_add_up(
    question: Question, *, roll: bool
) -> None:
    calendar, start, amount, unit, pauses = question
    told = calendar.explain(start, amount, unit, pauses, rolling(roll=roll))
    assert told.due == calendar.due(start, amount, unit, pauses, rolling(roll=roll))
    assert all(not calendar.is_working(skip.first) for skip in told.skipped)
    assert told.sentences()
    if amount and not (unit is NATURAL and roll):
        unpaused = calendar.elapsed(start, told.due, unit)
        counted = sum(pause.counted for pause in told.pauses)
        assert abs(unpaused - counted - amount) < 1e-9
