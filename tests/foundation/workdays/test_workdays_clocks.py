"""Stories of deadlines without pauses. November 2026 has no holidays; the 20th is a Friday."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.foundation.workdays.former import due, rolling
from zhuqi.foundation.workdays import DEFAULT_CALENDAR, SHANGHAI, Amount, Unit, elapsed

HOUR, NATURAL, WORKING = Unit.HOUR, Unit.NATURAL_DAY, Unit.WORKING_DAY


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-20 16:00", 1, "2026-11-23 18:00"),  # Friday afternoon: Monday's close
        ("2026-11-20 16:00", 0, "2026-11-20 18:00"),  # nought: the same day's close
        ("2026-11-18 07:00", 1, "2026-11-19 18:00"),  # before opening: that same day is day 0
        ("2026-11-18 13:00", 1, "2026-11-19 18:00"),  # at lunch: that same day is day 0
        ("2026-11-18 17:59", 1, "2026-11-19 18:00"),
        ("2026-11-18 18:00", 1, "2026-11-20 18:00"),  # at closing the day is over
        ("2026-11-18 21:30", 1, "2026-11-20 18:00"),  # in the evening: made next morning
        ("2026-11-21 10:00", 1, "2026-11-24 18:00"),  # Saturday: made on Monday
        ("2026-11-21 10:00", 0, "2026-11-23 18:00"),
        ("2026-09-30 10:00", 1, "2026-10-08 18:00"),  # over the National Day week
        ("2026-10-09 10:00", 1, "2026-10-10 18:00"),  # the next day is a make-up Saturday
        ("2026-10-10 19:00", 1, "2026-10-13 18:00"),  # after it
        ("2026-05-29 10:00", 2, "2026-06-02 18:30"),  # into summer: the close is later
    ],
)
def test_working_days_end_at_the_close_of_the_nth_working_day_after_the_start(
    start: str, days: int, expected: str
) -> None:
    assert due(at(start), days, WORKING) == at(expected)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-18 09:00", 2, "2026-11-18 11:00"),
        ("2026-11-18 11:00", 1, "2026-11-18 12:00"),  # a closing, not the opening after lunch
        ("2026-11-18 11:00", 2, "2026-11-18 15:30"),  # lunch does not count
        ("2026-11-18 12:00", 1, "2026-11-18 15:30"),  # a start at lunch is made at 14:30
        ("2026-11-18 06:00", 1, "2026-11-18 09:30"),
        ("2026-11-20 17:00", 2, "2026-11-23 09:30"),  # over the weekend
        ("2026-11-21 10:00", 1, "2026-11-23 09:30"),  # from the weekend
        ("2026-11-18 08:30", 7, "2026-11-18 18:00"),  # a whole day
        ("2026-11-18 08:30", 70, "2026-12-01 18:00"),
        ("2026-11-18 09:00", 0, "2026-11-18 09:00"),
        ("2026-11-21 10:00", 0, "2026-11-23 08:30"),
        ("2026-11-18 11:50:30.5", 0.25, "2026-11-18 14:35:30.5"),
    ],
)
def test_hours_count_office_time_only(start: str, hours: float, expected: str) -> None:
    assert due(at(start), hours, HOUR) == at(expected)


@pytest.mark.parametrize(
    ("start", "days", "roll", "expected"),
    [
        ("2026-11-18 09:00", 1, False, "2026-11-19 18:00"),
        ("2026-11-18 23:00", 1, False, "2026-11-19 18:00"),  # its date counts, not office hours
        ("2026-11-21 10:00", 1, False, "2026-11-22 18:00"),  # Saturday to Sunday
        ("2026-09-28 10:00", 5, False, "2026-10-03 18:00"),  # ends on a holiday and stays there
        ("2026-09-28 10:00", 5, True, "2026-10-08 18:00"),
        ("2026-10-08 10:00", 2, True, "2026-10-10 18:00"),  # a make-up Saturday is no holiday
        ("2026-06-01 10:00", 3, False, "2026-06-04 18:30"),  # summer
        ("2026-11-18 09:00", 0, False, "2026-11-18 18:00"),
        ("2026-11-18 20:00", 0, False, "2026-11-18 20:00"),  # never before the start
    ],
)
def test_natural_days_run_through_holidays_and_roll_only_when_told(
    start: str, days: int, *, roll: bool, expected: str
) -> None:
    assert due(at(start), days, NATURAL, counting=rolling(roll=roll)) == at(expected)


@pytest.mark.parametrize("unit", [WORKING, HOUR])
def test_rolling_means_nothing_to_clocks_that_never_end_on_a_holiday(unit: Unit) -> None:
    start = at("2026-09-30 10:00")
    assert due(start, 6, unit, counting=rolling(roll=True)) == due(start, 6, unit)


def test_a_start_in_another_zone_is_the_same_instant() -> None:
    start = at("2026-11-20 16:00")
    expected = due(start, 1, WORKING)
    for zone in (UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Urumqi")):
        found = due(start.astimezone(zone), 1, WORKING)
        assert found == expected
        assert found.tzinfo is SHANGHAI


def test_a_naive_time_is_refused() -> None:
    naive = at("2026-11-20 16:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="没有时区"):
        due(naive, 1, WORKING)
    with pytest.raises(ValueError, match="没有时区"):
        elapsed(at("2026-11-20 16:00"), naive, WORKING)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        (-1, WORKING),
        (-1, HOUR),
        (1.0, WORKING),
        (Decimal(1), NATURAL),
        (True, WORKING),
        (True, HOUR),
        (0.1, HOUR),
        (Decimal("0.3"), HOUR),
        (float("nan"), HOUR),
        (float("inf"), HOUR),
        (Decimal("Infinity"), HOUR),
    ],
)
def test_an_amount_that_cannot_be_counted_exactly_is_refused(amount: Amount, unit: Unit) -> None:
    with pytest.raises(ValueError, match=r"期限|小时数"):
        due(at("2026-11-20 16:00"), amount, unit)


def test_quarter_hours_may_be_given_as_decimals() -> None:
    start = at("2026-11-20 09:00")
    assert due(start, Decimal("1.25"), HOUR) == due(start, 1.25, HOUR) == at("2026-11-20 10:15")


@pytest.mark.parametrize("unit", list(Unit))
def test_time_outside_the_span_of_the_calendar_is_refused_in_words(unit: Unit) -> None:
    inside = at("2026-11-20 16:00")
    with pytest.raises(ValueError, match="2004 年至 2050 年"):
        due(at("2003-12-31 10:00"), 1, unit)
    with pytest.raises(ValueError, match="2004 年至 2050 年"):
        due(at("2051-01-01 10:00"), 1, unit)
    with pytest.raises(ValueError, match="2004 年至 2050 年"):
        due(inside, 10**30, unit)
    with pytest.raises(ValueError, match="2004 年至 2050 年"):
        elapsed(inside, at("2051-01-01 10:00"), unit)
    with pytest.raises(ValueError, match="2004 年至 2050 年"):
        DEFAULT_CALENDAR.before(at("2004-01-05 10:00"), 1000, unit)


def test_elapsed_days_are_whole_and_hours_are_exact() -> None:
    start = at("2026-11-20 16:00")
    assert elapsed(start, at("2026-11-20 17:00"), WORKING) == 0
    assert elapsed(start, at("2026-11-23 17:59"), WORKING) == 0
    assert elapsed(start, at("2026-11-23 18:00"), WORKING) == 1
    assert elapsed(start, at("2026-11-23 09:00"), HOUR) == 2.5
    assert elapsed(start, at("2026-11-22 18:00"), NATURAL) == 2
    assert isinstance(elapsed(start, at("2026-11-23 18:00"), WORKING), int)


def test_nothing_elapses_backwards() -> None:
    with pytest.raises(ValueError, match="早于开始时间"):
        elapsed(at("2026-11-20 16:00"), at("2026-11-20 15:00"), HOUR)


@pytest.mark.parametrize(
    ("end", "amount", "unit", "expected"),
    [
        ("2026-11-23 18:00", 1, WORKING, "2026-11-20 18:00"),
        ("2026-11-23 12:00", 1, WORKING, "2026-11-19 18:00"),  # Monday is not a whole day yet
        ("2026-10-10 18:00", 2, WORKING, "2026-10-08 18:00"),
        ("2026-11-23 18:00", 2, NATURAL, "2026-11-21 18:00"),
        ("2026-11-23 10:30", 2, HOUR, "2026-11-23 08:30"),
        ("2026-11-22 10:00", 0, HOUR, "2026-11-22 10:00"),
    ],
)
def test_working_time_is_subtracted_too(end: str, amount: int, unit: Unit, expected: str) -> None:
    assert DEFAULT_CALENDAR.before(at(end), amount, unit) == at(expected)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-20 16:05", "2026-11-20 16:05"),
        ("2026-11-20 12:00", "2026-11-20 14:30"),
        ("2026-11-20 03:00", "2026-11-20 08:30"),
        ("2026-11-20 18:00", "2026-11-23 08:30"),
        ("2026-10-03 10:00", "2026-10-08 08:30"),
    ],
)
def test_a_reminder_at_any_moment_can_be_moved_into_office_hours(
    moment: str, expected: str
) -> None:
    assert DEFAULT_CALENDAR.effective_start(at(moment)) == at(expected)


def test_units_have_chinese_labels() -> None:
    assert [unit.label for unit in (HOUR, NATURAL, WORKING)] == ["小时", "自然日", "个工作日"]
