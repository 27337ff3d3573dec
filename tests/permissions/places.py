"""Addresses that somebody may open, for whoever tries them all."""

from collections.abc import Iterator

from tests.permissions.registry import WHOSE, Asked
from tests.permissions.rooms import ADDRESSES, ROOMS
from tests.permissions.table import SEEN_FROM, Key, address, all_routes, read
from tests.permissions.town import ROLES, Town


def routes(beginning: str = "") -> list[str]:
    """The names of all addresses that begin so."""
    return [one for one in all_routes() if one.startswith(beginning)]


def places(
    town: Town, beginning: str = "", *, one_in: int = 1, part: int = 0
) -> Iterator[tuple[str, str, str]]:
    """Every address that somebody may open, with a role that may; of names beginning so.

    `one_in`, `part`: only one in so many of the names, from this one on.
    """
    table = _table()
    for route in routes(beginning)[part::one_in]:
        for whose, role in ((w, r) for w in WHOSE for r in ROLES):
            if found := _open(town, table, route, role, whose):
                yield route, role, found
                break


def open_to(town: Town, route: str) -> Iterator[tuple[str, str]]:
    """Every role that may open an address for its own row, with the address."""
    table = _table()
    for role in ROLES:
        if found := _open(town, table, route, role, "own"):
            yield role, found


def _table() -> dict[Key, tuple[str, ...]]:
    return {key: row for room in ROOMS for key, row in read(room.name, WHOSE).items()}


def _open(
    town: Town, table: dict[Key, tuple[str, ...]], route: str, role: str, whose: str
) -> str | None:
    if table[route, role][WHOSE.index(whose)] != "open":
        return None
    turned = role in SEEN_FROM and not ADDRESSES[route].fixed
    row = SEEN_FROM[role].get(whose) if turned else whose
    return address(route, Asked(town, row, town.people.get(role))) if row else None
