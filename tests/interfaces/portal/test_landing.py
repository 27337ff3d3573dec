"""The first page, for people who have not signed in."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.scenes import statistics as made
from tests.signing_in import sign_in
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar
from zhuqi.reporting.statistics import actions
from zhuqi.reporting.statistics.published import FEWEST, last_month


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


def collected(cast: Cast, *stories: Sequence[made.Said]) -> None:
    """Cases that came in last month, with what befell them."""
    office = cast.city_office
    said = [(office, [made.submitted(office), *more]) for more in stories]
    made.many(cast, said, midst_of_last_month())
    actions.bring_up_to_date()


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


STRUCK_OFF: made.Said = ("strike_off", {"state": "struck_off"}, 2)
SECRET: made.Said = ("make_confidential", {"confidential": True}, 1)
WITHDRAWN: made.Said = ("withdraw", {"state": "withdrawn"}, 1)


def test_a_month_in_which_little_came_is_not_spoken_of(cast: Cast, client: Client) -> None:
    collected(cast, *[()] * (FEWEST - 1))
    assert last_month(timezone.now()) is None
    assert "的实情" not in page(client)


def test_the_months_figures_with_what_they_count(cast: Cast, client: Client) -> None:
    """Half of the working days lie below the median."""
    done = [[made.completed(hours=1), STRUCK_OFF], *([made.completed(hours=24 * 7)],) * 2]
    collected(cast, *[()] * (FEWEST - 1), *done)
    month = last_month(timezone.now())
    assert month is not None
    assert (month.collected, month.completed, month.struck_off) == (FEWEST + 2, 3, 1)
    first = midst_of_last_month().date()
    assert month.days == calendar().working_days(first, first + timedelta(days=7))
    text = page(client)
    assert f"<b>{FEWEST + 2}</b>" in text
    assert "从提出到办结的中位数" in text


def test_no_figure_tells_of_a_confidential_case(cast: Cast) -> None:
    """Nor does one more bring the month above what is told at all."""
    collected(cast, *[()] * (FEWEST - 1), [SECRET], [WITHDRAWN])
    assert last_month(timezone.now()) is None
    collected(cast, ())
    month = last_month(timezone.now())
    assert month is not None
    assert month.collected == FEWEST


@pytest.mark.usefixtures("cast")
def test_the_month_is_counted_once_an_hour(client: Client) -> None:
    page(client)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert not [q for q in queries if "statistics_caseline" in q["sql"]]
    # PostgreSQL needs some more to hold the page read-only inside a test.
    assert len([q for q in queries if q["sql"].startswith("SELECT")]) <= 3
