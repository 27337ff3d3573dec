"""What follows from a questionnaire: firms are told, and reminded before its last day."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import Payload, daily, handler
from zhuqi.mechanisms.questionnaires.actions.replies import NOTIFY
from zhuqi.mechanisms.questionnaires.notifications import NOTICES, remind_of_questionnaires

REMIND = "questionnaire.remind"


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """It was sent to a firm."""
    NOTICES.notify_of(int(payload["event"]))


@daily(REMIND, at="09:10")
def remind_firms(_slot: datetime) -> None:
    """Whose answer is missing; on working days, each once."""
    remind_of_questionnaires(timezone.now())
