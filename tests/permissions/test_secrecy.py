"""Who may open what when a case moves between levels, is confidential, or binds somebody to keep
away: `rooms/cases_secrecy.csv`, the further columns of the tables.

Every address of a case × every role × four kinds of rows:
handed_up: the county's, taken up by the city, worked on by the power company;
handed_down: the city's, assigned to the county's office;
confidential: of the firm one speaks for or looks after, worked on as in the other tables;
recused: one's own row, from which the very person who asks has to keep away.
"""

import pytest

from tests.cast import person
from tests.permissions.rooms import ADDRESSES
from tests.permissions.table import SEEN_FROM, Asker, all_routes, read, without_drawing
from tests.permissions.town import ROLES, Town, build_town, case_of
from tests.scenes import levels as scenes
from tests.scenes.steps import by_power
from tests.stock import stocked
from tests.thorough import drawn
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.ledgers.cases.models import Case, RecusalKind
from zhuqi.ledgers.cases.secrecy import actions as secrecy

KINDS = ("handed_up", "handed_down", "confidential", "recused")
# People of firms are bound by no recusal; the others here have no case to keep away from.
UNBOUND = {"anonymous", "firm", "firm_pending"}
TABLE = "cases_secrecy"


def routes() -> list[str]:
    """The addresses of a case."""
    return [route for route in all_routes() if ADDRESSES[route].of_case]


@stocked
def taken_up(town: Town) -> Case:
    cast = town.cast
    case = scenes.handed_up(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        levels.take_up(work, decision="市级办理")
        handling.assign(work, lead=cast.power, co=[cast.industry])
    with open_case(case.pk, by=person(cast.sun)) as work:
        handling.sign(work)
    return case


@stocked
def as_own(town: Town) -> Case:
    cast = town.cast
    return case_of(cast.diamond, cast.zhao, by_power(cast))


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


def test_the_table_names_every_address_of_a_case_and_every_role() -> None:
    table = read(TABLE, KINDS)
    wanted = {(route, role) for route in routes() for role in ROLES}
    assert wanted - table.keys() == set()
    assert table.keys() - wanted == set()


def test_the_table_opens_nothing_to_who_has_to_keep_away() -> None:
    """Read from the table alone, as an auditor would."""
    for (route, role), outcome in read(TABLE, KINDS).items():
        if role not in UNBOUND:
            assert outcome[KINDS.index("recused")] in {"hidden", "refused"}, (route, role)


def test_the_table_opens_no_confidential_case_to_who_looks_after_the_firm() -> None:
    for (route, role), outcome in read(TABLE, KINDS).items():
        if role == "liaison":
            assert outcome[KINDS.index("confidential")] in {"hidden", "refused"}, route


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ROLES)
def test_what_happens_is_what_the_table_says(role: str, kind: str) -> None:
    table = read(TABLE, KINDS)
    town = build_town()
    # Whose eyes it is seen with is told by the kind here: own means the case of that kind.
    own = SEEN_FROM.get(role, {}).get("own", "own")
    town.cases[own] = of_kind(town, role, kind)
    with without_drawing():
        seen = Asker(town, role, turn=KINDS.index(kind)).outcomes(drawn(routes(), 8), "own")
    wrong = {
        route: (outcome, wanted)
        for route, outcome in seen.items()
        if outcome != (wanted := table[route, role][KINDS.index(kind)])
    }
    assert wrong == {}
