"""Visits by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.visits import visits
from zhuqi.interfaces.desk.visits.verb_pages import VERB_PAGES

ROOM = Room(
    "api_visits",
    {name: page() for name in ("api:visits", "api:visit_new")}
    | {"api:visit": of(visits)}
    | {f"api:visit_{verb}": of(visits) for verb in VERB_PAGES},
)
