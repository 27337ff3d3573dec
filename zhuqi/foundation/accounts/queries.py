"""Who somebody is and how far they reach, at a moment."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from zhuqi.foundation.access import NOTHING, Actor, ActorKind, Person, Role, Scope
from zhuqi.foundation.accounts.models import FirmMember, Grant, RoleAssignment, User
from zhuqi.foundation.directory.models import Post, Unit
from zhuqi.foundation.directory.queries import liaised_ids

ANYONE: Final = Actor(ActorKind.FIRM, 0, "未登录")
_KEPT: Final = "_zhuqi_person"


def running(now: datetime) -> Q:
    """Rows with `since` and `until` that hold at the moment; `until` itself is outside."""
    return Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))


def running_on(now: datetime) -> Q:
    """The same for rows in days; the last day is inside."""
    today = timezone.localdate(now)
    return Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))


def scope_of(user: AbstractBaseUser | AnonymousUser, now: datetime | None = None) -> Scope:
    """What the user's roles, firms, liaison links and grants reach now.

    At most four queries, however much it is. Nothing for strangers and deactivated users.
    """
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    moment = now or timezone.now()
    roles = RoleAssignment.objects.filter(running(moment), user_id=user.pk).order_by()
    firms = FirmMember.objects.filter(
        user_id=user.pk, status=FirmMember.Status.CONFIRMED
    ).order_by()
    liaised: frozenset[int] = frozenset()
    if user.official_id is not None:
        liaised = liaised_ids(user.official_id, timezone.localdate(moment))
    granted: defaultdict[str, set[int]] = defaultdict(set)
    grants = Grant.objects.filter(running(moment), user_id=user.pk).order_by()
    for kind, number in grants.values_list("object_type", "object_id"):
        granted[kind].add(number)
    return Scope(
        user_id=user.pk,
        posts=frozenset((Role(role), unit) for role, unit in roles.values_list("role", "unit_id")),
        enterprises=frozenset(firms.values_list("enterprise_id", flat=True)),
        liaised=liaised,
        granted={kind: frozenset(ids) for kind, ids in granted.items()},
    )


def actor_of(user: AbstractBaseUser | AnonymousUser, now: datetime | None = None) -> Actor:
    """Who acts, with the unit of the first role (else post) held now, or the first firm's name."""
    if not isinstance(user, User):
        return ANYONE
    moment = now or timezone.now()
    name = user.name or user.username
    if user.official_id is None:
        member = (
            FirmMember.objects.filter(user_id=user.pk, status=FirmMember.Status.CONFIRMED)
            .select_related("enterprise")
            .first()
        )
        firm = member.enterprise.name if member and member.enterprise else ""
        return Actor(ActorKind.FIRM, user.pk, name, firm)
    return Actor(ActorKind.OFFICIAL, user.pk, name, _unit_name(user, user.official_id, moment))


def _unit_name(user: User, official_id: int, moment: datetime) -> str:
    role = (
        RoleAssignment.objects.filter(running(moment), user_id=user.pk)
        .select_related("unit")
        .first()
    )
    if role is not None:
        return str(role.unit)
    post = (
        Post.objects.filter(running_on(moment), official_id=official_id)
        .select_related("unit")
        .first()
    )
    return str(post.unit) if post is not None else ""


def person_of(user: AbstractBaseUser | AnonymousUser, now: datetime | None = None) -> Person:
    """Actor and scope together: the `by` of every verb."""
    return Person(actor_of(user, now), scope_of(user, now))


def request_person(request: HttpRequest) -> Person:
    """Who asks, computed once a request."""
    kept = vars(request).get(_KEPT)
    if not isinstance(kept, Person) or kept.actor.user_id != (request.user.pk or 0):
        kept = person_of(request.user)
        vars(request)[_KEPT] = kept
    return kept


def request_scope(request: HttpRequest) -> Scope:
    """How far the one who asks reaches, computed once a request."""
    return request_person(request).scope


def people_holding(
    role: Role, unit: Unit | int, now: datetime | None = None
) -> QuerySet[User, User]:
    """Active users who hold the role in the unit now, the earliest account first."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    holders = RoleAssignment.objects.filter(
        running(now or timezone.now()), role=role, unit_id=unit_id
    )
    return User.objects.filter(
        is_active=True, pk__in=holders.order_by().values("user_id")
    ).order_by("pk")


def memberships_waiting(office_ids: Iterable[int]) -> QuerySet[FirmMember, FirmMember]:
    """Registrations the offices have yet to decide, the oldest first."""
    return (
        FirmMember.objects.filter(office_id__in=list(office_ids), status=FirmMember.Status.PENDING)
        .select_related("user", "office")
        .order_by("asked_at", "pk")
    )


def must_change(user: AbstractBaseUser | AnonymousUser) -> bool:
    """True if the one-time password has to be changed before anything else."""
    return isinstance(user, User) and user.must_change_password
