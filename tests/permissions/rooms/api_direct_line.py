"""Letters by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.direct_line import letters
from zhuqi.interfaces.desk.direct_line.verb_pages import VERB_PAGES

ROOM = Room(
    "api_direct_line",
    {"api:letters": page(), "api:letter": of(letters)}
    | {f"api:letter_{verb}": of(letters) for verb in VERB_PAGES},
)
