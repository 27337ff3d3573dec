"""The ledger of rectification by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.rectification import rows
from zhuqi.interfaces.desk.rectification.verb_pages import VERB_PAGES

ROOM = Room(
    "api_rectification",
    {name: page() for name in ("api:rectifications", "api:rectification_new")}
    | {"api:rectification": of(rows)}
    | {f"api:rectification_{verb}": of(rows) for verb in VERB_PAGES},
)
