"""How far an official reaches: their own posts and firms, and those of whom they stand in for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Value
from django.utils import timezone

from zhuqi.foundation.access import ADMIN_ROLES, WORKING_ROLES, Absent, Role, Scope, StandIn
from zhuqi.foundation.accounts.models import Deputy, RoleAssignment, User
from zhuqi.foundation.accounts.moments import held_on, running
from zhuqi.foundation.changes import Prepared, Row
from zhuqi.foundation.directory.models import Post, Unit
from zhuqi.foundation.directory.queries import liaised_by

Posts = frozenset[tuple[Role, int]]


@dataclass(frozen=True, slots=True)
class _Away:
    """Somebody the user is deputy for."""

    absent: Absent
    official_id: int | None
    unit_id: int


def reaches_of(users: Collection[User], now: datetime, roles: Sequence[Row]) -> dict[int, Scope]:
    """The part of each one's scope that comes from office, by user id: three queries for any
    number, one more where somebody is away. `roles`: of the users (id, role, unit, seconded from).

    A deputy must belong to the unit and be no administrator; else nothing passes on. Only what
    the absent person holds themself passes on: a deputy's deputy gets nothing.
    """
    away = _away([user.pk for user in users if user.official_id is not None], now)
    absent = {one.absent.user_id for found in away.values() for one in found}
    lent = _ROLES(users=absent - {user.pk for user in users}, now=now) if absent else []
    posts, home = _roles([*roles, *lent])
    known = {user.pk: {unit for _role, unit in posts[user.pk]} | home[user.pk] for user in users}
    belongs, direct = _units(users, known, now)
    for user in users:
        if any(role in ADMIN_ROLES for role, _unit in posts[user.pk]):
            away[user.pk] = []
        away[user.pk] = [one for one in away[user.pk] if one.unit_id in direct[user.pk]]
    officials = {user.official_id for user in users}
    officials |= {one.official_id for found in away.values() for one in found}
    firms = liaised_by([pk for pk in officials if pk is not None], timezone.localdate(now))
    return {user.pk: _reach(user, posts, away[user.pk], firms, belongs[user.pk]) for user in users}


def _reach(
    user: User,
    posts: Mapping[int, Posts],
    away: Sequence[_Away],
    firms: Mapping[int, frozenset[int]],
    belongs: frozenset[int],
) -> Scope:
    own, own_firms = posts[user.pk], firms.get(user.official_id or 0, frozenset())
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


_DEPUTIES = Prepared(
    lambda deputies, on: (
        Deputy.objects.running(on)
        .filter(deputy__in=deputies, absent__is_active=True)
        .order_by("since", "pk")
        .values_list("deputy_id", "absent_id", "absent__name", "absent__official_id", "unit_id")
    )
)


def _away(deputies: Collection[int], now: datetime) -> defaultdict[int, list[_Away]]:
    """Whom each stands in for today; closed accounts have no deputy."""
    found: defaultdict[int, list[_Away]] = defaultdict(list)
    if not deputies:
        return found
    for deputy, pk, name, official, unit in _DEPUTIES(
        deputies=deputies, on=timezone.localdate(now)
    ):
        found[deputy].append(_Away(Absent(pk, name), official, unit))
    return found


def _passed_on(posts: Posts, away: _Away) -> Posts:
    return frozenset(
        (role, unit) for role, unit in posts if role in WORKING_ROLES and unit == away.unit_id
    )


_ROLES = Prepared(
    lambda users, now: (
        RoleAssignment.objects.filter(running(now), user__in=users)
        .order_by()
        .values_list("user", "role", "unit", "seconded_from")
    )
)


def _roles(
    rows: Iterable[Row],
) -> tuple[defaultdict[int, Posts], defaultdict[int, set[int]]]:
    """Posts held now, and home units of the seconded, by user."""
    posts: defaultdict[int, Posts] = defaultdict(frozenset)
    home: defaultdict[int, set[int]] = defaultdict(set)
    for user, role, unit, lender in rows:
        posts[user] |= {(Role(role), unit)}
        if lender is not None:
            home[user].add(lender)
    return posts, home


# A section, its bureau, the bureau's superior, and one more: one query reads a whole chain.
_CHAIN = ("pk", "parent", "parent__parent", "parent__parent__parent")
_CHAINS = Prepared(
    lambda officials, units, on: (
        Post.objects.filter(held_on(on), official__in=officials)
        .order_by()
        .values_list("official", "unit", *(f"unit__{name}" for name in _CHAIN[1:]))
        .union(
            Unit.objects.filter(pk__in=units)
            .order_by()
            .values_list(Value(None, output_field=BigIntegerField()), *_CHAIN),
            all=True,
        )
    )
)
_Chain = tuple[int | None, ...]
_ByUser = defaultdict[int, frozenset[int]]


def _units(
    users: Collection[User], known: Mapping[int, set[int]], now: datetime
) -> tuple[_ByUser, _ByUser]:
    """Units each belongs to with all above them; and those of them that are their own."""
    belongs, direct = _ByUser(frozenset), _ByUser(frozenset)
    wanted = set[int]().union(*known.values())
    officials = {user.official_id: user.pk for user in users if user.official_id is not None}
    if not wanted and not officials:
        return belongs, direct
    rows = _CHAINS(officials=officials, units=wanted, on=timezone.localdate(now))
    chains: defaultdict[int, list[_Chain]] = defaultdict(list)
    by_unit: dict[int | None, _Chain] = {}
    for official, *units in rows:
        chain = by_unit[units[0]] = tuple(units)
        if official is not None:
            chains[officials[official]].append(chain)
    above = _above({chain[-1] for chain in by_unit.values()})
    for user in users:
        own = [*chains[user.pk], *(by_unit[unit] for unit in known[user.pk] if unit in by_unit)]
        found = {unit for chain in own for unit in chain if unit is not None}
        for chain in own:
            top = above.get(chain[-1] or 0)
            while top is not None and top not in found:
                found.add(top)
                top = above.get(top)
        belongs[user.pk] = frozenset(found)
        direct[user.pk] = frozenset(chain[0] for chain in own if chain[0] is not None)
    return belongs, direct


def _above(tops: Collection[int | None]) -> dict[int, int]:
    """Deeper than any government we know: a query for each further step, by unit its parent."""
    above: dict[int, int] = {}
    rest = {top for top in tops if top is not None}
    while rest:
        rows = Unit.objects.filter(pk__in=rest, parent__isnull=False).order_by()
        found = {pk: parent for pk, parent in rows.values_list("pk", "parent") if parent}
        above |= found
        rest = set(found.values()) - above.keys()
    return above
