"""The plain facts the rules decide on, read from the rows (which the caller has locked)."""

from datetime import datetime

from django.db.models import Q

from zhuqi.foundation.access import ADMIN_ROLES, Role
from zhuqi.foundation.accounts.models import FirmMember, RoleAssignment, User
from zhuqi.foundation.accounts.queries import running, running_on
from zhuqi.foundation.accounts.rules import Held, MemberFacts, UserFacts
from zhuqi.foundation.directory.codes import lineage
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit


def offices_above(unit: Unit) -> frozenset[int]:
    """Offices whose region is the unit's or contains it: county office and city office."""
    line = lineage(unit.region.code)
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, region__code__in=line).order_by()
    return frozenset(offices.values_list("pk", flat=True))


def user_facts(user: User, now: datetime) -> UserFacts:
    """Where the user belongs now: units of roles and posts, offices of firms."""
    roles = RoleAssignment.objects.filter(_running_or_coming(now), user=user).order_by()
    held = list(roles.values_list("role", "unit_id"))
    units = {unit for _role, unit in held}
    if user.official is not None:
        posts = user.official.posts.filter(running_on(now)).order_by()
        units.update(posts.values_list("unit_id", flat=True))
    states = (FirmMember.Status.PENDING, FirmMember.Status.CONFIRMED)
    firms = user.memberships.filter(status__in=states).order_by()
    units.update(firms.values_list("office_id", flat=True))
    return UserFacts(
        user_id=user.pk,
        is_active=user.is_active,
        is_official=user.official_id is not None,
        is_admin=any(role in ADMIN_ROLES for role, _unit in held),
        reached_by=tuple(
            offices_above(unit)
            for unit in Unit.objects.filter(pk__in=units).select_related("region").order_by("pk")
        ),
    )


def roles_held(user: User, now: datetime) -> list[Held]:
    """Roles held now or given for later."""
    rows = RoleAssignment.objects.filter(_running_or_coming(now), user=user)
    return [Held(Role(row.role), row.unit_id, row.since, row.until) for row in rows]


def member_facts(member: FirmMember) -> MemberFacts:
    """Where a registration stands."""
    return MemberFacts(
        user_id=member.user_id,
        office_id=member.office_id,
        status=member.status,
        status_label=member.get_status_display(),
    )


def _running_or_coming(now: datetime) -> Q:
    return running(now) | Q(since__gt=now)
