"""Addresses that somebody may open, for whoever tries them all."""

from collections.abc import Iterator

from tests.permissions.registry import WHOSE, Asked
from tests.permissions.rooms import ADDRESSES, ROOMS
from tests.permissions.table import SEEN_FROM, address, all_routes, read
from tests.permissions.town import ROLES, Town


def routes(beginning: str = "") -> list[str]:
    """The names of all addresses that begin so."""
    return [one for one in all_routes() if one.startswith(beginning)]


def places(town: Town, beginning: str = "") -> Iterator[tuple[str, str, str]]:
    """Every address that somebody may open, with a role that may; of names beginning so."""
    table: dict[tuple[str, str], tuple[str, ...]] = {}
    for room in ROOMS:
        table |= read(room.name, WHOSE)
    for route in routes(beginning):
        for role, whose in ((r, w) for w in WHOSE for r in ROLES):
            if table[route, role][WHOSE.index(whose)] != "open":
                continue
            turned = role in SEEN_FROM and not ADDRESSES[route].fixed
            row = SEEN_FROM[role].get(whose) if turned else whose
            asked = Asked(town, row, town.people.get(role)) if row else None
            if asked and (found := address(route, asked)):
                yield route, role, found
                break
