"""Alliances, shared cases and matters told apart by the API."""

from collections.abc import Collection, Mapping

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.sister_offices import KINDS
from zhuqi.interfaces.desk.sister_offices.verb_pages import (
    ALLIANCE_PAGES,
    APART_PAGES,
    SHARING_PAGES,
)

VERBS: Mapping[str, Collection[str]] = {
    "sister_alliance": ALLIANCE_PAGES,
    "sister_sharing": SHARING_PAGES,
    "sister_distinction": APART_PAGES,
}
ROOM = Room(
    "api_sister_offices",
    {f"api:{name}{end}": page() for name in KINDS for end in ("s", "_new")}
    | {f"api:{name}": of(found) for name, (found, _verb) in KINDS.items()}
    | {
        f"api:{name}_{verb}": of(found)
        for name, (found, _verb) in KINDS.items()
        for verb in VERBS[name]
    },
)
