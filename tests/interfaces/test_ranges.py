"""Whatever number or day is sent, no page breaks: every address, parameter and form field.

Each address is opened by somebody who may, with hostile values in its ids, in every parameter any
page reads, and in every field its forms have: first in all fields at once, then in one after the
other beside what the page itself had filled in. Which values an address gets goes round, so that
all are tried on many.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from pytest_django import Settings

from tests.permissions.places import places
from tests.permissions.rooms import ADDRESSES
from tests.permissions.table import without_drawing
from tests.permissions.town import Town, build_town
from tests.scenes.api import bearer
from tests.signing_in import sign_in
from zhuqi.interfaces.shell.forms import ShellForm

HOSTILE = (
    "9" * 5000, str(2**63), str(2**64), "-" + "9" * 25, "-1", "0", "9" * 18, "2147483648", "1e400",
    "1E+1000000", "NaN", "٣", "9999-12-31", "0001-01-01", "2026-02-30", "\x00", "0.0000000001",
)  # fmt: skip
# The page of the API: people read it.
BY_PEOPLE = ("api:docs",)
SOURCE = Path(__file__).resolve().parents[2] / "zhuqi"
_READ = re.compile(r"(?:GET|POST)\.(?:get|getlist)\(\s*\"(\w+)\"|Filter\(\s*\"(\w+)\"")
_NAMED = re.compile(r"<(input|select|textarea)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>")
_TYPED = "一二三"
# Fields tried alone: the same come back on other pages, with other values.
SINGLE = 2
# So many walks, each to other addresses, beginning with another value.
PARTS = 8
PARAMETERS = sorted(
    {name for path in SOURCE.rglob("*.py") for pair in _READ.findall(path.read_text("utf-8"))
     for name in pair if name} | {"cursor", "cols", "count", "order"}
)  # fmt: skip


def filled_in(page: str) -> dict[str, str]:
    """Every field of a page's forms with what stands in it, or with something typed."""
    found: dict[str, str] = {}
    for tag in _NAMED.finditer(page):
        kind, name = tag.groups()
        value = re.search(r"\bvalue=\"([^\"]*)\"", tag.group())
        held = unescape(value.group(1)) if value else ""
        if kind == "select":
            options = page[tag.end() : page.find("</select", tag.end())]
            chosen = re.search(r"<option value=\"([^\"]+)\"", options)
            held = chosen.group(1) if chosen else ""
        found.setdefault(name, held or ("" if 'type="hidden"' in tag.group() else _TYPED))
    found.pop("csrfmiddlewaretoken", None)
    return found


@dataclass
class Walk:
    """Somebody of each role at every address; `broken` says where a page broke, and how."""

    town: Town
    broken: dict[str, str] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    asked: int = 0
    by_api: set[int] = field(default_factory=set)

    def client(self, role: str) -> Client:
        """Signed in once."""
        if role not in self.clients:
            user = self.town.people.get(role)
            self.clients[role] = sign_in(Client(), user) if user else Client()
        return self.clients[role]

    def script(self, role: str) -> Client:
        """The same with a token, for what programs ask."""
        headers = {**bearer(self.town.people[role]), "Idempotency-Key": "1", "If-Match": '"1"'}
        return self.clients.setdefault(f"api {role}", Client(headers=headers))

    def ask(self, label: str, send: Callable[[], Any]) -> HttpResponse | None:
        """One request, of which nothing is kept."""
        self.asked += 1
        kept = transaction.savepoint()
        try:
            answer = send()
            if answer.streaming:
                list(answer.streaming_content)  # at its end the file behind it is closed
            if label.split()[1].startswith("api:"):
                self.by_api.add(answer.status_code)
            if answer.status_code >= 500:
                self.broken[label] = str(answer.status_code)
        except Exception as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
            self.broken[label] = f"{type(error).__name__}: {error}"[:200]
            return None
        finally:
            transaction.savepoint_rollback(kept)
        found: HttpResponse = answer
        return found


def with_ids(place: str, value: str) -> Iterator[str]:
    """The address with another number in each place of one."""
    parts = place.split("/")
    for at, part in enumerate(parts):
        if part.isdigit():
            yield "/".join([*parts[:at], value, *parts[at + 1 :]])


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every address there is."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def test_an_id_in_an_address_has_a_length() -> None:
    """`<id:pk>`, not `<int:pk>`, which takes numbers no column holds."""
    open_ended = [
        str(one.pattern)
        for one in patterns(get_resolver())
        if any(type(kind) is IntConverter for kind in one.pattern.converters.values())
    ]
    assert open_ended == []


class PlainForm(ShellForm):
    """Fields that name no range of their own."""

    day = forms.DateField()
    count = forms.IntegerField()
    money = forms.DecimalField()


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("day", ("1949-10-01", "2199-12-31"), ("0001-01-01", "1949-09-30", "9999-12-31")),
        ("count", ("0", "2147483647", "-5"), ("2147483648", str(2**63), "9" * 5000)),
        ("money", ("0.01", "9999999999999999"), ("1E+1000000", "0.00000001", "NaN", "9" * 30)),
    ],
)
def test_every_field_has_a_range(name: str, good: Sequence[str], bad: Sequence[str]) -> None:
    for value in good:
        assert name not in PlainForm({name: value}).errors, value
    for value in bad:
        assert name in PlainForm({name: value}).errors, value


def test_a_number_out_of_its_range_is_told_which_would_do() -> None:
    class Bounded(ShellForm):
        count = forms.IntegerField(min_value=1, max_value=30)
        staff = forms.IntegerField(min_value=0)
        money = forms.DecimalField(min_value=0)
        any_number = forms.IntegerField()

    told = Bounded({"count": "0", "staff": "-1", "money": "-0.5"}).errors
    assert told["count"] == Bounded({"count": "31"}).errors["count"] == ["请填写 1 到 30 之间的数"]
    assert Bounded({"any_number": "9" * 12}).errors["any_number"] == ["这个数超出了可以填写的范围"]
    assert told["staff"] == told["money"] == ["请填写不小于 0 的数"]


@pytest.mark.django_db
@pytest.mark.in_part(PARTS)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_number_and_no_day_breaks_a_page(part: int, settings: Settings) -> None:
    settings.API_PER_MINUTE = 10**9
    walk = Walk(build_town())
    values = cycle([*HOSTILE[part:], *HOSTILE[:part]])
    tried = list(places(walk.town, one_in=PARTS, part=part))
    for route, role, place in tried:
        walk_to(walk, values, route, role, place)
    assert walk.broken == {}
    assert walk.asked > len(tried)
    assert 422 in walk.by_api
    assert 401 not in walk.by_api


def walk_to(walk: Walk, values: Iterator[str], route: str, role: str, place: str) -> None:
    """One address, with everything that is tried there."""
    by_api = route.startswith("api:") and route not in BY_PEOPLE
    client = walk.script(role) if by_api else walk.client(role)
    kind: dict[str, Any] = {"content_type": "application/json"} if by_api else {}
    posted = ADDRESSES[route].posted
    for value in (HOSTILE[0], HOSTILE[1]):
        for other in with_ids(place, value):
            send = client.post if posted else client.get
            with without_drawing():
                walk.ask(f"{role} {route} id={value[:22]}", partial(send, other))
    if not posted:
        value = next(values)
        every = dict.fromkeys(PARAMETERS, value)
        walk.ask(f"{role} {route} ?{value[:22]}", partial(client.get, place, every))
    held = fields_of(walk, client, route, place)
    for sent, label in sendings(held, values):
        with without_drawing():
            walk.ask(f"{role} {route} {label}", partial(client.post, place, sent, **kind))


def fields_of(walk: Walk, client: Client, route: str, place: str) -> dict[str, str]:
    """What the forms of the page ask for; of an address that is only posted to, what most do."""
    answer = (
        None if ADDRESSES[route].posted else walk.ask(f"form {route}", partial(client.get, place))
    )
    page = "" if answer is None or answer.streaming else answer.content.decode()
    if answer is not None and answer.headers["Content-Type"].startswith("application/json"):
        asked = json.loads(page)
        told = asked.get("fields", ()) if isinstance(asked, dict) else ()
        return {one["name"]: one["initial"] or _TYPED for one in told} or {"reason": _TYPED}
    return filled_in(page) or {"reason": _TYPED, "seen": "1", "step": "change"}


def sendings(
    held: Mapping[str, str], values: Iterator[str]
) -> Iterator[tuple[dict[str, str], str]]:
    """All fields at once, then a few of them alone."""
    value = next(values)
    yield dict.fromkeys([*held, "seen"], value), f"all={value[:22]}"
    for name in list(held)[:SINGLE]:
        value = next(values)
        yield {**held, name: value}, f"{name}={value[:22]}"
