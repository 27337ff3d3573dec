"""An actor together with what their roles reach: what every verb takes as `by`."""

from dataclasses import dataclass, replace

from zhuqi.foundation.access.actor import SYSTEM, Actor
from zhuqi.foundation.access.scope import NOTHING, Scope


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts and how far they reach, at the moment of the request."""

    actor: Actor
    scope: Scope

    def caring_for(self, enterprise_id: int) -> "Person":
        """The same person as they look after a firm: a deputy says in whose place."""
        if enterprise_id not in self.scope.delegated_firms:
            return self
        absent = next(s.absent for s in self.scope.acting_for if enterprise_id in s.liaised)
        return Person(replace(self.actor, acting_for=absent), self.scope)


SYSTEM_PERSON = Person(SYSTEM, NOTHING)
