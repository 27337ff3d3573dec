"""What a person's roles reach, as plain ids; `accounts` computes it, ledgers turn it into rows."""

from dataclasses import dataclass, field

from zhuqi.foundation.access.roles import OFFICE_ROLES, Role


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids a user's roles reach at one moment. Empty means: nothing.

    `posts`: (role, unit id) pairs held now. `enterprises`: the firms one speaks for.
    `liaised`: the firms one looks after. `granted`: object kind → ids granted in person.
    """

    user_id: int = 0
    posts: frozenset[tuple[Role, int]] = frozenset()
    enterprises: frozenset[int] = frozenset()
    liaised: frozenset[int] = frozenset()
    granted: dict[str, frozenset[int]] = field(default_factory=dict, hash=False)

    def units(self, *roles: Role) -> frozenset[int]:
        """Units where any of the roles (all roles if none is named) is held."""
        wanted = frozenset(roles)
        return frozenset(unit for role, unit in self.posts if not wanted or role in wanted)

    def holds(self, *roles: Role) -> bool:
        """True if any of the roles is held anywhere."""
        return any(role in roles for role, _unit in self.posts)

    @property
    def offices(self) -> frozenset[int]:
        """Offices in which one registers, reviews or signs."""
        return self.units(*OFFICE_ROLES)


NOTHING = Scope()
