"""Reads about who is away, who stands in, and who could."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from zhuqi.foundation.access import ADMIN_ROLES, WORKING_ROLES, Role
from zhuqi.foundation.accounts.models import Deputy, RoleAssignment, User
from zhuqi.foundation.accounts.moments import running, running_on
from zhuqi.foundation.directory.models import Post, Unit


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away until the end of a day, and who stands in."""

    until: date
    deputy: str
    deputy_phone: str


def away_on(user_ids: Collection[int], on: date) -> dict[int, Away]:
    """Those of the users who are away on a day; one query, none for nobody."""
    wanted = [pk for pk in user_ids if pk]
    if not wanted:
        return {}
    rows = (
        Deputy.objects.running(on)
        .filter(absent__in=wanted)
        .select_related("deputy", "deputy__official")
    )
    return {
        row.absent_id: Away(row.until, row.deputy.name, _phone(row.deputy))
        for row in rows.order_by("-since", "-pk")
    }


def _phone(user: User) -> str:
    return user.phone or (user.official.phone if user.official else "")


def works_in(user: User, unit: Unit, now: datetime) -> bool:
    """True if an official holds a role or a post in the unit now."""
    return staff_of(unit, now).filter(pk=user.pk).exists()


def staff_of(unit: Unit, now: datetime) -> QuerySet[User]:
    """Active officials with a role or post in the unit now."""
    roles = RoleAssignment.objects.filter(running(now), unit=unit).order_by()
    posts = Post.objects.filter(running_on(now), unit=unit).order_by()
    users = User.objects.filter(
        Q(pk__in=roles.values("user")) | Q(official__in=posts.values("official")),
        is_active=True,
        official__isnull=False,
    )
    return users.select_related("official").order_by("name", "pk")


def could_stand_in(unit: Unit, now: datetime) -> QuerySet[User]:
    """Staff of the unit without its administrators."""
    admins = RoleAssignment.objects.filter(running(now), role__in=sorted(ADMIN_ROLES)).order_by()
    return staff_of(unit, now).exclude(pk__in=admins.values("user"))


def leaders_in(unit_ids: Collection[int], now: datetime) -> frozenset[int]:
    """Ids of the users who are leaders in one of the units now."""
    held = RoleAssignment.objects.filter(running(now), unit__in=unit_ids, role=Role.LEADER)
    return frozenset(held.order_by().values_list("user", flat=True))


def could_be_away(unit: Unit, now: datetime) -> QuerySet[User]:
    """Who has work in the unit that can be passed on, for its head to say so: no leaders."""
    working = RoleAssignment.objects.filter(
        running(now), unit=unit, role__in=sorted(WORKING_ROLES)
    ).order_by()
    staff = staff_of(unit, now).filter(pk__in=working.values("user"))
    return staff.exclude(pk__in=leaders_in([unit.pk], now))


def units_worked_in(user: User, now: datetime) -> QuerySet[Unit]:
    """Units where the user holds a role a deputy could take over."""
    working = RoleAssignment.objects.filter(
        running(now), user=user, role__in=sorted(WORKING_ROLES)
    ).order_by()
    return Unit.objects.filter(pk__in=working.values("unit")).order_by("pk")
