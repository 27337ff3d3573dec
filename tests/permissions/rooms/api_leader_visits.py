"""Leaders' visits by the API."""

from tests.permissions.registry import Room, kept, page
from tests.permissions.rooms.leader_visits import visit
from zhuqi.interfaces.desk.leader_visits.verb_pages import VERB_PAGES

ROOM = Room(
    "api_leader_visits",
    {name: page() for name in ("api:leader_visits", "api:leader_visit_new")}
    | {"api:leader_visit": kept(visit)}
    | {f"api:leader_visit_{verb}": kept(visit) for verb in VERB_PAGES},
)
