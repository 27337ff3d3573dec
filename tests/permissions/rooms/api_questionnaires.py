"""Questionnaires and replies by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.questionnaires import replies, surveys
from zhuqi.interfaces.desk.questionnaires.verb_pages import QUESTIONNAIRE_PAGES, REPLY_PAGES

PAGES = ("api:questionnaires", "api:questionnaire_new", "api:questionnaire_replies")
ROOM = Room(
    "api_questionnaires",
    {name: page() for name in PAGES}
    | {"api:questionnaire": of(surveys), "api:questionnaire_reply": of(replies)}
    | {f"api:questionnaire_{verb}": of(surveys) for verb in QUESTIONNAIRE_PAGES}
    | {f"api:questionnaire_reply_{verb}": of(replies) for verb in REPLY_PAGES},
)
