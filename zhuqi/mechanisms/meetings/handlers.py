"""What follows from events, later; and what is looked for each morning."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.outbox.registry import Payload, daily, handler
from zhuqi.mechanisms.meetings.actions import bodies, decisions, items, meetings
from zhuqi.mechanisms.meetings.enums import DecisionVerb
from zhuqi.mechanisms.meetings.notifications import (
    DECISION_NOTICES,
    ITEM_NOTICES,
    MEETING_NOTICES,
    remind_of_decisions,
    tell_firms,
)

REMIND, FIND = "meetings.remind", "meetings.find"


@handler(items.NOTIFY)
def notify_of_item(payload: Payload) -> None:
    """An item was put, confirmed, refused, or is to be advised on."""
    ITEM_NOTICES.notify_of(int(payload["event"]))


@handler(meetings.NOTIFY)
def notify_of_meeting(payload: Payload) -> None:
    """A meeting was called, moved, cancelled, or its minutes are confirmed."""
    MEETING_NOTICES.notify_of(int(payload["event"]))


@handler(decisions.NOTIFY)
def notify_of_decision(payload: Payload) -> None:
    """A decision was made, reported, returned, found done; or firms are told of it."""
    event = int(payload["event"])
    kind = Event.objects.get(pk=event).kind
    if kind == f"{decisions.OBJECT}.{DecisionVerb.TELL}":
        tell_firms(event)
    else:
        DECISION_NOTICES.notify_of(event)


@daily(REMIND, at="08:55")
def remind_units(_slot: datetime) -> None:
    """Decisions that are due soon or late, each told once a level."""
    remind_of_decisions(timezone.now())


@daily(FIND, at="07:30")
def find_items(_slot: datetime) -> None:
    """What the rules of bodies take up, to be confirmed."""
    bodies.propose_everywhere()
