"""Who may open what: `rooms/*.csv`, written by hand and readable by an auditor.

A row is a route and a role (or several, joined by |); its five columns are whose row it is: one's
own, a colleague's, another unit's, another county's, a stranger's. Words: `open`, `refused` (403),
`hidden` (404: nobody learns that the row exists), `sign-in`, `-` where the route has no row.
Routes like `desk:verb/answer` are posted without input: `open` means that the person was allowed
to try (the answer is 409, 422 or a redirect back).
"""

from collections import Counter

import pytest
from pytest_django import Settings

from tests.permissions.registry import WHOSE, Room
from tests.permissions.rooms import ROOMS
from tests.permissions.table import Asker, Key, all_routes, read, without_drawing
from tests.permissions.town import ROLES, build_town
from tests.thorough import drawn


def test_every_address_of_the_product_belongs_to_one_room() -> None:
    named = Counter(name for room in ROOMS for name in room.addresses)
    assert [name for name, times in named.items() if times > 1] == []
    assert set(all_routes()) - named.keys() == set()
    assert named.keys() - set(all_routes()) == set()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_the_table_names_every_address_and_every_role_once_and_nothing_else(room: Room) -> None:
    table = read(room.name, WHOSE)
    wanted = {(route, role) for route in room.addresses for role in ROLES}
    assert wanted - table.keys() == set()
    assert table.keys() - wanted == set()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_what_happens_is_what_the_table_says(role: str, settings: Settings) -> None:
    settings.API_PER_MINUTE = 10**6
    table: dict[Key, tuple[str, ...]] = {}
    for room in ROOMS:
        table |= read(room.name, WHOSE)
    asker, routes = Asker(build_town(), role), drawn(all_routes(), 8)
    with without_drawing():
        seen = {whose: asker.outcomes(routes, whose) for whose in WHOSE}
    wrong = {
        route: (outcome, table[route, role])
        for route in routes
        if (outcome := tuple(seen[whose][route] for whose in WHOSE)) != table[route, role]
    }
    assert wrong == {}
