"""Supervision sheets by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.supervision import sheets
from zhuqi.interfaces.desk.supervision.verb_pages import VERB_PAGES

ROOM = Room(
    "api_supervision",
    {name: page() for name in ("api:supervision", "api:supervision_sheet_new")}
    | {"api:supervision_sheet": of(sheets)}
    | {f"api:supervision_sheet_{verb}": of(sheets) for verb in VERB_PAGES}
    # Of the ledger's rows, many at once.
    | {f"api:case_bulk_{verb}": page() for verb in ("urge", "ask_kindly")},
)
