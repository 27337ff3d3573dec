"""督办看板: what it counts at which moment of which week, and for whom."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.board import another, everything, first, instructed
from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Recusal
from zhuqi.ledgers.cases.models.case import LIVE
from zhuqi.ledgers.cases.queries import Condition
from zhuqi.ledgers.cases.secrecy.models import RecusalKind
from zhuqi.mechanisms.supervision.board import (
    Numbers,
    Times,
    Week,
    numbers,
    quiet_cases,
    reads_board,
)


def at(text: str) -> datetime:
    """2026-11-27 17:31 in Xuchang."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def week(text: str) -> Week:
    return Week.of(calendar(), at(text))


def counted(scope: Scope, text: str) -> Times:
    return numbers(scope, week(text)).all


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-23 08:00", "2026-11-27"),  # Monday, until Friday
        ("2026-11-27 20:00", "2026-11-27"),  # Friday evening: the week is over
        ("2026-11-28 10:00", "2026-11-28"),  # Saturday: today alone
        ("2026-02-10 10:00", "2026-02-14"),  # a Saturday made up for before the holiday
        ("2026-02-18 10:00", "2026-02-18"),  # a week of holidays has no working day left
        ("2026-09-30 10:00", "2026-09-30"),  # the last before the holiday is a Wednesday
    ],
)
@pytest.mark.django_db
def test_a_week_goes_on_until_its_last_working_day(now: str, last: str) -> None:
    assert week(now).last.isoformat() == last


def test_due_at_half_past_five_is_late_a_minute_later(cast: Cast) -> None:
    case, scope = first(cast, at("2026-11-26 09:00")), person(cast.he_fan).scope
    Case.objects.filter(pk=case.pk).update(due_at=at("2026-11-26 17:30"))
    assert counted(scope, "2026-11-25 09:00") == Times(week=1)
    assert counted(scope, "2026-11-26 17:29") == Times(today=1, week=1)
    for text in ("2026-11-26 17:30", "2026-11-26 17:31"):
        assert counted(scope, text) == Times(late=1, since=at("2026-11-26 17:30"))
    Case.objects.filter(pk=case.pk).update(due_at=at("2026-11-30 17:30"))
    assert counted(scope, "2026-11-27 20:00") == Times()  # due on Monday: not this week


def test_each_block_counts_what_it_says_and_nothing_beside(cast: Cast) -> None:
    now = at("2026-11-24 10:00")
    case = everything(cast, now, at("2026-11-24 18:00"), at("2026-11-27 18:00"))
    instructed(cast, case, now, now - timedelta(hours=1))
    instructed(cast, case, now, now + timedelta(days=9))
    scope = person(cast.mayor).scope
    this = week("2026-11-24 10:00")
    found, quiet = numbers(scope, this), quiet_cases(scope, this)
    # Two bureaus, the office, one carried and one that is over.
    assert (found.all.late, found.all.today, found.all.week) == (5, 1, 2)
    assert found.conditions == {
        Condition.DISPUTED: 1,
        Condition.EXTENSION: 1,
        Condition.LONG_PAUSED: 1,
        Condition.LAPSED: 1,
        Condition.REPORT: 2,
        Condition.REPORT_DUE: 1,
    }
    assert found.quiet == len(quiet) == 1
    named = {unit.name: (unit.commandable, unit.office) for unit in found.units}
    assert named == {
        "市工信局": (True, False), "许昌供电": (False, False), "市活动办": (True, True),
    }  # fmt: skip
    assert {one.name for one in found.counties} == {"许昌市", "襄城县", "禹州市"}
    assert found.offices == ["市活动办 · 许昌市"]
    for parts in (found.units, found.counties):
        assert sum(parts.values(), Times()) == found.all


def test_more_rows_cost_no_more_queries(cast: Cast) -> None:
    now, scope = at("2026-11-24 10:00"), person(cast.he_fan).scope
    case, asked = first(cast, now), []
    for several in (1, 2):
        for _n in range(several):
            another(case, due_at=now, last_event_at=now - timedelta(days=30))
        with CaptureQueriesContext(connection) as found:
            this = week("2026-11-24 10:00")
            assert numbers(scope, this).quiet == len(quiet_cases(scope, this))
        asked.append(len(found))
    assert asked[0] == asked[1] == 3


def test_it_is_of_ones_own_ledger_and_without_what_one_must_keep_away_from(cast: Cast) -> None:
    now = at("2026-11-24 10:00")
    case = first(cast, now)
    another(case, due_at=now - timedelta(days=1), last_event_at=now - timedelta(days=30))
    late = another(case, due_at=now - timedelta(days=1), last_event_at=now - timedelta(days=30))
    Recusal.objects.create(
        case=late, user=cast.inspector, kind=RecusalKind.RELATION, reason="亲属", at=now, by="何帆"
    )

    def seen(user: object) -> Numbers:
        return numbers(person(user).scope, week("2026-11-24 10:00"))  # type: ignore[arg-type]

    assert (seen(cast.mayor).all.late, seen(cast.mayor).quiet) == (2, 2)
    assert (seen(cast.inspector).all.late, seen(cast.inspector).quiet) == (1, 1)
    shown = quiet_cases(person(cast.inspector).scope, week("2026-11-24 10:00"))
    assert late.pk not in {one.pk for one in shown}
    # Another county's office, and who keeps no ledger.
    assert seen(cast.yu_registrar).all == Times()
    assert not reads_board(person(cast.zhou).scope)
    assert seen(cast.zhou).all == Times()


def test_a_case_says_when_somebody_last_did_something_about_it(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS, now=at("2026-11-16 10:00"))
    assert case.last_event_at == at("2026-11-16 10:00")
    with open_case(case.pk, by=person(cast.he_fan), now=at("2026-11-18 10:00")) as work:
        work.log("note")
    case.refresh_from_db()
    assert case.last_event_at == at("2026-11-16 10:00")
    assert not list(verify_clocks())
    Case.objects.filter(LIVE).update(last_event_at=at("2026-11-17 10:00"))
    [finding] = verify_clocks()
    assert "last_event_at" in finding.sentence
