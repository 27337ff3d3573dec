"""The notice as the State Council publishes it, pasted whole, torn or of another year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foundation.workdays.notice_2026 import NOTICE_2026
from tests.foundation.workdays.published_notices import ADJUSTED, PUBLISHED
from zhuqi.foundation.workdays import DEFAULT_CALENDAR, NoticeError, parse_notice, read_notice_text


def test_the_notice_of_2026_gives_the_days_the_calendar_already_knows() -> None:
    notice = parse_notice(read_notice_text(NOTICE_2026, 2026))
    assert len(notice.days) == 33 + 6
    named = {rule.day: rule.is_working for rule in notice.days}
    for n in range(365):
        day = date(2026, 1, 1) + timedelta(days=n)
        plain = named.get(day, day.weekday() < 5)
        assert plain == DEFAULT_CALENDAR.is_working(day), day


EVERY = {**PUBLISHED, 2026: NOTICE_2026}


def named_by_the_texts(year: int) -> dict[date, bool]:
    """What the year's notices say of each day they name, the second over the first."""
    texts = [EVERY[year], *([ADJUSTED[year]] if year in ADJUSTED else [])]
    read = [parse_notice(read_notice_text(text, year, DEFAULT_CALENDAR)) for text in texts]
    return {rule.day: rule.is_working for notice in read for rule in notice.days}


@pytest.mark.parametrize("year", sorted(EVERY))
def test_every_notice_since_2006_is_read_from_its_own_words_and_agrees_with_the_calendar(
    year: int,
) -> None:
    named = named_by_the_texts(year)
    # The December before is the next notice's to change: 2006's made 2005-12-31 a working day.
    named |= {
        day: works
        for day, works in (named_by_the_texts(year + 1) if year + 1 in EVERY else {}).items()
        if day.year == year
    }
    for n in range((date(year, 12, 31) - date(year - 1, 12, 29)).days + 1):
        day = date(year - 1, 12, 29) + timedelta(days=n)
        if day in named or day.year == year:
            plain = named.get(day, day.weekday() < 5)
            assert plain == DEFAULT_CALENDAR.is_working(day), day


def test_the_last_day_of_2005_was_worked() -> None:
    assert DEFAULT_CALENDAR.is_working(date(2005, 12, 31))
    assert DEFAULT_CALENDAR.name_of(date(2005, 12, 31)) == "元旦调休上班"


def test_a_memorial_day_and_its_paper_are_read_from_the_title() -> None:
    data = read_notice_text(ADJUSTED[2015], 2015)
    assert data["papers"] == ["国发明电〔2015〕1号"]
    assert {row["name"] for row in data["days"]} == {
        "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"
    }


def test_a_holiday_is_lengthened_from_where_it_is_known_to_begin() -> None:
    days = read_notice_text(ADJUSTED[2020], 2020, DEFAULT_CALENDAR)["days"]
    assert [row["date"] for row in days if row["isOffDay"]][::9] == ["2020-01-24", "2020-02-02"]
    with pytest.raises(NoticeError, match="没有读到“春节”原来的假期"):
        read_notice_text(ADJUSTED[2020], 2020)


def test_pasted_in_one_line_with_other_brackets_it_reads_the_same() -> None:
    line = NOTICE_2026.replace("\n", " ").replace("（", "(").replace("）", ")")
    wide = line.replace("1", "１").replace("周", "星期")
    assert read_notice_text(wide, 2026) == read_notice_text(NOTICE_2026, 2026)


def test_a_holiday_may_begin_in_december_and_cross_the_year() -> None:
    text = "一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。"
    days = [row["date"] for row in read_notice_text(text, 2019)["days"]]
    assert days == ["2018-12-30", "2018-12-31", "2019-01-01", "2018-12-29"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "没有读到放假日期"),
        ("今天天气很好", "没有读到放假日期"),
        ("一、元旦：1月1日（周五）放假。", "2026年1月1日是周四，文中写的是周五"),
        ("一、元旦：1月1日至3日放假，共4天。", "写明共 4 天，读到的是 3 天"),
        ("一、元旦：2月30日放假。", "没有 2月30日"),
        ("一、元旦：1日至3日放假。", "没有写明月份"),
        ("一、元旦：1月1日至6月3日放假。", "不像一段假期"),
        ("一、春节：2月17日放假，2月17日上班。", "既写了放假，又写了上班"),
    ],
)
def test_a_text_that_contradicts_itself_says_where(text: str, why: str) -> None:
    with pytest.raises(NoticeError, match=why):
        read_notice_text(text, 2026)


def test_the_notice_of_another_year_is_found_out_by_its_weekdays() -> None:
    with pytest.raises(NoticeError, match="请核对年份"):
        read_notice_text(NOTICE_2026, 2027)


@given(st.text(max_size=300), st.integers(min_value=1990, max_value=2060))
def test_whatever_is_pasted_is_read_or_refused(text: str, year: int) -> None:
    for words in (text, f"一、元旦：{text}放假。"):
        try:
            data = read_notice_text(words, year)
        except NoticeError:
            continue
        assert data["days"]
