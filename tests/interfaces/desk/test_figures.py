"""A number with a link opens exactly so many rows: on every page that everybody is led to."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.scenes import levels
from tests.scenes.ledger import co_unit_late, populate
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.queries import UNDONE

SignIn = Callable[[User], Client]
LINK = re.compile(r'<a\b[^>]*?href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
STAT = re.compile(r'<li class="z-stats__item">(.*?)</li>', re.DOTALL)
COUNTED = re.compile(
    r"(?<![\d-])(\d[\d,]*)\s*(?:件|个|条|家|人|项|等待执行|尚未到时|执行中|已放弃)"
)


@pytest.fixture
def full(cast: Cast) -> Cast:
    """Something of every kind that pages count."""
    populate(cast)
    levels.handed_up(cast, timezone.now())
    levels.led_by_the_county(cast, scenes.WAY[3])
    co_unit_late(cast)
    scenes.topic(cast)
    now = timezone.now()
    FirmMember.objects.create(
        user=cast.jia, office=cast.city_office, claimed_name="新厂", asked_at=now
    )
    later = now + timedelta(hours=2)
    for number, more in enumerate(
        ({}, {}, {"not_before": later}, {"lease_until": later}, {"failed_at": now})
    ):
        OutboxItem.objects.create(
            **{"kind": "calendar.changed", "key": f"k{number}", "created_at": now,
               "not_before": now, **more}
        )  # fmt: skip
    return cast


def words(markup: str) -> str:
    return re.sub(
        r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", "", markup, flags=re.DOTALL)
    ).strip()


def rows(client: Client, address: str) -> int | None:
    """How many rows the list there has, page by page; None where there is no list."""
    found, after = 0, ""
    while True:
        more = f"{'&' if '?' in address else '?'}cursor={after}" if after else ""
        answer = client.get(address + more)
        assert answer.status_code == 200, address
        listing = (answer.context or {}).get("listing")
        if listing is None:
            return None
        found, after = found + len(listing.rows), listing.page.after
        if not after:
            return found


def led_to(client: Client, cast: Cast) -> Iterator[tuple[str, str]]:
    """The home, all that the navigation offers from there, and a firm's file: address and page."""
    home = client.get("/desk/", follow=True)
    offered = [
        unescape(href).split("#")[0] for href, _inside in LINK.findall(home.content.decode())
    ]
    firm = cast.zhao.memberships.get().enterprise_id
    pages = ["/desk/", *offered, f"/desk/enterprises/{firm}/"]
    for address in dict.fromkeys(one for one in pages if one.startswith("/desk/")):
        if "/cases/" in address:
            continue
        answer = client.get(address, follow=True)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            yield address, answer.content.decode()


@pytest.mark.thorough
def test_every_number_opens_so_many_rows_and_no_figure_stands_without_them(
    full: Cast, sign_in: SignIn
) -> None:
    compared: dict[str, int] = {}
    # One of each kind of desk.
    for user in (full.he_fan, full.qin_lan, full.zhou, full.mayor, full.lin, full.system_admin):
        client = sign_in(user)
        asked: set[str] = set()
        for page, text in led_to(client, full):
            for inside in STAT.findall(text):
                assert "<a " in inside or words(inside).startswith("0 "), (user, page, inside)
            for href, inside in LINK.findall(text):
                address, told = unescape(href), words(inside)
                if address.startswith("?"):
                    address = page.split("?")[0] + address
                counted = COUNTED.search(told)
                if not counted or not address.startswith("/desk/") or address + told in asked:
                    continue
                asked.add(address + told)
                found = rows(client, address)
                if found is not None:
                    assert found == int(counted[1].replace(",", "")), (user, page, told, address)
                    where = address.split("?")[0]
                    compared[where] = compared.get(where, 0) + 1
    assert compared["/desk/ledger/"] > 20
    assert compared["/desk/admin/system/work/"] == len(UNDONE)
