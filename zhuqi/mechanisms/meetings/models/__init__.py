"""Bodies, items, meetings and decisions, a file each."""

from zhuqi.mechanisms.meetings.models.bodies import Adviser, Body, Member
from zhuqi.mechanisms.meetings.models.decisions import CoUnit, Decision, Progress, Reply
from zhuqi.mechanisms.meetings.models.items import Item, Lent, Opinion, Statement
from zhuqi.mechanisms.meetings.models.meetings import (
    AgendaLine,
    Invitation,
    Meeting,
)
from zhuqi.mechanisms.meetings.routing.models import (
    OfficeRouting,
    RoutingEdition,
    RoutingRule,
    RoutingScheme,
)

__all__ = [
    "Adviser",
    "AgendaLine",
    "Body",
    "CoUnit",
    "Decision",
    "Invitation",
    "Item",
    "Lent",
    "Meeting",
    "Member",
    "OfficeRouting",
    "Opinion",
    "Progress",
    "Reply",
    "RoutingEdition",
    "RoutingRule",
    "RoutingScheme",
    "Statement",
]
