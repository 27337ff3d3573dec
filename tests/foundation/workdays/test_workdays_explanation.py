"""Every due time explains itself, in the words an official would use."""

from datetime import date, datetime

import pytest

from tests.foundation.workdays.former import due, explain, rolling
from zhuqi.foundation.workdays import (
    DEFAULT_CALENDAR,
    SHANGHAI,
    Calendar,
    DayRule,
    Pause,
    Skip,
    Unit,
)

HOUR, NATURAL, WORKING = Unit.HOUR, Unit.NATURAL_DAY, Unit.WORKING_DAY
FRIDAY = datetime(2026, 11, 20, 16, 5, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_weekend_and_pause_are_named() -> None:
    pause = Pause(at("2026-11-23 10:00"), at("2026-11-25 08:30"))
    told = explain(FRIDAY, 2, WORKING, [pause])
    assert told.sentences() == [
        "11月20日 16:05 起算",
        "期限 2 个工作日",
        "跳过 11月21日–22日（周末）",
        "暂停 2 个工作日（11月23日–24日）",
        "到期 11月26日 18:00",
    ]
    assert told.due == due(FRIDAY, 2, WORKING, [pause])
    assert told.skipped == (Skip(date(2026, 11, 21), date(2026, 11, 22), "周末"),)
    assert not told.provisional


def test_holidays_and_make_up_days_are_named_and_a_start_on_a_holiday_is_moved() -> None:
    assert explain(at("2026-10-03 10:00"), 5, WORKING).sentences() == [
        "10月3日 10:00 不在办公时间，自 10月8日 08:30 起算",
        "期限 5 个工作日",
        "跳过 10月3日–7日（国庆节）",
        "跳过 10月11日（周末）",
        "10月10日（国庆节调休上班）照常计算",
        "到期 10月14日 18:00",
    ]


def test_the_administrators_own_reason_is_given() -> None:
    storm = DayRule(date(2026, 11, 23), is_working=False, name="台风停工")
    sentences = Calendar(overrides=(storm,)).explain(FRIDAY, 1, WORKING).sentences()
    assert "跳过 11月23日（台风停工）" in sentences
    assert "到期 11月24日 18:00" in sentences


def test_a_clock_that_leans_on_an_unpublished_year_says_so_with_the_years() -> None:
    told = explain(at("2026-12-30 10:00"), 3, WORKING)
    assert told.provisional
    assert told.provisional_years == (2027,)
    assert told.sentences() == [
        "2026年12月30日 10:00 起算",
        "期限 3 个工作日",
        "跳过 2027年1月1日（元旦）",
        "跳过 2027年1月2日–3日（周末）",
        "到期 2027年1月5日 18:00",
        "2027 年放假安排尚未公布，以国务院公布为准",
    ]


def test_natural_days_skip_nothing_and_lean_on_no_notice_unless_they_roll() -> None:
    start = at("2026-12-30 10:00")
    plain = explain(start, 3, NATURAL)
    assert plain.skipped == ()
    assert not plain.provisional
    assert plain.sentences()[1] == "期限 3 个自然日"
    rolled = explain(start, 3, NATURAL, counting=rolling(roll=True))
    assert rolled.provisional_years == (2027,)
    assert rolled.sentences()[2:4] == ["跳过 2027年1月2日–3日（周末）", "到期 2027年1月4日 18:00"]


def test_rolling_to_a_make_up_day_leaves_no_trace_of_it() -> None:
    told = explain(at("2026-10-05 10:00"), 5, NATURAL, counting=rolling(roll=True))
    assert told.due == at("2026-10-10 18:00")
    assert told.skipped == told.made_up == ()


def test_hours_tell_the_moments_of_a_pause() -> None:
    pause = Pause(at("2026-11-20 17:00"), at("2026-11-23 09:15"))
    assert explain(FRIDAY, 1, HOUR, [pause]).sentences() == [
        "11月20日 16:05 起算",
        "期限 1 小时",
        "跳过 11月21日–22日（周末）",
        "暂停 1.75 小时（11月20日 17:00–11月23日 09:15）",
        "到期 11月23日 09:20",
    ]


def test_a_pause_that_costs_nothing_is_told_and_one_outside_the_clock_is_not() -> None:
    pauses = [
        Pause(at("2026-11-01 08:00"), at("2026-11-02 08:00")),  # over before the start
        Pause(at("2026-11-21 08:00"), at("2026-11-22 20:00")),  # the weekend
        Pause(at("2026-12-01 08:00"), at("2026-12-02 08:00")),  # after it fell due
    ]
    told = explain(FRIDAY, 1, WORKING, pauses)
    assert [(pause.first, pause.counted) for pause in told.pauses] == [(date(2026, 11, 21), 0)]
    assert "11月21日–22日的暂停不占时限，不顺延" in told.sentences()


def test_a_pause_after_an_unrolled_end_is_not_counted() -> None:
    start = at("2026-11-20 10:00")
    sunday = Pause(at("2026-11-22 08:00"), at("2026-11-22 20:00"))
    told = explain(start, 1, NATURAL, [sunday], counting=rolling(roll=True))
    assert told.due == at("2026-11-23 18:00")
    assert told.pauses == ()


@pytest.mark.parametrize("unit", list(Unit))
def test_an_explanation_is_of_the_due_time_itself(unit: Unit) -> None:
    pauses = [Pause(at("2026-11-23 10:00"), at("2026-11-25 08:30"))]
    told = DEFAULT_CALENDAR.explain(FRIDAY, 4, unit, iter(pauses))
    assert told.due == DEFAULT_CALENDAR.due(FRIDAY, 4, unit, pauses)
    assert told.sentences()[0].endswith("11月20日 16:05 起算")
    assert len(told.pauses) == 1


def test_pauses_that_touch_are_told_as_one() -> None:
    pauses = [
        Pause(at("2026-11-23 10:00"), at("2026-11-24 10:00")),
        Pause(at("2026-11-24 10:00"), at("2026-11-25 10:00")),
    ]
    assert [pause.counted for pause in explain(FRIDAY, 5, WORKING, pauses).pauses] == [2]
