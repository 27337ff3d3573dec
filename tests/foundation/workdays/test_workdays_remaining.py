"""How late, how long left: against a walk over the days that shares nothing with the clocks."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from zhuqi.foundation.workdays import SHANGHAI, Calendar, Counting, DayRule, Unit, remaining

HOUR, NATURAL, WORKING = Unit.HOUR, Unit.NATURAL_DAY, Unit.WORKING_DAY
DAY = timedelta(days=1)
DAYS = Calendar()
OTHER = Calendar(
    overrides=(
        DayRule(date(2026, 11, 23), is_working=False, name="停工"),
        DayRule(date(2026, 11, 21), is_working=True, name="加班"),
    )
)
BEGIN = datetime(2005, 1, 10, tzinfo=SHANGHAI)
# Minutes from 2005 to the end of 2026.
MOMENTS = st.integers(0, 11_500_000).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


def close(calendar: Calendar, day: date) -> datetime:
    """When office closes on a day of its season, whether or not anybody works."""
    return datetime.combine(day, calendar.hours.closing_on(day), SHANGHAI)


def walked(calendar: Calendar, due: datetime, now: datetime, unit: Unit) -> int:
    """Whole days: late, the closes since; left, the days after today up to the due time."""
    late = now >= due
    day, found = (due if late else now).date() + (not late) * DAY, 0
    while day <= (now if late else due).date():
        counts = unit is NATURAL or calendar.is_working(day)
        at = close(calendar, day)
        found += counts and (due < at <= now if late else at <= due)
        day += DAY
    return found


@settings(max_examples=examples(300), deadline=None)
@given(
    calendar=st.sampled_from([DAYS, OTHER]),
    start=MOMENTS,
    amount=st.integers(1, 20),
    unit=st.sampled_from([NATURAL, WORKING]),
    away=st.integers(-40 * 24 * 60, 40 * 24 * 60),
)
def test_whole_days_are_the_closes_that_a_walk_finds(
    calendar: Calendar, start: datetime, amount: int, unit: Unit, away: int
) -> None:
    due = calendar.due(start, amount, unit)
    now = due + timedelta(minutes=away)
    found = remaining(calendar, due, now, unit)
    assert found.late == (now >= due)
    wanted = walked(calendar, due, now, unit)
    if wanted or found.late:
        assert (found.days, found.unit) == (wanted, unit)
    else:
        assert found.days == walked(calendar, due, now, NATURAL)


@settings(max_examples=examples(200), deadline=None)
@given(now=MOMENTS, amount=st.integers(1, 15), unit=st.sampled_from([NATURAL, WORKING]))
def test_never_more_is_left_than_was_promised_within_office_hours(
    now: datetime, amount: int, unit: Unit
) -> None:
    start = DAYS.effective_start(now)
    # A last day that moves off a holiday leaves more, as the law has it.
    due = DAYS.due(start, amount, unit, counting=Counting(roll=False))
    assert remaining(DAYS, due, start, unit).days == amount


@settings(max_examples=examples(200), deadline=None)
@given(due=MOMENTS, now=MOMENTS, later=st.integers(1, 10_000), unit=st.sampled_from(list(Unit)))
def test_time_that_goes_by_never_leaves_more_nor_makes_less_late(
    due: datetime, now: datetime, later: int, unit: Unit
) -> None:
    before = remaining(DAYS, due, now, unit)
    after = remaining(DAYS, due, now + timedelta(minutes=later), unit)
    if before.late:
        assert after.late
        assert (after.days, after.hours) >= (before.days, 0)
    elif not after.late and before.unit == after.unit:
        assert after.days <= before.days


def test_a_due_time_of_an_office_that_closes_earlier_or_later_reads_the_same() -> None:
    for close in ("17:00", "18:00", "19:30"):
        due = datetime.fromisoformat(f"2026-11-30 {close}").replace(tzinfo=SHANGHAI)
        for now, words in (
            ("11-27 10:00", "还剩 1 个工作日"),
            ("11-30 19:45", "已逾期不到 1 个工作日"),
            ("12-01 09:00", "已逾期不到 1 个工作日"),
            ("12-01 20:00", "已逾期 1 个工作日"),
        ):
            at = datetime.fromisoformat(f"2026-{now}").replace(tzinfo=SHANGHAI)
            assert remaining(DAYS, due, at, WORKING).words() == words, (close, now)


@pytest.mark.parametrize(
    ("due", "now", "unit", "words"),
    [
        # Due Wednesday 18:00, read on Sunday: Thursday and Friday have gone by.
        ("11-25 18:00", "11-29 10:00", WORKING, "已逾期 2 个工作日"),
        ("11-26 18:00", "11-29 10:00", WORKING, "已逾期 1 个工作日"),
        ("11-27 18:00", "11-29 10:00", WORKING, "已逾期不到 1 个工作日"),
        ("11-27 18:00", "11-30 09:00", WORKING, "已逾期不到 1 个工作日"),
        ("11-27 18:00", "11-30 18:00", WORKING, "已逾期 1 个工作日"),
        ("11-25 18:00", "11-29 10:00", NATURAL, "已逾期 3 天"),
        ("11-25 18:00", "11-25 18:00", WORKING, "已逾期不到 1 个工作日"),
        # Left: the same three days on Sunday, late on Friday and early on Monday less one.
        ("12-02 18:00", "11-29 10:00", WORKING, "还剩 3 个工作日"),
        ("12-02 18:00", "11-27 20:00", WORKING, "还剩 3 个工作日"),
        ("12-02 18:00", "11-30 07:00", WORKING, "还剩 2 个工作日"),
        ("12-02 18:00", "11-30 17:00", WORKING, "还剩 2 个工作日"),
        ("12-02 18:00", "11-30 19:00", WORKING, "还剩 2 个工作日"),
        ("12-02 18:00", "12-02 09:00", WORKING, "还剩 9 小时"),
        ("12-02 18:00", "12-02 17:30", WORKING, "还剩不到 1 小时"),
        ("11-29 18:00", "11-27 10:00", WORKING, "还剩 2 天"),
        ("11-30 18:00", "11-27 10:00", NATURAL, "还剩 3 天"),
        # Hours are office time, and told in days where there are more.
        ("11-30 10:00", "11-27 17:30", HOUR, "还剩 2 个办公小时"),
        ("11-27 10:00", "11-27 08:30", HOUR, "还剩 1 个办公小时"),
        ("11-27 17:30", "11-29 10:00", HOUR, "已逾期 1 个工作日"),
        ("11-27 16:00", "11-27 17:30", HOUR, "已逾期 1 个办公小时"),
        ("11-27 17:00", "11-27 17:30", HOUR, "已逾期不到 1 个办公小时"),
    ],
)
def test_in_words(due: str, now: str, unit: Unit, words: str) -> None:
    at = [datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI) for text in (due, now)]
    assert remaining(DAYS, at[0], at[1], unit).words() == words
