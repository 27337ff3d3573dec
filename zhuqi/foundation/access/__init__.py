"""Who acts, what they may see, and the three refusals. Pure: no database, no framework."""

from zhuqi.foundation.access.actor import SYSTEM, Actor, ActorKind
from zhuqi.foundation.access.person import SYSTEM_PERSON, Person
from zhuqi.foundation.access.refusals import NotNow, NotValid, NotYours, Refusal, TooMany
from zhuqi.foundation.access.roles import ADMIN_ROLES, OFFICE_ROLES, UNIT_ROLES, Role
from zhuqi.foundation.access.scope import NOTHING, Scope

__all__ = [
    "ADMIN_ROLES",
    "NOTHING",
    "OFFICE_ROLES",
    "SYSTEM",
    "SYSTEM_PERSON",
    "UNIT_ROLES",
    "Actor",
    "ActorKind",
    "NotNow",
    "NotValid",
    "NotYours",
    "Person",
    "Refusal",
    "Role",
    "Scope",
    "TooMany",
]
