"""What a person's roles reach, as plain ids; `accounts` computes it, ledgers turn it into rows."""

from dataclasses import dataclass, field, replace

from zhuqi.foundation.access.actor import Absent
from zhuqi.foundation.access.roles import OFFICE_ROLES, Role


@dataclass(frozen=True, slots=True)
class StandIn:
    """What one reaches in an absent person's place: their posts in one unit, their firms."""

    absent: Absent
    posts: frozenset[tuple[Role, int]] = frozenset()
    liaised: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids a user's roles reach at one moment. Empty means: nothing.

    `posts`: (role, unit id) pairs held now. `enterprises`: the firms one speaks for.
    `liaised`: the firms one looks after. `chambered`: member firms of the chambers one works for.
    `granted`: object kind → ids granted in person. `posts` and `liaised` hold what one reaches as
    a deputy too, and so does `chambered`; `acting_for` says for whom, and `delegated_posts`,
    `delegated_firms` and `delegated_members` which of them one would not reach without.
    `belongs`: units one is of (by role, by post, as the home one is seconded from), and the units
    above them.
    """

    user_id: int = 0
    posts: frozenset[tuple[Role, int]] = frozenset()
    enterprises: frozenset[int] = frozenset()
    liaised: frozenset[int] = frozenset()
    chambered: frozenset[int] = frozenset()
    granted: dict[str, frozenset[int]] = field(default_factory=dict, hash=False)
    acting_for: tuple[StandIn, ...] = ()
    delegated_posts: frozenset[tuple[Role, int]] = frozenset()
    delegated_firms: frozenset[int] = frozenset()
    delegated_members: frozenset[int] = frozenset()
    belongs: frozenset[int] = frozenset()

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

    def away_with(self, role: Role) -> tuple[tuple[Absent, int], ...]:
        """Those one stands in for who hold the role, each with the unit they hold it in."""
        return tuple(
            (one.absent, unit)
            for one in self.acting_for
            for held, unit in sorted(one.posts)
            if held is role
        )

    @property
    def own(self) -> "Scope":
        """What one reaches oneself, without those one stands in for."""
        if not self.acting_for:
            return self
        return replace(
            self,
            posts=self.posts - self.delegated_posts,
            liaised=self.liaised - self.delegated_firms,
            chambered=self.chambered - self.delegated_members,
            acting_for=(),
            delegated_posts=frozenset(),
            delegated_firms=frozenset(),
            delegated_members=frozenset(),
        )


NOTHING = Scope()
