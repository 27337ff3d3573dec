"""Whom a security administrator keeps, and the units they are of."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.moments import running_on
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.models import Official, Post, Unit


def units_within(scope: Scope) -> QuerySet[Unit]:
    """Units in the region of the administrator's office."""
    offices = Unit.objects.filter(pk__in=scope.units(Role.SECURITY_ADMIN)).select_related("region")
    reach = Q(pk__in=())
    for office in offices:
        reach |= Q(region__code__startswith=prefix(office.region.code))
    return Unit.objects.filter(reach, active=True).select_related("region")


def people_within(scope: Scope) -> QuerySet[User]:
    """Officials with a role or post there, and those who belong nowhere yet."""
    units = units_within(scope).order_by().values("pk")
    officials = User.objects.filter(official__isnull=False)
    return officials.filter(
        Q(roles__unit__in=units)
        | Q(official__posts__unit__in=units)
        | Q(roles__isnull=True, official__posts__isnull=True)
    ).distinct()


def officials_within(scope: Scope) -> QuerySet[Official]:
    """`people_within` as officials, with those in office there who have no account."""
    units = units_within(scope).order_by().values("pk")
    held = Post.objects.filter(running_on(timezone.now()), official=OuterRef("pk"), unit__in=units)
    return Official.objects.filter(
        Q(user__in=people_within(scope).order_by().values("pk"))
        | Q(Exists(held), user__isnull=True, active=True)
    )


def user_of(official: Official) -> User | None:
    """The account, where there is one."""
    return getattr(official, "user", None)
