"""Cities from before the rules of time were data: what was promised stays, and is marked right."""

import importlib
from datetime import datetime, timedelta

import pytest
from django.apps import apps

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.workdays import CIVIL_CODE, FORMER, SHANGHAI
from zhuqi.ledgers.cases.actions.store import rulebook
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.deadline_schemes.actions import renew_schemes
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Clock, Scheme, SchemeVersion

SATURDAY = datetime(2026, 11, 21, 10, tzinfo=SHANGHAI)
migration = importlib.import_module("zhuqi.ledgers.cases.migrations.0004_rules_of_time")


@pytest.fixture
def before(cast: Cast) -> Cast:
    """Every edition as the migration leaves those it finds."""
    SchemeVersion.objects.update(
        start_rule=FORMER.start, roll=FORMER.roll, paused_day=FORMER.paused
    )
    return cast


def accepting(cast: Cast, title: str) -> Clock:
    case = scenes.submitted(cast, title, now=SATURDAY)
    return Clock.objects.get(case=case, stopped_at=None)


def test_an_upgrade_leaves_old_promises_and_counts_new_ones_by_the_law(before: Cast) -> None:
    old = accepting(before, "升级以前的")
    # What the software shipped then had no call-back.
    edition = old.case.scheme_version
    assert edition is not None
    edition.rules.filter(clock="call_back").delete()
    scenes.case_in(before, State.COMPLETED, now=SATURDAY)
    renewed, left = renew_schemes(by=SYSTEM)
    assert (len(renewed), left) == (Scheme.objects.count(), [])
    assert list(verify_clocks()) == []
    new = accepting(before, "升级以后的")
    assert old.due_at == datetime(2026, 11, 24, 18, tzinfo=SHANGHAI)
    assert new.due_at == datetime(2026, 11, 23, 18, tzinfo=SHANGHAI)
    book = rulebook()
    kept = [book.scheme_terms[clock.case.scheme_version_id or 0].counting for clock in (old, new)]
    assert kept == [FORMER, CIVIL_CODE]
    assert renew_schemes(by=SYSTEM) == ([], [])


def test_december_before_an_unpublished_year_is_marked(before: Cast) -> None:
    clock = accepting(before, "跨到十二月的")
    for due, provisional in (
        (datetime(2026, 11, 30, 18, tzinfo=SHANGHAI), False),
        (datetime(2026, 12, 1, 18, tzinfo=SHANGHAI), True),
        (datetime(2025, 12, 31, 18, tzinfo=SHANGHAI), False),
    ):
        Clock.objects.filter(pk=clock.pk).update(due_at=due, provisional=False)
        migration.mark_december(apps, None)
        clock.refresh_from_db()
        assert clock.provisional is provisional
    assert clock.started_at - SATURDAY < timedelta(minutes=1)
