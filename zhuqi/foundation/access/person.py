"""An actor together with what their roles reach: what every verb takes as `by`."""

from dataclasses import dataclass

from zhuqi.foundation.access.actor import SYSTEM, Actor
from zhuqi.foundation.access.scope import NOTHING, Scope


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts and how far they reach, at the moment of the request."""

    actor: Actor
    scope: Scope


SYSTEM_PERSON = Person(SYSTEM, NOTHING)
