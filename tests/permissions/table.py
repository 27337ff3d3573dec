"""The tables as an auditor reads them, and what really happens."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unittest import mock

from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import person
from tests.permissions.registry import Asked
from tests.permissions.rooms import ADDRESSES, HERE
from tests.permissions.rooms.cases import VERBS
from tests.permissions.town import Town
from tests.scenes.api import bearer
from tests.signing_in import sign_in
from zhuqi.foundation.access import ActorKind, Person
from zhuqi.foundation.accounts import queries
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.tokens import queries as token_queries
from zhuqi.foundation.tokens.models import ApiToken
from zhuqi.interfaces.api import auth
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_file

Key = tuple[str, str]
# Verbs of a case, on its pages and by the API: by the same tables, so what one decides both do.
ON_A_CASE = "desk:verb/"
BY_API = "api:"
ON_A_CASE_BY_API = "api:case_"

# For 秦岚, who does all of 襄城县's office, her own row is 襄城's and the city's is a stranger's.
SEEN_FROM: dict[str, dict[str, str]] = {
    "county_office": {"own": "other_county", "other_county": "stranger", "stranger": "own"},
    # A chamber's own is the case it registered for a member; the colleague's is the member's own.
    "chamber": {
        "own": "chambered",
        "colleague": "own",
        "other_unit": "other_unit",
        "other_county": "other_county",
        "stranger": "stranger",
    },
}


def read(name: str, columns: tuple[str, ...]) -> dict[Key, tuple[str, ...]]:
    """Outcomes by address and role; where several fare alike they stand in one line, with |."""
    rows: dict[Key, tuple[str, ...]] = {}
    with (HERE / f"{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            for role in row["role"].split("|"):
                for route in row["route"].split("|"):
                    assert (route, role) not in rows, f"twice in the table: {route} {role}"
                    rows[route, role] = tuple(row[column] for column in columns)
    return rows


def all_routes() -> list[str]:
    """Every address of the product; the one that serves all verbs counts once a verb, the one that
    opens files once a kind of row they lie on."""
    several = {
        "desk:verb": [f"desk:verb/{verb}" for verb in VERBS],
        "open_file": ["open_file", "open_file/licence"],
    }
    return [name for route in _routes(get_resolver()) for name in several.get(route, [route])]


def _routes(resolver: URLResolver, space: str = "") -> list[str]:
    found: list[str] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += _routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern}"
            found.append(f"{space}{pattern.name}")
    return found


def address(route: str, asked: Asked) -> str | None:
    """The address of the row, None where the route has no such row."""
    found = ADDRESSES[route].find(asked)
    if found is None or isinstance(found, str):
        return found
    return reverse(route.partition("/")[0], args=found)


@dataclass
class Asker:
    """Somebody who opens addresses of a town, one after the other.

    Pages of verbs are all served by one view (`desk:verb`), which decides by the case and what it
    offers the person. So a case is loaded once, all its verbs are decided from that, and one of
    them, another each time, is asked for over HTTP and has to say the same. An address that is the
    same whosever row is meant is opened once.
    """

    town: Town
    role: str
    turn: int = 0
    user: User | None = field(init=False)
    client: Client = field(init=False)
    script: Client = field(init=False)
    opened: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.user = self.town.people.get(self.role)
        self.client = sign_in(Client(), self.user) if self.user else Client()
        self.script = Client(headers=bearer(self.user) if self.user else None)

    def outcomes(self, routes: list[str], whose: str) -> dict[str, str]:
        """What happens at each address for one kind of row."""
        pages = [route for route in routes if route.startswith(ON_A_CASE)]
        asked = [route for route in routes if verb_by_api(route)]
        apart = {*pages, *asked}
        found = {route: self._open(route, whose) for route in routes if route not in apart}
        for verbs in filter(None, (pages, asked)):
            found |= self._try_verbs(verbs, whose)
        return {route: found[route] for route in routes}

    def _seen(self, route: str, whose: str) -> str | None:
        if ADDRESSES[route].fixed or self.role not in SEEN_FROM:
            return whose
        return SEEN_FROM[self.role].get(whose)

    def _open(self, route: str, whose: str) -> str:
        row = self._seen(route, whose)
        place = address(route, Asked(self.town, row, self.user)) if row else None
        if place is None:
            return "-"
        if (route, place) not in self.opened:
            self.opened[route, place] = self._outcome(route, place)
        return self.opened[route, place]

    def _outcome(self, route: str, place: str) -> str:
        if verb_by_api(route):
            response = self._sent(place)
        else:
            posted = ADDRESSES[route].posted
            by_api = route.startswith(BY_API) and route != "api:docs"
            client = self.script if by_api else self.client
            response = client.post(place) if posted else client.get(place)
        if response.streaming:
            # Read to the end: the test client then closes the file without closing the database.
            assert list(response)
        if response.status_code == 302 and reverse("account_login") in response["Location"]:
            return "sign-in"
        assert response.status_code != 429, place  # asked too often: that says nothing
        named = {401: "sign-in", 403: "refused", 404: "hidden"}
        return named.get(response.status_code, "open")

    def _sent(self, place: str) -> Any:
        """A verb with nothing filled in, under a version nobody ever saw."""
        headers = {
            "Idempotency-Key": f"{self.role} {self.turn}".replace(" ", "-"),
            "If-Match": '"0"',
        }
        return self.script.post(place, "{}", content_type="application/json", headers=headers)

    def _try_verbs(self, verbs: list[str], whose: str) -> dict[str, str]:
        row = self._seen(verbs[0], whose)
        if row is None:
            return dict.fromkeys(verbs, "-")
        decided_here = decided(self.user, self.town.cases[row].number, verbs)
        self.turn += 1
        asked = verbs[(ROLE_STEP * self.turn + len(self.role)) % len(verbs)]
        over_http = self._open(asked, whose)
        assert over_http == decided_here[asked], (self.role, asked, whose, over_http)
        return decided_here


# Prime, so that one verb after the other has its turn.
ROLE_STEP = 17


def decided(user: User | None, number: str, verbs: list[str]) -> dict[str, str]:
    """What the one view of all verbs does with each of them."""
    if user is None:
        return dict.fromkeys(verbs, "sign-in")
    who = person(user)
    if who.actor.kind is not ActorKind.OFFICIAL or not access.works_on_cases(who.scope):
        return dict.fromkeys(verbs, "refused")
    file = case_file(who, number)
    return {
        verb: _of_verb(file, verb.removeprefix(ON_A_CASE).removeprefix(ON_A_CASE_BY_API))
        for verb in verbs
    }


def verb_by_api(route: str) -> bool:
    """A verb on a case, asked of the API."""
    return route.removeprefix(ON_A_CASE_BY_API) in VERBS


def _of_verb(file: CaseView | None, verb: str) -> str:
    if file is None or verb not in verb_pages.VERB_PAGES:
        return "hidden"
    return "open" if any(offer.verb == verb for offer in file.offers) else "refused"


@contextmanager
def without_drawing() -> Iterator[None]:
    """Pages answer with their status and are not drawn; who somebody is, and whose a token is, is
    asked once.

    Nothing that is tried here changes anybody's rights.
    """
    known: dict[tuple[object, int], Person] = {}
    really = queries.person_of
    tokens: dict[str, ApiToken | None] = {}

    def person_of(user: object, now: object = None, *, firm_id: int = 0) -> Person:
        key = (getattr(user, "pk", None), firm_id)
        if key not in known:
            known[key] = really(user, now, firm_id=firm_id)  # type: ignore[arg-type]
        return known[key]

    def token_of(secret: str, now: datetime) -> ApiToken | None:
        if secret not in tokens:
            tokens[secret] = token_queries.token_of(secret, now)
        return tokens[secret]

    with (
        mock.patch.object(Template, "render", return_value=""),
        mock.patch.object(queries, "person_of", person_of),
        mock.patch.object(auth, "token_of", token_of),
    ):
        yield
