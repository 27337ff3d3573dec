"""Service days and words by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.service_days import days, words
from zhuqi.interfaces.desk.service_days.verb_pages import DAY_PAGES, WORD_PAGES

ROOM = Room(
    "api_service_days",
    {
        "api:service_days": page(),
        "api:service_day_new": page(),
        "api:service_day": of(days),
        "api:service_words": page(),
        "api:service_word": of(words),
    }
    | {f"api:service_day_{verb}": of(days) for verb in DAY_PAGES}
    | {f"api:service_word_{verb}": of(words) for verb in WORD_PAGES},
)
