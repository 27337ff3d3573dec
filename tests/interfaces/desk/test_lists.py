"""Every list of the desk: pages by key over ties, one price, addresses nobody can break."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.scenes.lists import LISTS, fill
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.shell.listing import Shown, listing

SignIn = Callable[[User], Client]


every_list = pytest.mark.parametrize("name", LISTS)


def shown(client: Client, url: str) -> Shown[Any, Any]:
    answer = client.get(url)
    assert answer.status_code == 200, url
    found: Shown[Any, Any] = answer.context["listing"]
    return found


def walk(client: Client, address: str, query: str, way: str) -> list[list[int]]:
    pages = []
    while True:
        page = shown(client, f"{address}{query}")
        pages.append([row.pk for row in page.rows])
        query = str(getattr(page, way))
        if not query:
            return pages


@every_list
@pytest.mark.in_part(4)
def test_pages_go_forward_and_back_over_ties(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    one = LISTS[name]
    fill(cast, one, range(5))
    client = sign_in(getattr(cast, one.reader))
    first = shown(client, one.address)
    columns = [*([first.listing.head] if first.listing.head else []), *first.listing.columns]
    sorts = [column.key for column in columns if column.sort]
    orders = ["", *(f"?order={way}{key}" for key in sorts for way in ("", "-"))]
    monkeypatch.setattr(listing, "PAGE", 2)
    for order in orders:
        forward = walk(client, one.address, order, "after_url")
        rows = [pk for page in forward for pk in page]
        assert len(rows) == len(set(rows)) >= 5, order
        assert all(len(page) == 2 for page in forward[:-1])
        last = order
        for _page in forward[1:]:
            last = shown(client, f"{one.address}{last}").after_url
        back = walk(client, one.address, last, "before_url")
        assert back[::-1] == forward, order


@every_list
def test_a_page_costs_the_same_for_three_rows_as_for_one(
    cast: Cast, sign_in: SignIn, name: str
) -> None:
    one = LISTS[name]
    client = sign_in(getattr(cast, one.reader))
    fill(cast, one, range(1, 2))
    shown(client, one.address)
    with CaptureQueriesContext(connection) as few:
        shown(client, one.address)
    fill(cast, one, range(2, 4))
    with CaptureQueriesContext(connection) as more:
        shown(client, one.address)
    assert len(more) == len(few)


@every_list
@pytest.mark.in_part(4)
def test_how_many_there_are_is_asked_for_by_the_page(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    one = LISTS[name]
    fill(cast, one, range(3))
    client = sign_in(getattr(cast, one.reader))
    monkeypatch.setattr(listing, "PAGE", 2)
    page = shown(client, one.address)
    number = sum(len(rows) for rows in walk(client, one.address, "", "after_url"))
    answer = client.get(f"{one.address}{page.count_url}", headers={"HX-Request": "true"})
    assert answer.content.decode() == (
        f'<span data-total="{number} {page.listing.measure}">'
        f"共 {number} {page.listing.measure}</span>"
    )


HOSTILE = (
    "cursor=forged&order=random()&count=1&cols=nonsense",
    "cursor=%00&order=-&cols=%00&q=%00%27%22%25_&text=%00%27%22%25_",
    "cursor=WyJhIiwxXQ:x&order=password&order=-pk&state=%00&enterprise=99999999999999999999",
    "q=" + "字" * 500 + "&text=" + "字" * 500 + "&since=9999-99-99&until=0001-01-01&item=-1",
)


@every_list
def test_hostile_addresses_give_a_clear_page(cast: Cast, sign_in: SignIn, name: str) -> None:
    one = LISTS[name]
    client = sign_in(getattr(cast, one.reader))
    for query in HOSTILE:
        assert client.get(f"{one.address}?{query}").status_code == 200, query


def test_a_condition_in_force_is_a_chip_that_takes_it_off(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.security_admin)
    page = shown(client, "/desk/admin/people/?q=何&role=registrar&order=-name&cursor=x")
    assert [chip.words for chip in page.chips] == ["查找：何", "角色：活动办受理"]
    assert page.chips[0].url == "?role=registrar&order=-name"
    assert page.chips[1].url == "?q=%E4%BD%95&order=-name"


def test_columns_chosen_are_shown_and_kept_for_this_list_alone(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    chosen = client.get("/desk/enterprises/?cols=uscc")
    assert "行业台账</th>" not in chosen.content.decode()
    assert [c.key for c in shown(client, "/desk/enterprises/").columns] == ["uscc"]
    assert len(shown(client, "/desk/ledger/").columns) == 17


def test_a_head_sorts_both_ways_and_says_so(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    text = client.get("/desk/enterprises/").content.decode()
    assert '<th scope="col" aria-sort="ascending"><a href="?order=-name">企业' in text
    text = client.get("/desk/enterprises/?order=-name").content.decode()
    assert '<th scope="col" aria-sort="descending"><a href="?order=name">企业' in text
