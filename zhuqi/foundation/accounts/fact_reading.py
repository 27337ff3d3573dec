"""The plain facts the rules decide on, read from the rows (which the caller has locked)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from zhuqi.foundation.access import ADMIN_ROLES, Role
from zhuqi.foundation.accounts.models import FirmMember, RoleAssignment, User
from zhuqi.foundation.accounts.moments import running, running_on
from zhuqi.foundation.accounts.rules import (
    FirmFacts,
    HeldRole,
    MemberFacts,
    OfficialFacts,
    UserFacts,
)
from zhuqi.foundation.directory.codes import lineage
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Enterprise, Official, Post, Unit


def offices_above(unit: Unit) -> frozenset[int]:
    """Offices whose region is the unit's or contains it: county office and city office."""
    return offices_above_of([unit])[unit.pk]


def offices_above_of(units: Iterable[Unit]) -> dict[int, frozenset[int]]:
    """`offices_above` for many in one query, by unit id."""
    lines = {unit.pk: lineage(unit.region.code) for unit in units}
    wanted = {code for line in lines.values() for code in line}
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, region__code__in=wanted).order_by()
    at: defaultdict[str, set[int]] = defaultdict(set)
    for pk, code in offices.values_list("pk", "region__code"):
        at[code].add(pk)
    return {
        pk: frozenset(office for code in line for office in at.get(code, ()))
        for pk, line in lines.items()
    }


def user_facts(user: User, now: datetime) -> UserFacts:
    """Where the user belongs now: units of roles and posts, offices of firms."""
    return users_facts([user], now)[user.pk]


def users_facts(users: Iterable[User], now: datetime) -> dict[int, UserFacts]:
    """`user_facts` for many in five queries, by user id."""
    known = {user.pk: user for user in users}
    held = roles_held_by(known, now)
    belongs = {pk: {role.unit_id for role in held.get(pk, ())} for pk in known}
    by_official = {user.official_id: pk for pk, user in known.items() if user.official_id}
    posts = Post.objects.filter(running_on(now), official_id__in=by_official).order_by()
    for official_id, unit_id in posts.values_list("official_id", "unit_id"):
        belongs[by_official[official_id]].add(unit_id)
    states = (FirmMember.Status.PENDING, FirmMember.Status.CONFIRMED)
    firms = FirmMember.objects.filter(user_id__in=known, status__in=states).order_by()
    for user_id, office_id in firms.values_list("user_id", "office_id"):
        belongs[user_id].add(office_id)
    all_ids = {unit for units in belongs.values() for unit in units}
    above = offices_above_of(Unit.objects.filter(pk__in=all_ids).select_related("region"))
    return {
        pk: UserFacts(
            user_id=pk,
            is_active=user.is_active,
            is_official=user.official_id is not None,
            is_admin=any(role.role in ADMIN_ROLES for role in held.get(pk, ())),
            reached_by=tuple(above[unit] for unit in sorted(belongs[pk])),
        )
        for pk, user in known.items()
    }


def official_facts(official: Official, now: datetime) -> OfficialFacts:
    """Whether somebody is in office, where, and with an account."""
    units = Unit.objects.filter(
        pk__in=official.posts.filter(running_on(now)).order_by().values("unit")
    )
    above = offices_above_of(units.select_related("region"))
    return OfficialFacts(
        is_active=official.active,
        has_account=User.objects.filter(official=official).exists(),
        reached_by=tuple(above[unit] for unit in sorted(above)),
    )


def roles_held_by(user_ids: Iterable[int], now: datetime) -> dict[int, list[HeldRole]]:
    """Roles held now or given for later, by user id; whoever holds none is left out."""
    rows = RoleAssignment.objects.filter(
        running(now) | Q(since__gt=now), user_id__in=list(user_ids)
    )
    held: defaultdict[int, list[HeldRole]] = defaultdict(list)
    for row in rows:
        held[row.user_id].append(HeldRole(Role(row.role), row.unit_id, row.since, row.until))
    return dict(held)


def firm_facts(firm: Enterprise | None) -> FirmFacts:
    """Which office serves the firm and who leads its people; nobody's, where there is no firm."""
    if firm is None:
        return FirmFacts(0, 0, 0)
    led = FirmMember.objects.filter(
        enterprise=firm, status=FirmMember.Status.CONFIRMED, is_admin=True
    )
    admin = led.order_by().values_list("user_id", flat=True).first()
    return FirmFacts(firm.pk, firm.office_id, admin or 0)


def firms_facts(firms: Iterable[Enterprise]) -> dict[int, FirmFacts]:
    """`firm_facts` for many in one query, by the firm's id."""
    known = {firm.pk: firm for firm in firms}
    led = FirmMember.objects.filter(
        enterprise__in=known, status=FirmMember.Status.CONFIRMED, is_admin=True
    )
    admins = dict(led.order_by().values_list("enterprise", "user"))
    return {pk: FirmFacts(pk, firm.office_id, admins.get(pk, 0)) for pk, firm in known.items()}


def member_facts(member: FirmMember) -> MemberFacts:
    """Where a registration stands."""
    return MemberFacts(
        user_id=member.user_id,
        office_id=member.office_id,
        status=member.status,
        status_label=member.get_status_display(),
        is_admin=member.is_admin,
    )
