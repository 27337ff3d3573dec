"""Firms, and who asks to speak for one, by the API."""

from collections.abc import Mapping

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.firms import firms
from tests.permissions.town import Town, once


@once
def _members(town: Town) -> Mapping[str, object]:
    return {whose: row.pk for whose, row in town.members.items()}


ROOM = Room(
    "api_firms",
    {name: page() for name in ("api:firms", "api:sign_ups")}
    | {"api:firm": of(firms)}
    | {f"api:sign_up_{verb}": of(_members) for verb in ("confirm", "refuse", "move")},
)
