"""What comes round, by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.rhythm import rhythms
from zhuqi.interfaces.desk.rhythm.verb_pages import VERB_PAGES

ROOM = Room(
    "api_rhythm",
    {"api:rhythms": page(), "api:rhythm_new": page(), "api:rhythm": of(rhythms)}
    | {f"api:rhythm_{verb}": of(rhythms) for verb in VERB_PAGES},
)
