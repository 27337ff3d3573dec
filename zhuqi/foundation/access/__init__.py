"""Who acts, what they may see, and the three refusals. Pure: no database, no framework."""

from zhuqi.foundation.access.actor import SYSTEM, Absent, Actor, ActorKind
from zhuqi.foundation.access.person import SYSTEM_PERSON, Person
from zhuqi.foundation.access.refusals import NotNow, NotValid, NotYours, Refusal, TooMany
from zhuqi.foundation.access.roles import (
    ADMIN_ROLES,
    OFFICE_ROLES,
    UNIT_ROLES,
    WORKING_ROLES,
    Role,
)
from zhuqi.foundation.access.scope import NOTHING, Scope, StandIn

__all__ = [
    "ADMIN_ROLES",
    "NOTHING",
    "OFFICE_ROLES",
    "SYSTEM",
    "SYSTEM_PERSON",
    "UNIT_ROLES",
    "WORKING_ROLES",
    "Absent",
    "Actor",
    "ActorKind",
    "NotNow",
    "NotValid",
    "NotYours",
    "Person",
    "Refusal",
    "Role",
    "Scope",
    "StandIn",
    "TooMany",
]
