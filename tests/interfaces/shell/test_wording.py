"""Moments as officials write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from zhuqi.interfaces.shell.wording import day, moment


@pytest.fixture(autouse=True)
def in_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 2026 in Shanghai."""
    now = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_a_moment_of_this_year_names_no_year() -> None:
    assert (
        moment(datetime(2026, 11, 21, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai")))
        == "11月21日 周六 17:30"
    )


def test_a_moment_of_another_year_names_it() -> None:
    assert (
        moment(datetime(2025, 11, 21, 8, 5, tzinfo=ZoneInfo("Asia/Shanghai")))
        == "2025年11月21日 周五 08:05"
    )


def test_a_moment_is_told_in_the_offices_time() -> None:
    assert moment(datetime(2025, 12, 31, 16, 30, tzinfo=UTC)) == "1月1日 周四 00:30"


def test_the_weekday_can_be_left_out() -> None:
    at = datetime(2026, 3, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert moment(at, weekday=False) == "3月1日 09:00"
    assert day(at, weekday=False) == "3月1日"


def test_a_date_stays_a_day() -> None:
    assert moment(date(2026, 11, 21)) == "11月21日 周六"
    assert day(date(2027, 1, 4)) == "2027年1月4日 周一"


def test_nothing_is_nothing() -> None:
    assert moment(None) == day(None) == ""
