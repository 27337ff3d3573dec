"""Bodies, items, meetings and decisions by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.meetings import LISTS, NEW, bodies, decisions, items, meetings
from zhuqi.interfaces.desk.meetings.verb_pages import (
    BODY_PAGES,
    DECISION_PAGES,
    ITEM_PAGES,
    MEETING_PAGES,
)

ROOM = Room(
    "api_meetings",
    {f"api:{name}": page() for name in (*LISTS, *NEW)}
    | {
        "api:meeting_body": of(bodies),
        "api:meeting_item": of(items),
        "api:meeting": of(meetings),
        "api:meeting_decision": of(decisions),
    }
    | {f"api:meeting_body_{verb}": of(bodies) for verb in BODY_PAGES}
    | {f"api:meeting_item_{verb}": of(items) for verb in ITEM_PAGES}
    | {f"api:meeting_{verb}": of(meetings) for verb in MEETING_PAGES}
    | {f"api:meeting_decision_{verb}": of(decisions) for verb in DECISION_PAGES},
)
