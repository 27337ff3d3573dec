"""The short way to a page of the ledger gives the very rows of the plain way."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.cities import NOW, built_once
from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import Grant, User
from zhuqi.foundation.keyset import Stretch, keys_of
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import Light, State
from zhuqi.ledgers.cases.models import Case, Involvement
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.ledgers.cases.queries import ORDERS, Filters, Whose

pytestmark = pytest.mark.django_db
SIZE = 7


def _scopes() -> Iterator[Scope]:
    """One person of each kind of reach: the same roles, in as many units, with firms or without."""
    seen = set()
    for user in User.objects.filter(is_active=True).order_by("pk"):
        scope = person(user).scope
        roles = sorted(str(role) for role, _unit in scope.posts)
        kind = (*roles, bool(scope.enterprises), bool(scope.liaised), bool(scope.granted))
        if kind not in seen:
            seen.add(kind)
            yield scope


def _asked() -> Iterator[Filters]:
    for whose in Whose:
        yield Filters(whose=whose.value)
    yield Filters(historical=True)
    yield Filters(light=Light.RED.value)
    yield Filters(light=Light.NONE.value, sector="industry")
    yield Filters(state=(State.STRUCK_OFF,), region="4110")
    yield Filters(state=(State.IN_PROGRESS, State.CARRIED), text="电")
    yield Filters(since=(NOW - timedelta(days=90)).date(), until=NOW.date())


def _walked(rows: CaseQuerySet, order: str) -> list[int]:
    """Ids of all rows, a stretch at a time, to the end; each stretch is read backwards too."""
    keys = keys_of(*ORDERS[order])
    found: list[int] = []
    marks: tuple[object, ...] = ()
    while True:
        stretch = Stretch(keys, marks, forward=True, size=SIZE)
        page = rows.seek(stretch)
        if not page:
            return found
        if marks:
            behind = tuple(getattr(page[-1], key.name) for key in keys)
            back = rows.seek(Stretch(keys, behind, forward=False, size=len(page) - 1))
            assert back == page[-2::-1]
        found += [case.pk for case in page]
        marks = tuple(getattr(page[-1], key.name) for key in keys)


@pytest.mark.thorough
def test_every_page_of_everybody_holds_the_rows_of_the_plain_way(
    settings: Settings,
) -> None:
    settings.SAMPLE_MODE = True
    built_once("tiny")
    Grant.objects.create(
        user=User.objects.get(username="zhujian"), object_type="case", why="会商",
        object_id=Case.objects.order_by("pk")[0].pk, given_by=User.objects.get(username="shouli"),
        since=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    walked = short = 0
    for scope, filters, order in product(_scopes(), _asked(), ORDERS):
        rows = queries.ledger(scope, filters, NOW)
        plain = list(rows.order_by(*ORDERS[order]).values_list("pk", flat=True))
        assert _walked(rows, order) == plain, (scope, filters, order)
        walked += len(plain)
        first = Stretch(keys_of(*ORDERS[order]), (), forward=True, size=SIZE)
        short += rows.branches is not None and rows.branches.ids(rows, first) is not None
    assert walked > 1000
    assert short > 100


def test_rows_joined_by_or_are_asked_the_plain_way(cast: Cast) -> None:
    case = scenes.submitted(cast)
    scope = person(cast.he_fan).scope
    rows = Case.objects.in_own_ledger(scope) | Case.objects.filter(pk=case.pk)
    stretch = Stretch(keys_of("due_at", "pk"), (), forward=True, size=SIZE)
    assert rows.seek(stretch) == [case]
    assert not (rows & Case.objects.none()).seek(stretch)


def test_a_units_rows_move_with_the_case(cast: Cast) -> None:
    case = scenes.submitted(cast)
    before = case.due_at
    case = scenes.case_in(cast, State.IN_PROGRESS)
    assert case.due_at != before
    rows = Involvement.objects.filter(case=case).order_by("pk")
    assert {(row.due_at, row.submitted_at) for row in rows} == {(case.due_at, case.submitted_at)}


def test_a_units_row_in_another_place_is_found_by_the_check(cast: Cast) -> None:
    case = scenes.submitted(cast)
    assert not list(verify_clocks())
    Involvement.objects.filter(case=case).update(due_at=case.due_at + timedelta(hours=1))
    assert [finding.case_number for finding in verify_clocks()] == [case.number]
