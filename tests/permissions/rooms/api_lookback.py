"""Look-backs by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.lookback import draws, look_backs
from zhuqi.interfaces.desk.lookback.verb_pages import VERB_PAGES

ROOM = Room(
    "api_lookback",
    {
        "api:lookback": page(),
        "api:lookback_row": of(look_backs),
        "api:lookback_draws": page(),
        "api:lookback_draw": of(draws),
        "api:lookback_draw_new": page(),
    }
    | {f"api:lookback_row_{verb}": of(look_backs) for verb in VERB_PAGES},
)
