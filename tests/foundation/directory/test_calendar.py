"""The calendar's rows: notices imported, days set by hand, undone, and what is owed for it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from tests.foundation.directory.corner import CLERK
from zhuqi.foundation.access import NotNow, NotValid
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions import (
    import_notice,
    revoke_hours,
    revoke_notice,
    revoke_override,
    set_hours,
    set_override,
)
from zhuqi.foundation.directory.models import CalendarNotice, CalendarOverride, Region
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.workdays import DEFAULT_CALENDAR, OfficeHours, Season
from zhuqi.foundation.workdays.provisional import statutory_rules

pytestmark = pytest.mark.django_db

MAY_DAY_BRIDGE = date(2027, 5, 3)
HOT = date(2026, 7, 21)


def notice(*days: tuple[str, str, bool], year: int = 2027) -> dict[str, Any]:
    """A notice in the layout of holiday-cn."""
    rows = [{"name": name, "date": day, "isOffDay": off} for name, day, off in days]
    return {"$schema": "x", "year": year, "papers": ["https://www.gov.cn/x"], "days": rows}


STATUTORY = [(rule.name, rule.day.isoformat(), True) for rule in statutory_rules(2027)]
BRIDGE = notice(*STATUTORY, ("劳动节", "2027-05-03", True), ("劳动节", "2027-05-08", False))


def outbox_item() -> int:
    """How often a recompute is enqueued."""
    return OutboxItem.objects.filter(kind="calendar.changed").count()


def test_without_rows_the_calendar_is_the_official_one() -> None:
    assert calendar() == DEFAULT_CALENDAR


def test_an_imported_notice_counts_at_once_and_owes_a_recompute() -> None:
    assert calendar().is_working(MAY_DAY_BRIDGE)
    import_notice(data=BRIDGE, by=CLERK)
    assert not calendar().is_working(MAY_DAY_BRIDGE)
    assert calendar().is_working(date(2027, 5, 8))
    assert not calendar().is_provisional(MAY_DAY_BRIDGE)
    assert outbox_item() == 1
    payload = OutboxItem.objects.get(kind="calendar.changed").payload
    assert payload == {"version": Event.objects.latest("pk").pk, "year": 2027}


@pytest.mark.usefixtures("empty_log")
def test_importing_the_same_notice_again_changes_nothing() -> None:
    first = import_notice(data=BRIDGE, by=CLERK)
    again = import_notice(data=json.loads(json.dumps(BRIDGE)), by=CLERK)
    assert first == again
    assert (outbox_item(), Event.objects.count()) == (1, 1)


def test_a_second_notice_of_the_year_adjusts_the_first() -> None:
    import_notice(data=BRIDGE, by=CLERK)
    second = import_notice(data=notice(("劳动节", "2027-05-04", True)), by=CLERK)
    assert second.number == 2
    assert not calendar().is_working(MAY_DAY_BRIDGE)
    assert not calendar().is_working(date(2027, 5, 4))
    revoke_notice(year=2027, by=CLERK)
    assert calendar().is_working(date(2027, 5, 4))
    assert not calendar().is_working(MAY_DAY_BRIDGE)


def test_a_year_without_all_its_statutory_holidays_is_refused() -> None:
    added = notice(("元旦", "2027-01-02", True), ("元旦", "2027-01-03", True))
    with pytest.raises(NotValid, match="清明节（4月5日）"):
        import_notice(data=added, by=CLERK)
    short = notice(*[row for row in STATUTORY if row[1] != "2027-02-05"])
    with pytest.raises(NotValid, match="缺少春节（2月5日）"):
        import_notice(data=short, by=CLERK)
    assert calendar() == DEFAULT_CALENDAR


def test_a_public_holiday_becomes_a_working_day_only_when_confirmed() -> None:
    import_notice(data=BRIDGE, by=CLERK)
    back = notice(("劳动节", "2027-05-03", False))
    with pytest.raises(NotValid, match="5月3日（劳动节）"):
        import_notice(data=back, by=CLERK)
    with pytest.raises(NotValid):
        import_notice(data=back, worked=[date(2027, 5, 4)], by=CLERK)
    import_notice(data=back, worked=[MAY_DAY_BRIDGE], by=CLERK)
    assert calendar().is_working(MAY_DAY_BRIDGE)
    with pytest.raises(NotValid, match="端午节"):
        set_override(day=date(2027, 6, 9), is_working=True, name="抢工", by=CLERK)
    set_override(day=date(2027, 6, 9), is_working=True, name="抢工", confirmed=True, by=CLERK)
    assert calendar().is_working(date(2027, 6, 9))


def test_an_import_can_be_undone_once() -> None:
    import_notice(data=BRIDGE, by=CLERK)
    revoke_notice(year=2027, by=CLERK)
    assert calendar() == DEFAULT_CALENDAR
    assert outbox_item() == 2
    with pytest.raises(NotNow):
        revoke_notice(year=2027, by=CLERK)


def test_a_region_keeps_the_hours_it_is_given_and_those_below_it_too() -> None:
    province = Region.objects.create(code="410000", name="河南省", level="province")
    hours = OfficeHours((Season.of("01-01", "9:00-12:00", "13:00-17:00"),))
    set_hours(region=province, hours=hours, source="豫政办〔2027〕1号", by=CLERK)
    assert calendar("411025").hours == hours
    assert calendar("130000").hours == DEFAULT_CALENDAR.hours
    assert outbox_item() == 1
    set_hours(region=province, hours=hours, source="豫政办〔2027〕1号", by=CLERK)
    assert outbox_item() == 1
    revoke_hours(region=province, by=CLERK)
    assert calendar("411025") == DEFAULT_CALENDAR
    with pytest.raises(NotNow):
        revoke_hours(region=province, by=CLERK)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "2027",
        {},
        {"year": 2027},
        {"year": "2027", "days": []},
        {"year": True, "days": []},
        notice(),
        notice(("元旦", "2027-13-01", True)),
        notice(("元旦", "2026-05-01", True)),
        notice(("元旦", "2027-01-01", True), ("元旦", "2027-01-01", False)),
        notice(("", "2027-01-01", True)),
        notice(("\0", "2027-01-01", True)),
        notice(("长" * 200_000, "2027-01-01", True)),
        {**BRIDGE, "papers": ["x" * 200_000]},
    ],
)
def test_what_is_no_notice_is_refused_with_a_sentence(data: object) -> None:
    with pytest.raises(NotValid) as refusal:
        import_notice(data=data, by=CLERK)
    assert refusal.value.reason
    assert not CalendarNotice.objects.exists()
    assert outbox_item() == 0


def test_a_day_set_by_hand_wins_until_it_is_given_back() -> None:
    set_override(day=HOT, is_working=False, name="高温假", by=CLERK)
    assert calendar().name_of(HOT) == "高温假"
    assert not calendar().is_working(HOT)
    revoke_override(day=HOT, by=CLERK)
    assert calendar() == DEFAULT_CALENDAR
    assert outbox_item() == 2
    with pytest.raises(NotNow):
        revoke_override(day=HOT, by=CLERK)


def test_setting_a_day_again_replaces_it_and_the_same_again_does_nothing() -> None:
    set_override(day=HOT, is_working=False, name="高温假", by=CLERK)
    set_override(day=HOT, is_working=False, name=" 高温假 ", by=CLERK)
    assert outbox_item() == 1
    set_override(day=HOT, is_working=True, name="改为上班", by=CLERK)
    assert calendar().is_working(HOT)
    assert CalendarOverride.objects.filter(revoked_at=None).count() == 1
    assert outbox_item() == 2


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(1999, 1, 1), "古"), (date(2051, 1, 1), "远"), (HOT, ""), (HOT, "\0"), (HOT, "长" * 61)],
)
def test_days_out_of_reach_and_bad_reasons_are_refused(day: date, name: str) -> None:
    with pytest.raises(NotValid):
        set_override(day=day, is_working=False, name=name, by=CLERK)


def test_the_calendar_costs_one_query_however_many_rows_it_has(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        calendar()
    import_notice(data=BRIDGE, by=CLERK)
    for day in (20, 21, 22):
        set_override(day=date(2026, 7, day), is_working=False, name="高温假", by=CLERK)
    with django_assert_num_queries(1):
        first = calendar()
    assert calendar() is first


def test_a_change_that_is_rolled_back_leaves_no_stale_calendar() -> None:
    with transaction.atomic():
        set_override(day=HOT, is_working=False, name="甲", by=CLERK)
        assert calendar().name_of(HOT) == "甲"
        transaction.set_rollback(True)
    assert calendar() == DEFAULT_CALENDAR
    set_override(day=date(2026, 7, 22), is_working=False, name="乙", by=CLERK)
    assert calendar().is_working(HOT)


def test_the_far_west_keeps_its_own_hours() -> None:
    assert calendar("650100").hours != calendar("411000").hours
    assert calendar("411000") == DEFAULT_CALENDAR


@pytest.mark.shared
def test_the_public_data_set_imports_and_its_empty_year_does_not(shared_dir: Path) -> None:
    folder = shared_dir / "data" / "codes" / "holiday-cn"
    import_notice(data=json.loads((folder / "2026.json").read_text("utf-8")), by=CLERK)
    with pytest.raises(NotValid, match="尚未公布"):
        import_notice(data=json.loads((folder / "2027.json").read_text("utf-8")), by=CLERK)
