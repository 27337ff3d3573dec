"""An actor together with what their roles reach: what every verb takes as `by`."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from zhuqi.foundation.access.actor import SYSTEM, Actor
from zhuqi.foundation.access.roles import Role
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

    def in_place(self, could: Callable[[Scope], bool]) -> "Person":
        """The same person as they do what they could not by their own posts: a deputy says in
        whose place. `could`: whether a scope suffices for it."""
        own = self.scope.own
        if not self.scope.acting_for or could(own):
            return self
        for one in self.scope.acting_for:
            if could(replace(own, posts=own.posts | one.posts)):
                return Person(replace(self.actor, acting_for=one.absent), self.scope)
        return self

    def holding(self, unit_id: int, *roles: Role) -> "Person":
        """The same person as they hold one of the roles in a unit: a deputy says in whose place."""
        return self.in_place(lambda scope: unit_id in scope.units(*roles))


SYSTEM_PERSON = Person(SYSTEM, NOTHING)
