"""Named rosters, their entries, batches and lines by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.named_rosters import batches, entries, lines, rosters
from zhuqi.interfaces.desk.named_rosters.verb_pages import (
    BATCH_PAGES,
    ENTRY_PAGES,
    LINE_PAGES,
    ROSTER_PAGES,
)

PAGES = (
    "api:named_rosters", "api:named_roster_new", "api:roster_entries", "api:roster_batches",
    "api:roster_batch_new", "api:roster_lines",
)  # fmt: skip
ROOM = Room(
    "api_named_rosters",
    {name: page() for name in PAGES}
    | {
        "api:named_roster": of(rosters), "api:roster_entry": of(entries),
        "api:roster_batch": of(batches), "api:roster_line": of(lines),
    }
    | {f"api:named_roster_{verb}": of(rosters) for verb in ROSTER_PAGES}
    | {f"api:roster_entry_{verb}": of(entries) for verb in ENTRY_PAGES}
    | {f"api:roster_batch_{verb}": of(batches) for verb in BATCH_PAGES}
    | {f"api:roster_line_{verb}": of(lines) for verb in LINE_PAGES},
)  # fmt: skip
