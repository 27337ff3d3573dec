"""How a limit is counted, as a scheme says it: stories with their article of law, and a walk.

The oracle walks day by day and shares nothing with the clocks but the calendar's days and hours.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from zhuqi.foundation.workdays import (
    CIVIL_CODE,
    DEFAULT_CALENDAR,
    SHANGHAI,
    Calendar,
    Counting,
    DayRule,
    Pause,
    PausedDay,
    StartRule,
    Unit,
)

HOUR, NATURAL, WORKING, MONTH = Unit.HOUR, Unit.NATURAL_DAY, Unit.WORKING_DAY, Unit.MONTH
DAY = timedelta(days=1)
due = DEFAULT_CALENDAR.due


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def pause(start: str, end: str) -> Pause:
    return Pause(at(start), at(end))


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-21 10:00", 1, "2026-11-23 18:00"),  # 第二百零一条: Saturday to Monday
        ("2026-11-18 21:30", 1, "2026-11-19 18:00"),  # an evening is still that day
        ("2026-11-20 19:00", 1, "2026-11-23 18:00"),
        ("2026-11-20 16:00", 1, "2026-11-23 18:00"),
        ("2026-10-03 10:00", 1, "2026-10-08 18:00"),  # from inside the holiday
        ("2026-10-09 20:00", 1, "2026-10-10 18:00"),  # a make-up Saturday is worked
        ("2026-11-18 10:00", 0, "2026-11-18 18:00"),  # the same day
        ("2026-11-18 18:00", 0, "2026-11-19 18:00"),  # which is over
        ("2026-11-21 10:00", 0, "2026-11-23 18:00"),
    ],
)
def test_the_day_of_the_start_is_not_counted_and_the_next_one_is(
    start: str, days: int, expected: str
) -> None:
    assert due(at(start), days, WORKING) == at(expected)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-20 10:00", 1, "2026-11-23 18:00"),  # 第二百零三条: Saturday ends on Monday
        ("2026-09-28 10:00", 5, "2026-10-08 18:00"),
        ("2026-10-08 10:00", 2, "2026-10-10 18:00"),
        ("2026-11-18 10:00", 2, "2026-11-20 18:00"),
        ("2026-11-21 10:00", 0, "2026-11-23 18:00"),
        ("2026-11-18 20:00", 0, "2026-11-19 18:00"),
    ],
)
def test_a_limit_that_ends_on_a_day_off_ends_on_the_next_working_day(
    start: str, days: int, expected: str
) -> None:
    assert due(at(start), days, NATURAL) == at(expected)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-31 10:00", 1, "2026-02-28 18:00"),  # a Saturday that is worked
        ("2024-01-31 10:00", 1, "2024-02-29 18:00"),
        ("2026-03-31 10:00", 3, "2026-06-30 18:30"),
        ("2026-11-10 10:00", 1, "2026-12-10 18:00"),
        ("2026-11-10 10:00", 0, "2026-11-10 18:00"),
        ("2026-06-10 10:00", 4, "2026-10-10 18:00"),
        ("2025-12-15 22:00", 12, "2026-12-15 18:00"),
    ],
)
def test_a_month_ends_on_the_day_of_the_same_number_or_the_last_there_is(
    start: str, months: int, expected: str
) -> None:
    assert due(at(start), months, MONTH) == at(expected)
    assert due(at("2026-01-31 10:00"), 30, NATURAL) != due(at("2026-01-31 10:00"), 1, MONTH)


MONDAY = at("2026-11-16 10:00")  # three working days end on Thursday the 19th


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-17 17:59", "2026-11-17 18:01", "2026-11-19 18:00"),  # two minutes over a close
        ("2026-11-17 08:30", "2026-11-17 17:59", "2026-11-20 18:00"),  # all but a minute
        ("2026-11-17 08:30", "2026-11-17 12:00", "2026-11-19 18:00"),  # just half of it
        ("2026-11-17 08:30", "2026-11-17 14:31", "2026-11-20 18:00"),  # a minute more
        ("2026-11-16 10:00", "2026-11-16 20:00", "2026-11-19 18:00"),  # day 0 is not counted anyway
        ("2026-11-16 20:00", "2026-11-18 20:00", "2026-11-23 18:00"),  # two whole days
        ("2026-11-20 08:30", "2026-11-25 18:00", "2026-11-19 18:00"),  # after it was due
        ("2026-11-19 17:59", "2026-11-19 18:01", "2026-11-19 18:00"),  # over its last close
        # A limit does not end while the clock stands still.
        ("2026-11-19 14:30", "2026-11-25 10:00", "2026-11-25 18:00"),
        ("2026-11-19 14:30", "2026-11-20 10:00", "2026-11-20 18:00"),
    ],
)
def test_a_day_paused_for_more_than_half_its_office_hours_is_left_out(
    start: str, end: str, expected: str
) -> None:
    assert due(MONDAY, 3, WORKING, [pause(start, end)]) == at(expected)


def test_two_short_pauses_of_a_day_add_up() -> None:
    morning = pause("2026-11-17 08:30", "2026-11-17 11:00")
    afternoon = pause("2026-11-17 16:00", "2026-11-17 18:00")
    assert due(MONDAY, 3, WORKING, [morning]) == at("2026-11-19 18:00")
    assert due(MONDAY, 3, WORKING, [morning, afternoon]) == at("2026-11-20 18:00")


def test_an_explanation_names_each_rule_with_its_source() -> None:
    told = DEFAULT_CALENDAR.explain
    assert told(at("2026-11-21 10:00"), 1, WORKING).sentences() == [
        "11月21日 10:00 起算",
        "期限 1 个工作日",
        "跳过 11月22日（周末）",
        "到期 11月23日 18:00",
        "起算当日不计入，自次日起算（《民法典》第二百零一条）",
    ]
    month = told(at("2026-01-31 10:00"), 2, MONTH).sentences()
    assert month[1] == "期限 2 个月"
    assert any("第二百零二条" in line for line in month)
    natural = told(at("2026-11-20 10:00"), 1, NATURAL).sentences()
    assert "跳过 11月21日–22日（周末）" in natural
    assert any("第二百零三条" in line for line in natural)
    short = pause("2026-11-17 17:59", "2026-11-17 18:01")
    paused = told(MONDAY, 3, WORKING, [short]).sentences()
    assert any("没有超过当日办公时间的一半" in line for line in paused)
    assert any("本平台规定" in line for line in paused)


# -- the walk -----------------------------------------------------------------------------------

CALENDARS = [
    Calendar(),
    Calendar(published_through=2015),
    Calendar(overrides=(DayRule(date(2026, 11, 23), is_working=False, name="停工"),)),
]
COUNTINGS = [
    Counting(start, roll, paused)
    for start, roll, paused in product(StartRule, (False, True), PausedDay)
]


def segments(calendar: Calendar, day: date) -> list[tuple[datetime, datetime]]:
    kept = calendar.hours.segments_on(day)
    return [
        (datetime.combine(day, s.opens, SHANGHAI), datetime.combine(day, s.closes, SHANGHAI))
        for s in kept
    ]


def paused_minutes(calendar: Calendar, day: date, start: datetime, pauses: list[Pause]) -> int:
    """Counted minute by minute of office time."""
    minutes = 0
    for opens, closes in segments(calendar, day):
        moment = opens
        while moment < closes:
            minutes += moment >= start and any(p.start <= moment < p.end for p in pauses if p.end)
            moment += timedelta(minutes=1)
    return minutes


def left_out(
    calendar: Calendar, day: date, start: datetime, pauses: list[Pause], counting: Counting
) -> bool:
    hours = segments(calendar, day)
    if counting.paused is PausedDay.CLOSE:
        close = hours[-1][1]
        return any(max(p.start, start) < close <= p.end for p in pauses if p.end)
    if not any(p.start.date() <= day <= p.end.date() for p in pauses if p.end):
        return False
    whole = sum(int((closes - opens) / timedelta(minutes=1)) for opens, closes in hours)
    return 2 * paused_minutes(calendar, day, start, pauses) > whole


def stands_still(close: datetime, opening: datetime, start: datetime, pauses: list[Pause]) -> bool:
    """Paused just before a close and all the way into the next day's hours, minute by minute."""
    minute = timedelta(minutes=1)
    moment = close - minute
    while moment <= opening:
        if not any(max(p.start, start) <= moment < p.end for p in pauses if p.end):
            return False
        moment += minute
    return True


def counts(calendar: Calendar, day: date, unit: Unit) -> bool:
    return unit is not WORKING or calendar.is_working(day)


def next_day(calendar: Calendar, day: date, unit: Unit) -> date:
    day += DAY
    while not counts(calendar, day, unit):
        day += DAY
    return day


def same_number(day: date, months: int) -> date:
    """Month by month, then back from a day that is not there."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


def slow_due(  # noqa: C901, PLR0912, PLR0917 (one walk, read from top to bottom)
    calendar: Calendar,
    start: datetime,
    amount: int,
    unit: Unit,
    pauses: list[Pause],
    counting: Counting,
) -> datetime:
    day = start.date()
    over = segments(calendar, day)[-1][1] <= start
    moved = counting.start is StartRule.NEXT_OPENING
    if unit is WORKING and (moved or not amount) and (over or not calendar.is_working(day)):
        day = next_day(calendar, day, unit)
    days = (same_number(day, amount) - day).days if unit is MONTH else amount

    def stands(on: date) -> bool:
        return left_out(calendar, on, start, pauses, counting)

    uncounted = counting.start is StartRule.NEXT_DAY and bool(amount)
    if counting.paused is PausedDay.CLOSE and not uncounted:
        while stands(day):  # the former way: a paused day 0 is left out like any other
            day = next_day(calendar, day, unit)
    for _ in range(days):
        day = next_day(calendar, day, unit)
        while stands(day):
            day = next_day(calendar, day, unit)
    if not days:
        while stands(day):
            day = next_day(calendar, day, unit)
    if counting.paused is PausedDay.HALF:
        while True:
            close = segments(calendar, day)[-1][1]
            opening = segments(calendar, next_day(calendar, day, unit))[0][0]
            if not stands_still(close, opening, start, pauses):
                break
            day = next_day(calendar, day, unit)
            while stands(day):
                day = next_day(calendar, day, unit)
    if unit is not WORKING:
        if counting.start is StartRule.NEXT_DAY and segments(calendar, day)[-1][1] <= start:
            day += DAY
        while counting.roll and not calendar.is_working(day):
            day += DAY
    return max(segments(calendar, day)[-1][1], start)


EDGES = [time(8, 30), time(12), time(14, 30), time(15), time(17, 59), time(18), time(18, 30)]


@st.composite
def moments(draw: st.DrawFn, first: date, last: date) -> datetime:
    day = draw(st.dates(first, last))
    clock = draw(st.one_of(st.sampled_from(EDGES), st.times(max_value=time(23, 59))))
    return datetime.combine(day, clock.replace(second=0, microsecond=0), SHANGHAI)


@st.composite
def pauses_near(draw: st.DrawFn, start: datetime) -> list[Pause]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        first = max(start.date() - 2 * DAY, date(2004, 1, 1))
        begins = draw(moments(first, start.date() + 20 * DAY))
        lasts = draw(st.one_of(st.integers(0, 9).map(lambda n: n * 1440), st.integers(0, 9000)))
        found.append(Pause(begins, begins + timedelta(minutes=lasts)))
    return found


Question = tuple[Calendar, datetime, int, Unit, list[Pause], Counting]


@st.composite
def questions(draw: st.DrawFn) -> Question:
    start = draw(moments(date(2004, 1, 2), date(2026, 12, 31)))
    unit = draw(st.sampled_from([WORKING, NATURAL, MONTH]))
    amount = draw(st.integers(0, 3 if unit is MONTH else 12))
    return (
        draw(st.sampled_from(CALENDARS)),
        start,
        amount,
        unit,
        draw(pauses_near(start)),
        draw(st.sampled_from(COUNTINGS)),
    )


@settings(max_examples=examples(300), deadline=None)
@given(questions())
def test_due_is_what_a_day_by_day_walk_finds(question: Question) -> None:
    assert question[0].due(*question[1:]) == slow_due(*question)


def answer(question: Question, pauses: Iterable[Pause]) -> datetime:
    calendar, start, amount, unit, _pauses, counting = question
    return calendar.due(start, amount, unit, pauses, counting)


@settings(max_examples=examples(150), deadline=None)
@given(questions(), st.data())
def test_a_pause_never_brings_a_due_time_nearer(question: Question, data: st.DataObject) -> None:
    more = data.draw(pauses_near(question[1]))
    assert answer(question, question[4]) <= answer(question, [*question[4], *more])


@settings(max_examples=examples(150), deadline=None)
@given(questions(), st.integers(0, 3))
def test_more_time_is_never_over_sooner(question: Question, more: int) -> None:
    calendar, start, amount, unit, pauses, counting = question
    assert start <= calendar.due(*question[1:])
    assert calendar.due(*question[1:]) <= calendar.due(start, amount + more, unit, pauses, counting)


@settings(max_examples=examples(100), deadline=None)
@given(questions())
def test_no_limit_counted_by_the_civil_code_ends_on_a_day_off(question: Question) -> None:
    calendar, start, amount, unit, pauses, _counting = question
    assert calendar.is_working(calendar.due(start, amount, unit, pauses, CIVIL_CODE).date())


@settings(max_examples=examples(100), deadline=None)
@given(questions())
def test_an_explanation_tells_the_same_due_time(question: Question) -> None:
    calendar, start, amount, unit, pauses, counting = question
    told = calendar.explain(start, amount, unit, pauses, counting)
    assert told.due == calendar.due(start, amount, unit, pauses, counting)
    assert told.sentences()
    assert all(not calendar.is_working(skip.first) for skip in told.skipped)
