"""Schedules: each slot once, however often, late or crookedly the worker looks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.outbox.actions import enqueue_due, scheduling, tidy
from zhuqi.foundation.outbox.models import OutboxItem, ScheduledRun
from zhuqi.foundation.outbox.queries import overview
from zhuqi.foundation.outbox.registry import Schedule, daily, every, schedules
from zhuqi.foundation.outbox.worker import drain

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
MINUTE = timedelta(minutes=1)


@pytest.fixture
def seals() -> list[datetime]:
    """Every ten minutes; only the last of missed slots."""
    ran: list[datetime] = []
    every("seal", minutes=10)(ran.append)
    return ran


@pytest.fixture
def reports() -> list[datetime]:
    """Daily at 02:30; each missed day."""
    ran: list[datetime] = []
    daily("report", at="02:30", catch_up="each")(ran.append)
    return ran


def look(name: str, *moments: datetime) -> None:
    for moment in moments:
        enqueue_due(schedules()[name], moment)
        drain()


def test_a_schedule_begins_with_its_next_slot(seals: list[datetime]) -> None:
    look("seal", NOON + 3 * MINUTE, NOON + 9 * MINUTE)
    assert seals == []
    assert ScheduledRun.objects.get().passed_over

    look("seal", NOON + 10 * MINUTE)
    assert seals == [NOON + 10 * MINUTE]


def test_looking_twice_does_a_slot_once(seals: list[datetime]) -> None:
    look("seal", NOON, *[NOON + 12 * MINUTE] * 3)

    assert seals == [NOON + 10 * MINUTE]


def test_after_a_stand_still_only_the_last_slot_is_caught_up(seals: list[datetime]) -> None:
    look("seal", NOON, NOON + timedelta(hours=5, minutes=7))

    assert seals == [NOON + timedelta(hours=5)]


def test_after_a_stand_still_each_day_is_caught_up_where_it_matters(
    reports: list[datetime],
) -> None:
    look("report", NOON, NOON + timedelta(days=3))

    assert [f"{slot.astimezone():%d %H:%M %z}" for slot in reports] == [
        f"{(NOON + timedelta(days=n, hours=-9.5)).astimezone():%d %H:%M %z}" for n in (1, 2, 3)
    ]


def test_a_long_stand_still_is_caught_up_in_portions(
    reports: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "SLOTS_PER_PASS", 4)
    report = schedules()["report"]
    enqueue_due(report, NOON)
    later = NOON + timedelta(days=10)

    assert [enqueue_due(report, later) is None for _pass in range(3)] == [True, True, False]
    drain()
    assert len(reports) == len(set(reports)) == 10


def test_a_clock_that_ran_ahead_repeats_nothing_and_stops_nothing(seals: list[datetime]) -> None:
    look("seal", NOON, NOON + 11 * MINUTE)
    look("seal", NOON + timedelta(days=365))  # the clock jumps a year ahead …
    look("seal", NOON + 12 * MINUTE, NOON + 21 * MINUTE, NOON + 31 * MINUTE)  # … and back
    look("seal", NOON + timedelta(days=365, minutes=1))

    assert seals == [
        NOON + 10 * MINUTE,
        NOON + timedelta(days=365),
        NOON + 20 * MINUTE,
        NOON + 30 * MINUTE,
    ]


def test_a_clock_set_back_repeats_nothing(seals: list[datetime]) -> None:
    look("seal", NOON, NOON + 21 * MINUTE, NOON + 12 * MINUTE, NOON + 22 * MINUTE)

    assert sorted(seals) == [NOON + 10 * MINUTE, NOON + 20 * MINUTE]


@given(st.lists(st.integers(-300, 3000), min_size=1, max_size=12))
def test_no_sequence_of_looks_does_a_slot_twice(minutes: list[int]) -> None:
    ScheduledRun.objects.all().delete()
    OutboxItem.objects.all().delete()
    schedule = schedules().get("any") or _declare()
    for minute in minutes:
        enqueue_due(schedule, NOON + minute * MINUTE)

    slots = list(OutboxItem.objects.values_list("payload__slot", flat=True))
    assert len(slots) == len(set(slots))


def _declare() -> Schedule:
    every("any", minutes=7)(lambda _slot: None)
    return schedules()["any"]


def test_a_slot_whose_work_was_forgotten_is_still_done(seals: list[datetime]) -> None:
    look("seal", NOON, NOON + 10 * MINUTE)
    OutboxItem.objects.all().delete()
    look("seal", NOON + 11 * MINUTE)

    assert len(seals) == 1


@pytest.mark.usefixtures("reports")
def test_a_daily_slot_follows_the_clock_on_the_wall() -> None:
    report = schedules()["report"]
    before = datetime(2026, 3, 1, 18, 29, tzinfo=UTC)  # 02:29 on the 2nd in Shanghai

    assert report.latest(before) == datetime(2026, 2, 28, 18, 30, tzinfo=UTC)
    assert report.latest(before + MINUTE) == datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)), st.sampled_from(["e", "d"]))  # noqa: DTZ001
def test_slots_are_before_now_and_rise(naive: datetime, name: str) -> None:
    if name not in schedules():
        every("e", minutes=10)(lambda _slot: None)
        daily("d", at="02:30")(lambda _slot: None)
    schedule, now = schedules()[name], naive.replace(tzinfo=UTC)

    latest = schedule.latest(now)

    assert latest <= now < schedule.following(latest)
    assert schedule.latest(latest) == latest
    assert schedule.latest(schedule.following(latest)) == schedule.following(latest)


@pytest.mark.usefixtures("seals")
def test_tidying_keeps_the_newest_slot_and_what_failed() -> None:
    look("seal", NOON, NOON + 10 * MINUTE, NOON + 20 * MINUTE)
    later = NOON + timedelta(days=4000)
    OutboxItem.objects.update(done_at=NOON)
    OutboxItem.objects.filter(key__contains="04:20").update(done_at=None, failed_at=NOON)

    tidy(later)

    assert ScheduledRun.objects.get().slot == NOON + 20 * MINUTE
    assert OutboxItem.objects.get().failed_at == NOON


@pytest.mark.usefixtures("seals")
def test_the_overview_shows_the_last_runs() -> None:
    look("seal", NOON, NOON + 10 * MINUTE)

    (run,) = overview(NOON).last_runs
    assert (run.name, run.slot) == ("seal", NOON + 10 * MINUTE)
    assert run.done_at is not None


def test_a_period_is_at_least_a_minute() -> None:
    with pytest.raises(ValueError, match="minute"):
        every("x", minutes=0)
