"""When a notice leaves: never into somebody's night, work only into working time."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhuqi.foundation.notices.enums import Channel, Pace, Topic
from zhuqi.foundation.notices.rules import (
    DEFAULT_QUIET,
    Quiet,
    channels_for,
    pace_of,
    send_at,
    wants_channel,
)
from zhuqi.foundation.workdays import DEFAULT_CALENDAR, SHANGHAI

moments = st.integers(0, 350 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
quiets = st.builds(Quiet, clock_times, clock_times)
EVERY = frozenset(Channel)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def working(moment: datetime) -> bool:
    return DEFAULT_CALENDAR.effective_start(moment) == moment


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(20, 10), at(20, 10)),  # Friday morning
        (at(20, 12, 30), at(20, 14, 30)),  # over lunch
        (at(20, 23, 30), at(23, 8, 30)),  # Friday night: Monday
        (at(21, 10), at(23, 8, 30)),  # Saturday
        (at(1, 10, month=10), at(8, 8, 30, month=10)),  # National Day: after the holidays
    ],
)
def test_what_an_official_has_to_do_lands_in_working_time(now: datetime, then: datetime) -> None:
    assert send_at(now, Pace.WORKING, DEFAULT_QUIET, DEFAULT_CALENDAR) == then


def test_a_make_up_saturday_is_a_working_day() -> None:
    saturday = at(10, 9, month=10)

    assert send_at(saturday, Pace.WORKING, DEFAULT_QUIET, DEFAULT_CALENDAR) == saturday


def test_a_firm_is_told_in_the_evening_but_not_at_night() -> None:
    assert send_at(at(21, 20), Pace.WAKING, DEFAULT_QUIET, DEFAULT_CALENDAR) == at(21, 20)
    assert send_at(at(21, 23), Pace.WAKING, DEFAULT_QUIET, DEFAULT_CALENDAR) == at(22, 7, 30)
    assert send_at(at(22, 3), Pace.WAKING, DEFAULT_QUIET, DEFAULT_CALENDAR) == at(22, 7, 30)


def test_an_emergency_waits_for_nothing() -> None:
    pace = pace_of(Topic.WORK, firm=False, urgent=True)

    assert send_at(at(21, 3), pace, DEFAULT_QUIET, DEFAULT_CALENDAR) == at(21, 3)


def test_quiet_hours_that_begin_and_end_alike_are_none() -> None:
    quiet = Quiet(time(8), time(8))

    assert not quiet.holds(at(20, 8))


@given(moments, quiets)
def test_waking_hours_are_never_in_the_quiet_hours_nor_later_than_a_day(
    now: datetime, quiet: Quiet
) -> None:
    then = send_at(now, Pace.WAKING, quiet, DEFAULT_CALENDAR)

    assert now <= then < now + timedelta(days=1)
    assert not quiet.holds(then)
    assert send_at(then, Pace.WAKING, quiet, DEFAULT_CALENDAR) == then


@given(moments, quiets)
def test_working_time_is_always_kept_and_quiet_hours_wherever_both_can_be(
    now: datetime, quiet: Quiet
) -> None:
    then = send_at(now, Pace.WORKING, quiet, DEFAULT_CALENDAR)

    assert then >= now
    assert working(then)
    assert send_at(then, Pace.WORKING, quiet, DEFAULT_CALENDAR) == then
    if quiet.holds(then):
        day = [at(23, 0) + timedelta(minutes=minute) for minute in range(24 * 60)]
        summer = [at(23, 0, month=6) + timedelta(minutes=minute) for minute in range(24 * 60)]
        assert any(
            all(quiet.holds(minute) for minute in minutes if working(minute))
            for minutes in (day, summer)
        ), "quiet hours gave way although some working time was free"


@given(moments, moments, quiets, st.sampled_from(Pace))
def test_what_is_told_later_never_leaves_earlier(
    one: datetime, two: datetime, quiet: Quiet, pace: Pace
) -> None:
    assume(one <= two)

    first = send_at(one, pace, quiet, DEFAULT_CALENDAR)
    second = send_at(two, pace, quiet, DEFAULT_CALENDAR)
    assert first <= second


def test_nothing_leaves_by_a_channel_that_does_not_work() -> None:
    for topic in Topic:
        assert list(channels_for(topic, firm=True, preferences={}, ready=frozenset())) == []


def test_officials_get_no_texts_unless_they_ask_for_them() -> None:
    assert Channel.SMS not in set(channels_for(Topic.WORK, firm=False, preferences={}, ready=EVERY))
    preferences = {(Topic.WORK, Channel.SMS): True, (Topic.WORK, Channel.EMAIL): False}
    assert set(channels_for(Topic.WORK, firm=False, preferences=preferences, ready=EVERY)) == {
        Channel.SMS,
        Channel.CHAT,
    }


def test_firms_get_a_text_when_something_happens_but_no_reminders_unasked() -> None:
    assert wants_channel(Topic.PROGRESS, Channel.SMS, firm=True, preferences={})
    assert not wants_channel(Topic.REMINDER, Channel.SMS, firm=True, preferences={})
