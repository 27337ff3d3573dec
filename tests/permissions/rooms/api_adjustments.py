"""Batches of adjustments and their lines by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.adjustments import batches, moves
from zhuqi.interfaces.desk.adjustments.verb_pages import BATCH_PAGES, MOVE_PAGES

ROOM = Room(
    "api_adjustments",
    {name: page() for name in ("api:adjustments", "api:adjustment_new", "api:adjustment_moves")}
    | {"api:adjustment": of(batches), "api:adjustment_move": of(moves)}
    | {f"api:adjustment_{verb}": of(batches) for verb in BATCH_PAGES}
    | {f"api:adjustment_move_{verb}": of(moves) for verb in MOVE_PAGES},
)
