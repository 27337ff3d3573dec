"""Dates as offices write them: each notation is read, what can be read in two ways is refused."""

from datetime import date, datetime

import pytest

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.imports.dates import Era, read_moment, refuse_absurd

DAY = (
    "2023年5月6日", "2023年05月06日", "2023年5月6号", "２０２３年５月６日", "2023.5.6",
    "2023．5．6",
    "2023.5.6.", "2023-5-6", "2023–5–6", "2023/5/6", "2023\\5\\6", "2023 5 6", "2023、5、6",
    "2023，5，6", "20230506", "23.5.6", "23年5月6日", "二〇二三年五月六日", "二○二三年五月六日",
    "2023-05-06 周六", "2023年5月6日（星期六）", "6-May-23", "May 6, 2023", "45052", 45052.0,
    20230506.0, "2023-05-06 00:00:00.0", "5月6日", "5月6号", "5.6", "5/6", "五月六日",
    datetime(2023, 5, 6),  # noqa: DTZ001 (a sheet knows no zone)
)  # fmt: skip
HOUR = (
    "2023-5-6 14:30", "2023/5/6 14:30:00", "2023年5月6日14时30分", "2023年5月6日 下午2点30分",
    "2023-05-06T14:30:00", "2023-05-06T14:30:00+08:00", "2023-05-06T06:30:00Z", "202305061430",
    "20230506143000", "2023/05/06 02:30 PM", "5月6日 14:30", 45052.604166667, "1683354600000",
)  # fmt: skip
REFUSED = (
    ("5/7/2023", "分不清"), ("2023年2月30日", "没有这一天"), ("2023-5-6 25:00", "没有这个时刻"),
    ("待定", "读不懂"), ("2023年5月6日-5月8日", "读不懂"), (5.1, "丢掉末尾的 0"),
    (True, "不是日期"),
    ("123456", "读不懂"), ("x" * 500, "读不懂"),
)  # fmt: skip


@pytest.mark.parametrize("written", DAY, ids=str)
def test_a_day_is_read_in_every_notation(written: object) -> None:
    moment = read_moment(written, Era(2023))  # type: ignore[arg-type]
    assert (moment.day, moment.at.hour) == (date(2023, 5, 6), 0)


@pytest.mark.parametrize("written", HOUR, ids=str)
def test_so_is_the_hour_where_there_is_one(written: object) -> None:
    moment = read_moment(written, Era(2023))  # type: ignore[arg-type]
    assert moment.at == datetime(2023, 5, 6, 14, 30, tzinfo=SHANGHAI)
    assert moment.clock


@pytest.mark.parametrize(("written", "why"), REFUSED)
def test_what_means_no_day_or_two_is_refused_with_the_reason(written: object, why: str) -> None:
    with pytest.raises(NotValid, match=why):
        read_moment(written, Era(2023))  # type: ignore[arg-type]


def test_numbers_of_a_mac_count_from_1904() -> None:
    assert read_moment(45052.0 - 1462, Era(epoch_1904=True)).day == date(2023, 5, 6)


def test_a_month_alone_is_its_first_day_and_says_so() -> None:
    moment = read_moment("2023年5月")
    assert (moment.day, moment.note) == (date(2023, 5, 1), "只写到月，按当月 1 日")


def test_a_day_without_a_year_needs_one_from_the_mapping() -> None:
    with pytest.raises(NotValid, match="没有写年份"):
        read_moment("5月6日")


@pytest.mark.parametrize("written", ["1926-05-06", "2126-05-06", "2099-01-01"])
def test_what_no_register_can_mean_is_absurd(written: str) -> None:
    with pytest.raises(NotValid, match="年份不对"):
        refuse_absurd(read_moment(written), date(2026, 11, 29))
