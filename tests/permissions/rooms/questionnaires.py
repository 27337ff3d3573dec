"""Questionnaires and replies: on the desk, on the firm's own pages."""

from collections.abc import Mapping

from tests.permissions.registry import Room, of, page, verb_of
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.questionnaires.enums import QuestionnaireVerb, ReplyVerb
from zhuqi.mechanisms.questionnaires.models import Questionnaire, QuestionnaireReply


def _offices(town: Town) -> Mapping[str, Unit]:
    cast = town.cast
    return {"own": cast.city_office, "other_county": cast.county_office,
            "stranger": cast.other_office}  # fmt: skip


def _survey(office: Unit) -> Questionnaire:
    return Questionnaire.objects.get_or_create(
        office=office, title="排查",
        defaults={"purpose": "摸底", "due": MONDAY.date(), "drafted_at": MONDAY,
                  "sent_at": MONDAY, "state": "sent"},
    )[0]  # fmt: skip


@once
def surveys(town: Town) -> Mapping[str, object]:
    """One of each office."""
    return {whose: _survey(office).pk for whose, office in _offices(town).items()}


def replies(town: Town) -> Mapping[str, object]:
    """One of a firm of each kind, to the office that serves it."""
    return {
        whose: QuestionnaireReply.objects.get_or_create(
            questionnaire=_survey(firm.office), enterprise=firm
        )[0].pk
        for whose, firm in town.firms.items()
    }


ROOM = Room(
    "questionnaires",
    {
        "desk:questionnaires": page(),
        "desk:questionnaire_new": page(),
        "desk:questionnaire": of(surveys),
        "desk:questionnaire_verb": verb_of(surveys, QuestionnaireVerb.CLOSE.value),
        "desk:questionnaire_file": of(surveys, posted=True),
        "desk:questionnaire_replies": page(),
        "desk:questionnaire_reply": of(replies),
        "desk:questionnaire_reply_verb": verb_of(replies, ReplyVerb.FILL_IN.value),
        "portal:questionnaires": page(),
        "portal:questionnaire": of(replies),
    },
)
