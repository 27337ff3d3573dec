"""Service days by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.service_days import days
from zhuqi.interfaces.desk.service_days.verb_pages import VERB_PAGES

ROOM = Room(
    "api_service_days",
    {name: page() for name in ("api:service_days", "api:service_day_new")}
    | {"api:service_day": of(days)}
    | {f"api:service_day_{verb}": of(days) for verb in VERB_PAGES},
)
