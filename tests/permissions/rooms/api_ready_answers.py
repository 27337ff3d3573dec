"""Answers kept ready by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.ready_answers import kept
from zhuqi.interfaces.desk.ready_answers.verb_pages import VERB_PAGES

ROOM = Room(
    "api_ready_answers",
    {name: page() for name in ("api:ready_answers", "api:ready_answer_new")}
    | {"api:ready_answer": of(kept)}
    | {f"api:ready_answer_{verb}": of(kept) for verb in VERB_PAGES},
)
