"""Every list of the desk: pages by key over ties, one price, addresses nobody can break."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, official_user
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.enums import Level, LiaisonKind, UnitKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Unit
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.interfaces.shell.listing import Shown, listing
from zhuqi.ledgers.cases.models import HandOver, Topic

SignIn = Callable[[User], Client]
THEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class List:
    """A list, who reads it, and one more row for it, the same as the others where it can be."""

    address: str
    reader: str
    add: Callable[[Cast, int], object]


def _case(cast: Cast, _n: int) -> object:
    return scenes.submitted(cast, now=THEN)


def _person(cast: Cast, n: int) -> object:
    return official_user("同名人", f"tongming{n}", cast.industry)


def _carer(cast: Cast, n: int) -> object:
    official = Official.objects.create(name="同名人", phone="0374-2960000")
    firm = Enterprise.objects.create(name=f"厂{n}", region=cast.city, office=cast.city_office)
    return LiaisonLink.objects.create(
        enterprise=firm, official=official, kind=LiaisonKind.OFFICIAL, since=date(2026, 1, 1)
    )


def _waiting(cast: Cast, n: int) -> object:
    return FirmMember.objects.create(
        user=User.objects.create(username=f"laile{n}", name="来人"),
        office=cast.city_office,
        claimed_name="同名厂",
        asked_at=THEN,
        due_at=None if n % 2 else THEN,
    )


def _topic(cast: Cast, n: int) -> object:
    return Topic.objects.create(
        office=cast.city_office,
        title=f"共性问题{n}",
        opened_at=THEN,
        opened_by="何帆",
        closed_at=THEN if n % 2 else None,
    )


def _transfer_sheet(cast: Cast, _n: int) -> object:
    return scenes.transferred(cast)


def _held_back(_cast: Cast, n: int) -> object:
    state = "waiting" if n % 2 else "released"
    return Quarantined.objects.create(
        user_name="某人", place="诉求", length=9, digest=f"{n:064}", taken_at=THEN, state=state
    )


def _hand_over(cast: Cast, _n: int) -> object:
    return HandOver.objects.create(
        leaver=cast.zhou, to=cast.wu, unit=cast.housing, reason="调离", ordered_by=cast.head_zheng,
        ordered_at=THEN, done_at=THEN,
    )  # fmt: skip


def _unit(cast: Cast, n: int) -> object:
    return Unit.objects.create(
        name=f"单位{n}", kind=UnitKind.DEPARTMENT, level=Level.CITY, region=cast.city
    )


def _message(cast: Cast, n: int) -> object:
    return Message.objects.create(
        user=cast.sun, text_code="x", topic="work", title="消息", key=f"k{n}", body="内容",
        created_at=THEN,
    )  # fmt: skip


LISTS = {
    "inbox": List("/desk/notices/", "sun", _message),
    "own_cases": List("/portal/cases/", "zhao", _case),
    "ledger": List("/desk/ledger/", "he_fan", _case),
    "people": List("/desk/admin/people/", "security_admin", _person),
    "log": List("/desk/admin/log/", "audit_admin", _unit),
    "firms": List("/desk/enterprises/", "he_fan", _carer),
    "liaison": List("/desk/liaison/", "he_fan", _carer),
    "registrations": List("/desk/registrations/", "he_fan", _waiting),
    "topics": List("/desk/topics/", "he_fan", _topic),
    "transfers": List("/desk/transfers/", "lu_yuan", _transfer_sheet),
    "quarantine": List("/desk/quarantine/", "keeper", _held_back),
    "hand_overs": List("/desk/absence/handover/", "head_zheng", _hand_over),
    "units": List("/desk/admin/registers/units/", "system_admin", _unit),
    "officials": List("/desk/admin/registers/officials/", "system_admin", _person),
    "posts": List("/desk/admin/registers/posts/", "system_admin", _person),
}
every_list = pytest.mark.parametrize("name", LISTS)


def fill(cast: Cast, one: List, rows: range) -> None:
    for n in rows:
        one.add(cast, n)


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
    assert answer.content.decode() == f"<span>共 {number} {page.listing.measure}</span>"


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
