"""The first page, for people who have not signed in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.signing_in import sign_in
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import last_month
from zhuqi.ledgers.cases.queries.public import FEWEST


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    caches["memory"].clear()
    yield
    caches["memory"].clear()


def page(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def midst_of_last_month() -> datetime:
    this = timezone.localtime().replace(day=1, hour=10, minute=0)
    return (this - timedelta(days=1)).replace(day=10)


def collected(cast: Cast, number: int) -> list[Case]:
    """So many cases that came in last month."""
    cases = [scenes.submitted(cast, f"第 {n} 件") for n in range(number)]
    Case.objects.filter(pk__in=[c.pk for c in cases]).update(submitted_at=midst_of_last_month())
    return cases


def test_a_stranger_reads_whose_it_is_how_it_goes_and_where_to_go(
    cast: Cast, client: Client
) -> None:
    office = Unit.objects.get(pk=cast.city_office.pk)
    Unit.objects.filter(pk=office.pk).update(phone="0374-2960101")
    text = page(client)
    for words in (
        office.name, "怎么办理", "销号", "tel:0374-2960101", 'href="/portal/"', 'href="/desk/"',
        'href="/portal/register/"', 'href="/join/"',
    ):  # fmt: skip
        assert words in text


@pytest.mark.usefixtures("cast")
def test_an_officials_own_phone_is_not_told_to_strangers(client: Client) -> None:
    Unit.objects.update(phone="")
    text = page(client)
    assert "tel:" not in text


def test_who_is_signed_in_goes_on_to_their_own(cast: Cast) -> None:
    for user, address in ((cast.zhao, "/portal/"), (cast.he_fan, "/desk/")):
        answer = sign_in(Client(), user).get("/")
        assert (answer.status_code, answer["Location"]) == (302, address)


def test_a_month_in_which_little_came_is_not_spoken_of(cast: Cast, client: Client) -> None:
    collected(cast, FEWEST - 1)
    assert last_month(timezone.now()) is None
    assert "的实情" not in page(client)


def test_the_months_figures_with_what_they_count(cast: Cast, client: Client) -> None:
    collected(cast, FEWEST)
    done = scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED)
    at = midst_of_last_month()
    Case.objects.filter(pk=done.pk).update(
        submitted_at=at, completed_at=at + timedelta(hours=1), closed_at=at + timedelta(hours=2)
    )
    month = last_month(timezone.now())
    assert month is not None
    assert (month.collected, month.completed, month.struck_off) == (FEWEST + 1, 1, 1)
    assert month.days == 0
    text = page(client)
    assert f"<b>{FEWEST + 1}</b>" in text
    assert "从提出到办结的中位数" in text


def test_half_of_the_working_days_lie_below_the_median(cast: Cast) -> None:
    cases = collected(cast, FEWEST)
    first = midst_of_last_month()
    for case, days in zip(cases, (0, 7, 14), strict=False):
        Case.objects.filter(pk=case.pk).update(
            submitted_at=first, completed_at=first + timedelta(days=days)
        )
    month = last_month(timezone.now())
    assert month is not None
    assert month.days == 5


def test_no_figure_tells_of_a_confidential_case(cast: Cast) -> None:
    cases = collected(cast, FEWEST + 1)
    Case.objects.filter(pk=cases[0].pk).update(confidential=True)
    month = last_month(timezone.now())
    assert month is not None
    assert month.collected == FEWEST
    # Nor does one more bring the month above what is told at all.
    Case.objects.filter(pk=cases[1].pk).update(confidential=True)
    assert last_month(timezone.now()) is None


def test_what_was_merged_or_imported_is_not_counted(cast: Cast) -> None:
    cases = collected(cast, FEWEST + 2)
    Case.objects.filter(pk=cases[0].pk).update(historical=True)
    Case.objects.filter(pk=cases[1].pk).update(state=State.WITHDRAWN, closed_at=timezone.now())
    month = last_month(timezone.now())
    assert month is not None
    assert month.collected == FEWEST


@pytest.mark.usefixtures("cast")
def test_the_month_is_counted_once_an_hour(client: Client) -> None:
    page(client)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert not [q for q in queries if "cases_case" in q["sql"]]
    # PostgreSQL needs some more to hold the page read-only inside a test.
    assert len([q for q in queries if q["sql"].startswith("SELECT")]) <= 3
