"""The sample city lives: every state, lateness, redo and ratings, by the same rules as real use."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from zhuqi.foundation.access import NotNow
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.verification import examine
from zhuqi.foundation.directory import uscc
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Enterprise, Official, Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Clock, Rating
from zhuqi.sample.build import build, sign_ins
from zhuqi.sample.plan import city_plan, troubles

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=SHANGHAI)


@pytest.fixture
def sample_mode(settings: Settings) -> None:
    settings.SAMPLE_MODE = True


@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_the_city_has_every_state_and_nothing_in_it_breaks_a_rule() -> None:
    built = build(now=NOW, cases=400, firms=120)
    assert built.cases > 380
    assert {State(s) for s in Case.objects.values_list("state", flat=True)} == set(State)
    assert Case.objects.filter(due_at__lte=NOW).exists()
    assert Case.objects.filter(round__gte=2).exists()
    assert set(Rating.objects.values_list("verdict", flat=True)) == {
        "solved",
        "partly",
        "not_solved",
    }
    assert not Event.objects.filter(object_type="case", occurred_at__gt=NOW).exists()
    assert list(verify_clocks()) == []
    assert not Clock.objects.filter(stopped_at__isnull=True, case__state=State.STRUCK_OFF).exists()
    assert all(
        list(examine("case", pk)) == [] for pk in Case.objects.values_list("pk", flat=True)[:20]
    )
    told = {trouble.source for trouble in troubles() if trouble.once}
    assert told <= set(Case.objects.values_list("source_note", flat=True))
    assert Unit.objects.filter(kind=UnitKind.DEPARTMENT, region__code="411000").count() == 21
    assert not Enterprise.objects.filter(is_sample=False).exists()
    assert not Official.objects.filter(is_sample=False).exists()
    assert all(
        uscc.check(code or "").ok
        for code in Enterprise.objects.exclude(uscc=None).values_list("uscc", flat=True)
    )
    with pytest.raises(NotNow, match="空数据库"):
        build(now=NOW)


@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_one_sign_in_per_role_is_shown_and_works(client: Client) -> None:
    build(now=NOW, cases=30, firms=40)
    shown = list(sign_ins())
    assert len(shown) == len(city_plan().sign_ins) + 1
    roles = set(
        User.objects.filter(username__in=[s.username for s in shown]).values_list(
            "roles__role", flat=True
        )
    )
    assert roles == {
        None, "liaison", "handler", "unit_head", "registrar", "reviewer", "signer", "leader",
        "inspector", "system_admin", "security_admin", "audit_admin",
    }  # fmt: skip
    page = client.get("/accounts/login/").content.decode()
    assert all(s.username in page for s in shown)
    for who in shown:
        assert client.login(username=who.username, password=who.password)
        assert client.get("/", follow=True).status_code == 200


@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_two_cities_of_one_seed_and_moment_are_the_same_and_another_seed_differs() -> None:
    lives = [_lives(seed) for seed in (1, 1, 2)]
    assert lives[0] == lives[1]
    assert lives[0] != lives[2]


def _lives(seed: int) -> Sequence[tuple[object, ...]]:
    with transaction.atomic():
        build(now=NOW, cases=25, firms=30, seed=seed)
        rows = Case.objects.order_by("number").values_list(
            "number", "title", "state", "submitted_at", "enterprise__name"
        )
        found = list(rows)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_outside_sample_mode_nothing_is_built_and_nobody_is_shown(client: Client) -> None:
    with pytest.raises(NotNow, match="正式环境"):
        build(now=NOW)
    assert "xuchang-2026" not in client.get("/accounts/login/").content.decode()
