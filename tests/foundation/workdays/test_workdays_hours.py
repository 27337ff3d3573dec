"""Office hours: seasons, segments, regions, and tables that make no sense."""

from datetime import date, datetime, time

import pytest

from zhuqi.foundation.workdays import (
    DEFAULT_HOURS,
    SHANGHAI,
    Calendar,
    OfficeHours,
    Season,
    Segment,
    Unit,
    hours_of_region,
)


def test_summer_hours_begin_in_june_and_winter_runs_over_the_new_year() -> None:
    assert DEFAULT_HOURS.closing_on(date(2026, 5, 31)) == time(18)
    assert DEFAULT_HOURS.closing_on(date(2026, 6, 1)) == time(18, 30)
    assert DEFAULT_HOURS.closing_on(date(2026, 9, 30)) == time(18, 30)
    assert DEFAULT_HOURS.closing_on(date(2026, 10, 1)) == time(18)
    assert DEFAULT_HOURS.closing_on(date(2026, 1, 1)) == time(18)


def test_the_order_in_which_seasons_are_given_does_not_matter() -> None:
    assert OfficeHours(DEFAULT_HOURS.seasons[::-1]) == DEFAULT_HOURS


def test_three_segments_a_day_are_counted() -> None:
    season = Season.of("01-01", "8:00-12:00", "14:00-17:00", "19:00-20:00")
    calendar = Calendar(hours=OfficeHours((season,)))
    start = datetime(2026, 11, 18, 16, 30, tzinfo=SHANGHAI)
    assert calendar.due(start, 1, Unit.HOUR).time() == time(19, 30)
    assert calendar.due(start, 0, Unit.WORKING_DAY).time() == time(20)


@pytest.mark.parametrize(
    "text", ["", "8:30", "8:30-", "12:00-8:30", "8:30-8:30", "25:00-26:00", "8-12", "a:b-c:d"]
)
def test_a_segment_that_does_not_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="办公时段应写作"):
        Segment.parse(text)


def test_a_segment_is_in_whole_minutes_of_no_other_zone() -> None:
    with pytest.raises(ValueError, match="整分钟"):
        Segment(time(8, 30, 1), time(12))
    with pytest.raises(ValueError, match="整分钟"):
        Segment(time(8, 30, tzinfo=SHANGHAI), time(12))


@pytest.mark.parametrize(
    ("begins", "segments", "sentence"),
    [
        ("01-01", ["8:30-18:00"], "至少要有上午、下午两段"),
        ("01-01", [], "至少要有上午、下午两段"),
        ("01-01", ["14:00-18:00", "8:00-12:00"], "先后排列"),
        ("01-01", ["8:00-13:00", "12:00-18:00"], "先后排列"),
        ("01-01", ["8:00-12:00", "12:00-18:00"], "先后排列"),
        ("02-29", ["8:00-12:00", "14:00-18:00"], "起始日无效"),
        ("13-01", ["8:00-12:00", "14:00-18:00"], "起始日无效"),
        ("June", ["8:00-12:00", "14:00-18:00"], "应写作 06-01"),
    ],
)
def test_a_season_that_makes_no_sense_is_refused(
    begins: str, segments: list[str], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Season.of(begins, *segments)


def test_a_year_needs_seasons_that_begin_on_different_days() -> None:
    season = Season.of("06-01", "8:00-12:00", "14:00-18:00")
    with pytest.raises(ValueError, match="至少要有一个季节"):
        OfficeHours(())
    with pytest.raises(ValueError, match="不能相同"):
        OfficeHours((season, season))


def test_the_longest_known_prefix_of_a_region_decides() -> None:
    county = OfficeHours((Season.of("01-01", "9:00-12:00", "13:00-17:00"),))
    table = {"41": DEFAULT_HOURS, "411082": county}
    assert hours_of_region("411082", table) is county
    assert hours_of_region("411002", table) is DEFAULT_HOURS
    assert hours_of_region("", table) is DEFAULT_HOURS
    assert hours_of_region("650100").closing_on(date(2026, 1, 1)) == time(19, 30)
