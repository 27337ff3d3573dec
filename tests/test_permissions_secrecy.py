"""Who may open what when a case moves between levels, is confidential, or binds somebody to keep
away: `permissions_secrecy.csv`, the further columns of `permissions.csv`.

Every address of a case × every role × four kinds of rows:
handed_up: the county's, taken up by the city, worked on by the power company;
handed_down: the city's, assigned to the county's office;
confidential: of the firm one speaks for or looks after, worked on as in `permissions.csv`;
recused: one's own row, from which the very person who asks has to keep away.
"""

import csv
from pathlib import Path

import pytest
from django.test import Client

from tests.cast import person
from tests.interfaces.desk import levels as scenes
from tests.test_permissions import (
    ADMINS_ROWS,
    FIRM_ROUTES,
    HAVE_IDS,
    NOTICES,
    ROLES,
    WITHOUT_ROW,
    Key,
    Town,
    _address,
    _all_routes,
    _case,
    _outcome,
    build_town,
)
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.ledgers.cases.models import Case, RecusalKind
from zhuqi.ledgers.cases.secrecy import actions as secrecy

TABLE = Path(__file__).with_name("permissions_secrecy.csv")
KINDS = ("handed_up", "handed_down", "confidential", "recused")
# People of firms are bound by no recusal; the others here have no case to keep away from.
UNBOUND = {"anonymous", "firm", "firm_pending"}


def routes() -> list[str]:
    """The addresses of a case."""
    others = {*FIRM_ROUTES, *HAVE_IDS, *ADMINS_ROWS, *NOTICES, *WITHOUT_ROW}
    return [route for route in _all_routes() if route.partition("/")[0] not in others]


def read() -> dict[Key, tuple[str, ...]]:
    rows: dict[Key, tuple[str, ...]] = {}
    with TABLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            for role in row["role"].split("|"):
                for route in row["route"].split("|"):
                    assert (route, role) not in rows, f"twice in the table: {route} {role}"
                    rows[route, role] = tuple(row[kind] for kind in KINDS)
    return rows


def taken_up(town: Town) -> Case:
    cast = town.cast
    case = scenes.handed_up(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        levels.take_up(work, decision="市级办理")
        handling.assign(work, lead=cast.power, co=[cast.industry])
    with open_case(case.pk, by=person(cast.sun)) as work:
        handling.sign(work)
    return case


def as_own(town: Town) -> Case:
    cast = town.cast
    return _case(cast.diamond, cast.zhao, cast.he_fan, cast.power, cast.sun, cast.industry)


def of_kind(town: Town, role: str, kind: str) -> Case:
    cast = town.cast
    if kind == "handed_up":
        return taken_up(town)
    if kind == "handed_down":
        return scenes.led_by_the_county(cast)
    case = as_own(town)
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        if kind == "confidential":
            secrecy.conceal(work, reason="企业要求")
        elif role not in UNBOUND:
            secrecy.recuse(
                work, kind=RecusalKind.RELATION, person=town.people[role], reason="亲属关系"
            )
    return case


def observe(role: str) -> dict[Key, tuple[str, ...]]:
    """What really happens."""
    town = build_town()
    user = town.people.get(role)
    client = Client()
    if user:
        client.force_login(user)
    outcomes: dict[str, list[str]] = {route: [] for route in routes()}
    for kind in KINDS:
        town.cases["own"] = of_kind(town, role, kind)
        for route, seen in outcomes.items():
            address = _address(route, "own", town, user)
            assert address is not None
            seen.append(_outcome(client, route, address))
    return {(route, role): tuple(seen) for route, seen in outcomes.items()}


def test_the_table_names_every_address_of_a_case_and_every_role() -> None:
    table = read()
    wanted = {(route, role) for route in routes() for role in ROLES}
    assert wanted - table.keys() == set()
    assert table.keys() - wanted == set()


def test_the_table_opens_nothing_to_who_has_to_keep_away() -> None:
    """Read from the table alone, as an auditor would."""
    for (route, role), outcome in read().items():
        if role not in UNBOUND:
            assert outcome[KINDS.index("recused")] in {"hidden", "refused"}, (route, role)


def test_the_table_opens_no_confidential_case_to_who_looks_after_the_firm() -> None:
    for (route, role), outcome in read().items():
        if role == "liaison":
            assert outcome[KINDS.index("confidential")] in {"hidden", "refused"}, route


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_what_happens_is_what_the_table_says(role: str) -> None:
    table = read()
    wrong = {
        f"{route}: {outcome}": table.get((route, role))
        for (route, _role), outcome in observe(role).items()
        if table.get((route, role)) != outcome
    }
    assert wrong == {}
