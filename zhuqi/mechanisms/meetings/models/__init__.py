"""Bodies, items, meetings and decisions, a file each."""

from zhuqi.mechanisms.meetings.models.bodies import Adviser, Body, Member
from zhuqi.mechanisms.meetings.models.decisions import CoUnit, Decision, Progress, Reply
from zhuqi.mechanisms.meetings.models.items import Item, Opinion, Statement
from zhuqi.mechanisms.meetings.models.meetings import (
    AgendaLine,
    Invitation,
    Meeting,
    MeetingSeries,
)

__all__ = [
    "Adviser",
    "AgendaLine",
    "Body",
    "CoUnit",
    "Decision",
    "Invitation",
    "Item",
    "Meeting",
    "MeetingSeries",
    "Member",
    "Opinion",
    "Progress",
    "Reply",
    "Statement",
]
