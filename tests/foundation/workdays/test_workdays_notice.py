"""Importing a year's notice: the public files, and files that are not what they say."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhuqi.foundation.workdays import (
    DEFAULT_CALENDAR,
    PUBLISHED_THROUGH,
    Calendar,
    DayRule,
    NoticeError,
    parse_notice,
)

NEW_YEAR = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}
MADE_UP = {"name": "元旦", "date": "2026-12-27", "isOffDay": False}


def file_of(*days: object, **changes: object) -> dict[str, Any]:
    return {"year": 2027, "papers": ["https://www.gov.cn/1.htm"], "days": list(days), **changes}


def test_a_notice_is_read_by_date_with_its_papers() -> None:
    notice = parse_notice(file_of(NEW_YEAR, MADE_UP))
    assert notice.year == 2027
    assert notice.days == (
        DayRule(date(2026, 12, 27), is_working=True, name="元旦调休上班"),
        DayRule(date(2027, 1, 1), is_working=False, name="元旦"),
    )
    assert notice.papers == ("https://www.gov.cn/1.htm",)
    assert DEFAULT_CALENDAR.with_notice(notice).is_working(date(2026, 12, 27))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ([], "应为一个 JSON 对象"),
        (None, "应为一个 JSON 对象"),
        (file_of(NEW_YEAR, year="2027"), "年份应为数字"),
        (file_of(NEW_YEAR, year=True), "年份应为数字"),
        (file_of(NEW_YEAR, year=1999), "年份须在 2004 至 2050 之间"),
        (file_of(NEW_YEAR, year=2028), "需要 2027 年的放假安排，文件是 2028 年的"),
        (file_of(days=None), "缺少 days 列表"),
        (file_of(), "2027 年放假安排尚未公布"),
        (file_of("2027-01-01"), "第 1 项应为一个 JSON 对象"),
        (file_of(NEW_YEAR | {"name": " "}), "第 1 项缺少节日名称"),
        (file_of(NEW_YEAR | {"isOffDay": 1}), "isOffDay 应为 true 或 false"),
        (file_of(NEW_YEAR | {"date": 20270101}), "日期应写作 2027-01-01"),
        (file_of(NEW_YEAR | {"date": "20270101"}), "日期应写作 2027-01-01"),
        (file_of(NEW_YEAR | {"date": "2027-02-30"}), "日期无效"),
        (file_of(NEW_YEAR, MADE_UP | {"date": "2026-11-30"}), "第 2 项的日期 2026-11-30 不属于"),
        (file_of(NEW_YEAR | {"date": "2028-01-01"}), "不属于 2027 年的放假安排"),
        (file_of(NEW_YEAR, NEW_YEAR), "日期 2027-01-01 出现了两次"),
        (file_of(NEW_YEAR, papers="https://www.gov.cn"), "papers 应为"),
        (file_of(NEW_YEAR, papers=[1]), "papers 应为"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_mend(data: object, sentence: str) -> None:
    with pytest.raises(NoticeError, match=sentence):
        parse_notice(data, year=2027)


def test_a_day_before_the_calendar_begins_is_refused() -> None:
    early = file_of({"name": "元旦", "date": "2003-12-31", "isOffDay": True}, year=2004)
    with pytest.raises(NoticeError, match="超出可计算的年份"):
        parse_notice(early)


@pytest.mark.shared
@pytest.mark.parametrize("year", range(2018, PUBLISHED_THROUGH + 1))
def test_the_calendar_agrees_with_every_published_notice(year: int, notices_folder: Path) -> None:
    data = json.loads((notices_folder / f"{year}.json").read_text(encoding="utf-8"))
    notice = parse_notice(data, year=year)
    differing = [r for r in notice.days if DEFAULT_CALENDAR.is_working(r.day) != r.is_working]
    assert not differing


@pytest.mark.shared
def test_no_working_day_is_off_and_no_weekend_worked_without_a_notice(
    notices_folder: Path,
) -> None:
    named: set[date] = set()
    for path in notices_folder.glob("20*.json"):
        named |= {
            date.fromisoformat(row["date"])
            for row in json.loads(path.read_text(encoding="utf-8"))["days"]
        }
    span = range(date(2018, 1, 1).toordinal(), date(PUBLISHED_THROUGH, 12, 31).toordinal() + 1)
    unnamed = {date.fromordinal(number) for number in span} - named
    differing = [day for day in unnamed if DEFAULT_CALENDAR.is_working(day) != (day.weekday() < 5)]
    assert not differing


@pytest.mark.shared
def test_a_notice_imported_over_an_old_edition_gives_what_the_new_edition_holds(
    notices_folder: Path,
) -> None:
    data = json.loads((notices_folder / "2026.json").read_text(encoding="utf-8"))
    calendar = Calendar(published_through=2025).with_notice(parse_notice(data))
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(365)]
    differing = [d for d in days if calendar.is_working(d) != DEFAULT_CALENDAR.is_working(d)]
    assert not differing
    assert not calendar.is_provisional(days[0])


@pytest.mark.shared
def test_the_file_of_an_unpublished_year_cannot_be_imported(notices_folder: Path) -> None:
    data = json.loads((notices_folder / "2027.json").read_text(encoding="utf-8"))
    with pytest.raises(NoticeError, match="2027 年放假安排尚未公布"):
        parse_notice(data)
