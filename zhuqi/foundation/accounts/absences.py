"""Reads about who is away, who stands in, and who could."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ADMIN_ROLES, WORKING_ROLES, Role
from zhuqi.foundation.accounts.models import Deputy, RoleAssignment, User
from zhuqi.foundation.accounts.moments import running, running_on
from zhuqi.foundation.directory.models import Post, Unit


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away until the end of a day, and who stands in; where nobody can, why."""

    until: date
    deputy: str
    deputy_phone: str
    void: str = ""


def away_on(user_ids: Collection[int], on: date) -> dict[int, Away]:
    """Those of the users who are away on a day; one query where nobody is, else a fixed number."""
    wanted = [pk for pk in user_ids if pk]
    if not wanted:
        return {}
    found = (
        Deputy.objects.running(on)
        .filter(absent__in=wanted)
        .select_related("absent", "deputy", "deputy__official")
    )
    rows = list(found.order_by("-since", "-pk"))
    void = why_void(rows, timezone.now())
    return {
        row.absent_id: Away(row.until, "", "", void[row.pk])
        if row.pk in void
        else Away(row.until, row.deputy.name, _phone(row.deputy))
        for row in rows
    }


def _phone(user: User) -> str:
    return user.phone or (user.official.phone if user.official else "")


def why_void(rows: Collection[Deputy], now: datetime) -> dict[int, str]:
    """Why nothing passes on from somebody away to their deputy, by id of the row; what holds is
    left out. Rows with `absent` and `deputy` fetched; four queries, none for no rows.

    What `reach` decides when it is asked, in words: people leave units and accounts are closed
    after a deputy was named.
    """
    if not rows:
        return {}
    people = {row.absent_id for row in rows} | {row.deputy_id for row in rows}
    held = list(
        RoleAssignment.objects.filter(running(now), user__in=people)
        .order_by()
        .values_list("user", "role", "unit", "seconded_from")
    )
    posts = Post.objects.filter(running_on(now), official__user__in=people).order_by()
    there = {(user, unit) for user, _role, unit, _lender in held}
    there |= {(user, lender) for user, _role, _unit, lender in held if lender}
    there |= set(posts.values_list("official__user", "unit"))
    works = {(user, unit) for user, role, unit, _lender in held if role in WORKING_ROLES}
    admins = {user for user, role, _unit, _lender in held if role in ADMIN_ROLES}
    away = Deputy.objects.open(timezone.localdate(now)).filter(
        absent__in={row.deputy_id for row in rows}
    )
    absences = list(away.order_by().values_list("absent", "since", "until"))
    found = {}
    for row in rows:
        wrong = (
            (not row.absent.is_active, _("请假人账号已停用")),
            ((row.absent_id, row.unit_id) not in works, _("请假人在该单位已没有可代理的角色")),
            (not row.deputy.is_active, _("代理人账号已停用")),
            ((row.deputy_id, row.unit_id) not in there, _("代理人已不在该单位")),
            (row.deputy_id in admins, _("代理人已是管理员，不能代理业务")),
            (
                any(
                    user == row.deputy_id and since <= row.until and until >= row.since
                    for user, since, until in absences
                ),
                _("代理人自己也请假"),
            ),
        )
        if reason := next((sentence for holds, sentence in wrong if holds), ""):
            found[row.pk] = reason
    return found


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
