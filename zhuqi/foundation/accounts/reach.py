"""How far an official reaches: their own posts and firms, and those of whom they stand in for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from zhuqi.foundation.access import ADMIN_ROLES, WORKING_ROLES, Absent, Role, Scope, StandIn
from zhuqi.foundation.accounts.models import Deputy, RoleAssignment, User
from zhuqi.foundation.accounts.moments import running, running_on
from zhuqi.foundation.directory.models import Post, Unit
from zhuqi.foundation.directory.queries import liaised_by

Posts = frozenset[tuple[Role, int]]


@dataclass(frozen=True, slots=True)
class _Away:
    """Somebody the user is deputy for."""

    absent: Absent
    official_id: int | None
    unit_id: int


def reach_of(user: User, now: datetime) -> Scope:
    """The part of a scope that comes from office: four queries.

    A deputy must belong to the unit and be no administrator; else nothing passes on. Only what
    the absent person holds themself passes on: a deputy's deputy gets nothing.
    """
    away = _away(user, now) if user.official_id is not None else []
    posts, home = _roles([user.pk, *(one.absent.user_id for one in away)], now)
    own = posts[user.pk]
    belongs, direct = _units(user, {unit for _role, unit in own} | home[user.pk], now)
    if any(role in ADMIN_ROLES for role, _unit in own):
        away = []
    away = [one for one in away if one.unit_id in direct]
    officials = [user.official_id, *(one.official_id for one in away)]
    firms = liaised_by([pk for pk in officials if pk is not None], timezone.localdate(now))
    own_firms = firms.get(user.official_id or 0, frozenset())
    acting_for = tuple(
        StandIn(
            one.absent,
            _passed_on(posts[one.absent.user_id], one),
            firms.get(one.official_id or 0, frozenset()),
        )
        for one in away
    )
    delegated = frozenset().union(*(one.posts for one in acting_for)) - own
    delegated_firms = frozenset().union(*(one.liaised for one in acting_for)) - own_firms
    return Scope(
        user_id=user.pk,
        posts=own | delegated,
        liaised=own_firms | delegated_firms,
        acting_for=acting_for,
        delegated_posts=delegated,
        delegated_firms=delegated_firms,
        belongs=belongs,
    )


def _away(user: User, now: datetime) -> list[_Away]:
    """Whom the user stands in for today; closed accounts have no deputy."""
    rows = Deputy.objects.running(timezone.localdate(now)).filter(
        deputy_id=user.pk, absent__is_active=True
    )
    found = rows.order_by("since", "pk").values_list(
        "absent_id", "absent__name", "absent__official_id", "unit_id"
    )
    return [_Away(Absent(pk, name), official, unit) for pk, name, official, unit in found]


def _passed_on(posts: Posts, away: _Away) -> Posts:
    return frozenset(
        (role, unit) for role, unit in posts if role in WORKING_ROLES and unit == away.unit_id
    )


def _roles(
    users: Iterable[int], now: datetime
) -> tuple[defaultdict[int, Posts], defaultdict[int, set[int]]]:
    """Posts held now, and home units of the seconded, by user."""
    posts: defaultdict[int, Posts] = defaultdict(frozenset)
    home: defaultdict[int, set[int]] = defaultdict(set)
    rows = RoleAssignment.objects.filter(running(now), user__in=list(users)).order_by()
    for user, role, unit, lender in rows.values_list("user", "role", "unit", "seconded_from"):
        posts[user] |= {(Role(role), unit)}
        if lender is not None:
            home[user].add(lender)
    return posts, home


# A section, its bureau, the bureau's superior, and one more: one query reads a whole chain.
_CHAIN = ("pk", "parent", "parent__parent", "parent__parent__parent")


def _units(user: User, known: set[int], now: datetime) -> tuple[frozenset[int], frozenset[int]]:
    """Units the user belongs to with all above them; and those of them that are the user's own."""
    if user.official_id is None and not known:
        return frozenset(), frozenset()
    posts = Post.objects.filter(running_on(now), official=user.official_id).order_by()
    wanted = Q(pk__in=sorted(known)) | Q(pk__in=posts.values("unit"))
    chains = list(Unit.objects.filter(wanted).order_by().values_list(*_CHAIN))
    direct = frozenset(chain[0] for chain in chains)
    found = {unit for chain in chains for unit in chain if unit is not None}
    tops = {chain[-1] for chain in chains if chain[-1] is not None}
    while tops:  # deeper than any government we know: a query for each further step
        above = Unit.objects.filter(pk__in=tops, parent__isnull=False).order_by()
        tops = set(above.values_list("parent", flat=True)) - found
        found |= tops
    return frozenset(found), direct
