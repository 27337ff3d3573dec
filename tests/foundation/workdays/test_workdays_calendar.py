"""Which days people work: published years, years to come, overrides, imports and their undoing."""

import copy
import pickle
import subprocess
import sys
from datetime import date, datetime

import pytest
from chinese_calendar import constants

from zhuqi.foundation.workdays import (
    DEFAULT_CALENDAR,
    PUBLISHED_THROUGH,
    SHANGHAI,
    Calendar,
    DayRule,
    Notice,
    Unit,
    hours_of_region,
)

WORKING = Unit.WORKING_DAY
CLOSED = DayRule(date(2026, 11, 23), is_working=False, name="台风停工")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def notice_2027(*extra: DayRule) -> Notice:
    new_year = DayRule(date(2027, 1, 1), is_working=False, name="元旦")
    made_up = DayRule(date(2026, 12, 27), is_working=True, name="元旦调休上班")
    return Notice(2027, (made_up, new_year, *extra))


@pytest.mark.parametrize(
    ("day", "working", "name"),
    [
        (date(2026, 11, 20), True, "工作日"),
        (date(2026, 11, 21), False, "周末"),
        (date(2026, 2, 17), False, "春节"),
        (date(2026, 10, 4), False, "国庆节"),  # a Sunday inside the holiday
        (date(2026, 10, 10), True, "国庆节调休上班"),
        (date(2018, 12, 29), True, "元旦调休上班"),  # named by 2019's notice
        (date(2015, 9, 3), False, "抗战胜利70周年纪念日"),
        (date(2004, 1, 1), False, "元旦"),
    ],
)
def test_published_days_follow_the_state_council(day: date, name: str, *, working: bool) -> None:
    assert DEFAULT_CALENDAR.is_working(day) is working
    assert DEFAULT_CALENDAR.name_of(day) == name
    assert not DEFAULT_CALENDAR.is_provisional(day)


def test_the_december_before_an_unpublished_year_may_still_change() -> None:
    last = PUBLISHED_THROUGH
    assert DEFAULT_CALENDAR.is_provisional(date(last, 12, 1))
    assert not DEFAULT_CALENDAR.is_provisional(date(last, 11, 30))
    assert not DEFAULT_CALENDAR.is_provisional(date(last - 1, 12, 31))
    told = DEFAULT_CALENDAR.explain(at(f"{last}-11-30 10:00"), 5, WORKING)
    assert told.provisional
    assert f"{last}年12月" in "".join(told.sentences())
    settled = DEFAULT_CALENDAR.with_notice(notice_2027())
    assert not settled.is_provisional(date(last, 12, 31))
    assert not settled.explain(at(f"{last}-11-30 10:00"), 5, WORKING).provisional


def test_an_upgraded_package_asks_for_a_new_published_year() -> None:
    known = {*constants.holidays, *constants.workdays}
    assert max(day.year for day in known) == PUBLISHED_THROUGH


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 1, 1), "元旦"),
        (date(2027, 2, 5), "春节"),  # the eve
        (date(2027, 2, 8), "春节"),
        (date(2027, 4, 5), "清明节"),
        (date(2027, 5, 2), "劳动节"),
        (date(2027, 6, 9), "端午节"),
        (date(2027, 9, 15), "中秋节"),
        (date(2050, 10, 3), "国庆节"),
        (date(2027, 2, 13), "周末"),
    ],
)
def test_the_year_after_the_calendar_ends_keeps_statutory_days_off_and_is_provisional(
    day: date, name: str
) -> None:
    assert not DEFAULT_CALENDAR.is_working(day)
    assert DEFAULT_CALENDAR.name_of(day) == name
    assert DEFAULT_CALENDAR.is_provisional(day)


def test_nothing_more_is_guessed_about_a_year_to_come() -> None:
    assert DEFAULT_CALENDAR.is_working(date(2027, 2, 9))  # a bridge day in most years
    off = [date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 8), date(2027, 4, 5)]
    assert not any(DEFAULT_CALENDAR.is_working(day) for day in off)


def test_a_clock_crosses_into_the_provisional_year_without_an_error() -> None:
    assert DEFAULT_CALENDAR.due(at("2026-12-31 10:00"), 1, WORKING) == at("2027-01-04 18:00")


def test_an_older_edition_of_the_calendar_can_be_asked_for() -> None:
    old = Calendar(published_through=2025)
    assert old.is_provisional(date(2026, 2, 16))
    assert old.is_provisional(date(2025, 12, 31))
    assert not old.is_provisional(date(2025, 11, 30))
    with pytest.raises(ValueError, match="官方日历只有"):
        Calendar(published_through=2027)


def test_an_administrators_override_wins_and_moves_due_times() -> None:
    calendar = Calendar(overrides=(CLOSED,))
    start = at("2026-11-20 16:00")
    assert not calendar.is_working(CLOSED.day)
    assert calendar.name_of(CLOSED.day) == "台风停工"
    assert calendar.due(start, 1, WORKING) == at("2026-11-24 18:00")
    assert DEFAULT_CALENDAR.due(start, 1, WORKING) == at("2026-11-23 18:00")


def test_override_beats_notice_beats_package() -> None:
    saturday = date(2026, 10, 10)  # the package: a make-up day
    notice = Notice(2026, (DayRule(saturday, is_working=False, name="国庆节"),))
    overruled = DayRule(saturday, is_working=True, name="加班")
    assert Calendar().is_working(saturday)
    assert not Calendar().with_notice(notice).is_working(saturday)
    assert Calendar(overrides=(overruled,)).with_notice(notice).name_of(saturday) == "加班"


def test_the_later_years_notice_decides_a_date_that_two_name() -> None:
    day = date(2027, 12, 31)
    first = notice_2027(DayRule(day, is_working=True, name="先"))
    second = Notice(2028, (DayRule(day, is_working=False, name="后"),))
    for calendar in (Calendar(notices=(first, second)), Calendar(notices=(second, first))):
        assert calendar.name_of(day) == "后"


def test_an_import_settles_a_year_reaches_back_a_december_and_can_be_undone() -> None:
    calendar = DEFAULT_CALENDAR.with_notice(notice_2027())
    assert calendar.is_working(date(2026, 12, 27))  # a Sunday, by 2027's notice
    assert calendar.name_of(date(2026, 12, 27)) == "元旦调休上班"
    assert not calendar.is_provisional(date(2027, 6, 9))
    assert calendar.is_provisional(date(2028, 1, 3))
    # What the notice does not name is no longer a guess: the statutory table is silent.
    assert calendar.is_working(date(2027, 6, 9))

    assert calendar.without_notice(2027) == DEFAULT_CALENDAR
    assert calendar.without_notice(2027).is_provisional(date(2027, 6, 9))


def test_the_notices_of_a_year_add_up_and_the_later_decides() -> None:
    bridge = DayRule(date(2027, 1, 4), is_working=False, name="元旦")
    back = Notice(2027, (bridge._replace(is_working=True, name="元旦调休上班"),))
    first = DEFAULT_CALENDAR.with_notice(notice_2027(bridge))
    adjusted = first.with_notice(back)
    assert not first.is_working(bridge.day)
    assert adjusted.is_working(bridge.day)
    assert not adjusted.is_working(date(2027, 1, 1))  # what the second does not name stays
    assert adjusted.without_notice(2027) == first
    assert first.turned_into_work(adjusted, [bridge.day]) == [bridge.day]


def test_a_year_lacks_what_the_law_gives_until_its_notices_name_it() -> None:
    some = DEFAULT_CALENDAR.with_notice(notice_2027())
    assert {rule.name for rule in some.missing_holidays(2027)} == {
        "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节",
    }  # fmt: skip
    rest = Notice(2027, tuple(some.missing_holidays(2027)))
    assert some.with_notice(rest).missing_holidays(2027) == []
    assert DEFAULT_CALENDAR.missing_holidays(2026) == []


def test_undoing_what_was_never_imported_is_refused() -> None:
    with pytest.raises(ValueError, match="没有导入过 2027 年"):
        DEFAULT_CALENDAR.without_notice(2027)


def test_a_calendar_is_a_value() -> None:
    other = DayRule(date(2026, 11, 24), is_working=False, name="停电")
    one, two = Calendar(overrides=(CLOSED, other)), Calendar(overrides=(other, CLOSED))
    assert one == two
    assert hash(one) == hash(two)
    one.is_working(CLOSED.day)
    assert copy.copy(one) == one
    assert len(pickle.dumps(one)) < 5000  # the value, not the tables built from it
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes


def test_contradictions_are_refused() -> None:
    with pytest.raises(ValueError, match="同一天"):
        Calendar(overrides=(CLOSED, CLOSED._replace(is_working=True)))
    with pytest.raises(ValueError, match="2004 年至 2050 年"):
        Calendar(overrides=(CLOSED._replace(day=date(2051, 1, 1)),))


def test_days_are_asked_by_date_within_the_span() -> None:
    with pytest.raises(TypeError, match="需要日期"):
        DEFAULT_CALENDAR.is_working(at("2026-11-20 16:00"))
    with pytest.raises(ValueError, match="2004 年至 2050 年"):
        DEFAULT_CALENDAR.is_provisional(date(2051, 1, 1))
    with pytest.raises(ValueError, match="2004 年至 2050 年"):
        DEFAULT_CALENDAR.name_of(date(2003, 12, 31))


def test_a_region_keeps_its_own_hours() -> None:
    urumqi = Calendar(hours=hours_of_region("650102"))
    start = at("2026-11-20 18:30")
    assert urumqi.due(start, 1, WORKING) == at("2026-11-23 19:30")
    assert DEFAULT_CALENDAR.due(start, 1, WORKING) == at("2026-11-23 18:00")


def test_importing_the_room_loads_no_tables() -> None:
    program = "import sys, zhuqi.foundation.workdays; print('chinese_calendar' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert found.stdout.strip() == b"False"


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_the_time_zone_of_the_machine_does_not_matter(zone: str) -> None:
    program = (
        "from datetime import datetime, UTC\n"
        "from zhuqi.foundation.workdays import *\n"
        "start = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)\n"
        "print(due(start, 1, Unit.WORKING_DAY).isoformat(), due(start, 2, Unit.HOUR).isoformat())\n"
        "print(datetime(2026, 11, 20, tzinfo=UTC).astimezone().isoformat())"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={"TZ": zone},
        capture_output=True,
        check=True,
        text=True,
    )
    counted, local = found.stdout.splitlines()
    assert counted == "2026-11-23T18:00:00+08:00 2026-11-23T08:35:00+08:00"
    assert not local.endswith("+08:00")  # the machine was indeed elsewhere
