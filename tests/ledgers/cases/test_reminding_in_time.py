"""Every clock of every shipped scheme has its "soon", in office hours and before it is due."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from tests.cast import Cast
from tests.scenes.life import submit
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.actions import set_hours
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.workdays import DEFAULT_CALENDAR as DAYS
from zhuqi.foundation.workdays import SHANGHAI, OfficeHours, Season, Unit, next_opening, soon_at
from zhuqi.ledgers.cases.clock_runs import readings
from zhuqi.ledgers.cases.clocks import Happening, Reading, SchemeTerms
from zhuqi.ledgers.cases.deadline_schemes.actions import shipped
from zhuqi.ledgers.cases.deadline_schemes.queries import counting_of
from zhuqi.ledgers.cases.enums import ClockKind, Verb
from zhuqi.ledgers.cases.models import Clock
from zhuqi.ledgers.cases.notifications.actions import REMIND, enqueue_reminders

YEARS = (2013, 2020, 2023, 2024, 2025, 2026)
HOURS = (time(2, 0), time(10, 0), time(13, 0), time(17, 55), time(20, 0))


def promised() -> list[tuple[SchemeTerms, int, Unit]]:
    """Every amount of time some row of a shipped scheme promises, as that scheme counts it."""
    found: dict[tuple[object, ...], tuple[SchemeTerms, int, Unit]] = {}
    for scheme in shipped():
        for rule in scheme.rules:
            if not rule.followed:
                alone = replace(rule, clock=ClockKind.ACCEPT, tier="", kind="")
                terms = SchemeTerms(
                    1, (alone,), counting_of(scheme.terms), scheme.terms["yellow_days"],
                    scheme.terms["yellow_percent"],
                )  # fmt: skip
                key = (rule.amount, rule.unit, terms.counting, terms.yellow_days)
                found[key] = (terms, rule.amount, rule.unit)
    return list(found.values())


def reading(terms: SchemeTerms, start: datetime) -> Reading:
    """What the clocks make of it."""
    [one] = readings([Happening(Verb.SUBMIT, start, scheme=1)], {1: terms}, DAYS)
    return one


def in_office(moment: datetime) -> bool:
    return DAYS.effective_start(moment) == moment


def office_time_between(start: datetime, due: datetime) -> bool:
    return DAYS.effective_start(start) < due


@pytest.mark.in_part(6)
@pytest.mark.parametrize("year", YEARS)
def test_on_every_day_of_the_year_the_warning_comes_in_office_hours_before_the_end(
    year: int,
) -> None:
    late, asleep, seen, every = [], [], 0, promised()
    day = date(year, 1, 1)
    while day.year == year:
        for terms, amount, unit in every:
            for at in HOURS:
                start = datetime.combine(day, at, SHANGHAI)
                one = reading(terms, start)
                told = soon_at(DAYS, start, one.warn_at, one.due_at)
                seen += 1
                if not start <= told < one.due_at:
                    late.append((start, amount, unit, told, one.due_at))
                if not in_office(told) and office_time_between(start, one.due_at):
                    asleep.append((start, amount, unit, told, one.due_at))
        day += timedelta(days=1)
    assert (late[:3], asleep[:3]) == ([], [])
    assert seen > 20_000


def test_the_sweep_finds_each_of_them_by_then() -> None:
    """Looked at every half hour, each is found before it is due, and when it should be told."""
    for terms, amount, _unit in promised():
        if not amount:
            continue
        for offset in range(9):
            # The days before and over National Day 2026 and its make-up working days.
            start = datetime(2026, 9, 24, 10, 0, tzinfo=SHANGHAI) + timedelta(days=offset)
            one = reading(terms, start)
            wanted = soon_at(DAYS, start, one.warn_at, one.due_at)
            now = start
            while not (one.warn_at <= now or one.due_at <= next_opening(DAYS, now)):
                now += timedelta(minutes=30)
            found = soon_at(DAYS, now, one.warn_at, one.due_at)
            assert found < one.due_at
            assert found - wanted < timedelta(minutes=30)


def test_what_is_due_on_sunday_is_told_on_friday_afternoon_once(cast: Cast) -> None:
    friday = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
    case = submit(cast, friday)
    sunday = datetime(2026, 11, 22, 18, 0, tzinfo=SHANGHAI)
    Clock.objects.filter(case=case).update(due_at=sunday, warn_at=sunday - timedelta(days=1))
    for hours in (0, 1, 6, 9, 20, 30, 50):
        enqueue_reminders(friday + timedelta(hours=hours))
    [item] = OutboxItem.objects.filter(kind=REMIND, payload__level="soon")
    assert item.not_before == datetime(2026, 11, 20, 14, 30, tzinfo=SHANGHAI)


def test_an_office_that_opens_later_is_told_when_it_opens(cast: Cast) -> None:
    late_hours = OfficeHours((Season.of("01-01", "10:00-14:00", "15:30-19:30"),))
    set_hours(region=cast.city, hours=late_hours, source="", by=SYSTEM)
    evening = datetime(2026, 11, 19, 20, 0, tzinfo=SHANGHAI)
    case = submit(cast, evening)
    friday = datetime(2026, 11, 20, 19, 30, tzinfo=SHANGHAI)
    Clock.objects.filter(case=case).update(due_at=friday, warn_at=evening)
    enqueue_reminders(evening)
    [item] = OutboxItem.objects.filter(kind=REMIND, payload__level="soon")
    assert item.not_before == datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
