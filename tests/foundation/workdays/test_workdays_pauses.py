"""Stories of clocks that stand still. The 20th of November 2026 is a Friday."""

from datetime import UTC, datetime

import pytest

from tests.foundation.workdays.former import due
from zhuqi.foundation.workdays import SHANGHAI, Pause, Unit, elapsed

HOUR, NATURAL, WORKING = Unit.HOUR, Unit.NATURAL_DAY, Unit.WORKING_DAY


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def pause(start: str, end: str) -> Pause:
    return Pause(at(start), at(end))


MONDAY = at("2026-11-16 10:00")  # three working days end on Thursday the 19th


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-17 00:00", "2026-11-18 00:00", "2026-11-20 18:00"),  # Tuesday by the calendar
        ("2026-11-17 08:30", "2026-11-17 18:00", "2026-11-20 18:00"),  # Tuesday by office hours
        ("2026-11-16 15:00", "2026-11-17 15:00", "2026-11-20 18:00"),  # a day from noon to noon
        ("2026-11-16 10:00", "2026-11-16 20:00", "2026-11-20 18:00"),  # the rest of day 0
        ("2026-11-17 09:00", "2026-11-17 17:00", "2026-11-19 18:00"),  # no close of office in it
        ("2026-11-17 18:00", "2026-11-18 08:30", "2026-11-19 18:00"),  # a night
        ("2026-11-13 09:00", "2026-11-16 09:00", "2026-11-19 18:00"),  # over before the start
        ("2026-11-13 09:00", "2026-11-16 18:00", "2026-11-20 18:00"),  # reaches into day 0
        ("2026-11-19 18:00", "2026-11-25 18:00", "2026-11-19 18:00"),  # begins as it falls due
        ("2026-11-19 17:59", "2026-11-20 18:00", "2026-11-23 18:00"),  # a minute earlier: counts
    ],
)
def test_a_working_day_is_paused_when_its_close_of_office_is(
    start: str, end: str, expected: str
) -> None:
    assert due(MONDAY, 3, WORKING, [pause(start, end)]) == at(expected)


def test_a_pause_over_a_weekend_counts_its_working_days_once() -> None:
    friday = at("2026-11-20 10:00")
    over_weekend = pause("2026-11-20 17:00", "2026-11-23 19:00")  # covers Friday and Monday
    assert due(friday, 1, WORKING, [over_weekend]) == at("2026-11-25 18:00")
    weekend = pause("2026-11-20 18:00", "2026-11-23 08:30")
    for unit in (WORKING, HOUR):
        assert due(friday, 9, unit, [weekend]) == due(friday, 9, unit)


def test_holidays_inside_a_pause_do_not_shorten_the_wait() -> None:
    start = at("2026-09-29 10:00")
    holiday = pause("2026-09-30 18:30", "2026-10-08 08:30")  # from the summer close
    assert due(start, 3, WORKING, [holiday]) == due(start, 3, WORKING) == at("2026-10-09 18:00")


def test_overlapping_nested_and_repeated_pauses_count_once() -> None:
    whole = pause("2026-11-17 00:00", "2026-11-19 00:00")
    parts = [
        pause("2026-11-18 09:00", "2026-11-19 00:00"),
        pause("2026-11-17 00:00", "2026-11-18 12:00"),
        pause("2026-11-17 10:00", "2026-11-17 11:00"),
        whole,
        whole,
    ]
    for unit in Unit:
        assert due(MONDAY, 5, unit, parts) == due(MONDAY, 5, unit, [whole])


def test_a_pause_in_hours_takes_exactly_its_office_time() -> None:
    over_lunch = pause("2026-11-16 11:00", "2026-11-16 15:00")  # 1 h before lunch, half after
    assert due(MONDAY, 3, HOUR, [over_lunch]) == at("2026-11-16 17:00")
    assert elapsed(MONDAY, at("2026-11-16 17:00"), HOUR, [over_lunch]) == 3


def test_a_natural_day_clock_pauses_on_holidays_too() -> None:
    weekend = pause("2026-11-21 00:00", "2026-11-23 00:00")
    friday = at("2026-11-20 10:00")
    assert due(friday, 3, NATURAL, [weekend]) == at("2026-11-25 18:00")
    assert elapsed(friday, at("2026-11-25 18:00"), NATURAL, [weekend]) == 3


def test_a_pause_before_an_evening_start_does_not_move_a_natural_day_clock() -> None:
    afternoon = pause("2026-11-16 17:00", "2026-11-17 09:00")
    assert due(at("2026-11-16 20:00"), 1, NATURAL, [afternoon]) == at("2026-11-17 18:00")


@pytest.mark.parametrize("start", ["2026-11-16 18:00", "2026-11-16 20:00"])
def test_nought_days_from_an_evening_are_over_before_any_pause(start: str) -> None:
    for_days = pause("2026-11-16 08:30", "2026-11-19 08:30")
    assert due(at(start), 0, NATURAL, [for_days]) == at(start)


def test_pauses_may_come_from_a_generator() -> None:
    pauses = [pause("2026-11-17 00:00", "2026-11-18 00:00")]
    for unit in Unit:
        assert due(MONDAY, 3, unit, (p for p in pauses)) == due(MONDAY, 3, unit, pauses)


def test_an_open_pause_has_no_due_time_until_the_caller_closes_it() -> None:
    still = Pause(at("2026-11-17 09:00"))
    for unit in Unit:
        with pytest.raises(ValueError, match="暂停尚未结束"):
            due(MONDAY, 3, unit, [still])
        with pytest.raises(ValueError, match="暂停尚未结束"):
            elapsed(MONDAY, at("2026-11-20 10:00"), unit, [still])
    closed = still.closed_at(at("2026-11-17 19:00"))
    assert due(MONDAY, 3, WORKING, [closed]) == at("2026-11-20 18:00")
    assert closed.closed_at(at("2026-11-30 19:00")) == closed


def test_an_open_pause_that_lies_ahead_closes_where_it_begins() -> None:
    ahead = Pause(at("2026-11-17 09:00"))
    assert ahead.closed_at(at("2026-11-16 09:00")).end == at("2026-11-17 09:00")


def test_a_pause_is_an_interval_of_aware_times() -> None:
    with pytest.raises(ValueError, match="早于开始时间"):
        pause("2026-11-17 09:00", "2026-11-17 08:00")
    with pytest.raises(ValueError, match="没有时区"):
        Pause(at("2026-11-17 09:00").replace(tzinfo=None))
    start, end = at("2026-11-17 09:00"), at("2026-11-17 10:00")
    assert Pause(start.astimezone(UTC), end.astimezone(UTC)).start.tzinfo is SHANGHAI
