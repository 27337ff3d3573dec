"""Who somebody is and how far they reach, at a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, count
from typing import Final

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, CharField, Count, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone

from zhuqi.foundation.access import NOTHING, Actor, ActorKind, Person, Role, Scope
from zhuqi.foundation.accounts.models import FirmMember, Grant, RoleAssignment, User
from zhuqi.foundation.accounts.moments import held_on, running
from zhuqi.foundation.accounts.reach import reaches_of
from zhuqi.foundation.changes import Prepared, Row
from zhuqi.foundation.directory.initials import spelled_out
from zhuqi.foundation.directory.models import Post, Unit
from zhuqi.foundation.directory.queries import chambered_by
from zhuqi.foundation.workdays import Calendar
from zhuqi.foundation.workdays import Unit as TimeUnit

ANYONE: Final = Actor(ActorKind.FIRM, 0, "未登录")
_KEPT: Final = "_zhuqi_person"
CHOSEN_FIRM: Final = "firm"


def scope_of(user: AbstractBaseUser | AnonymousUser, now: datetime | None = None) -> Scope:
    """What the user's roles, firms, liaison links and grants reach now, deputies' work included.

    At most five queries, however much it is (one more for chambers).
    Nothing for strangers and deactivated users.
    """
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    return scopes_of([user], now)[user.pk]


def scopes_of(users: Collection[User], now: datetime | None = None) -> dict[int, Scope]:
    """`scope_of` of many by user id, in as many queries as of one."""
    moment = now or timezone.now()
    active = [user for user in users if user.is_active]
    found = _scopes(active, moment, _held(active, moment)) if active else {}
    return {user.pk: found.get(user.pk, NOTHING) for user in users}


_NO_NAME: Final = Value("", CharField())
_NO_ID: Final = Value(None, BigIntegerField())
# Under an empty kind stand roles with their units, under this one the firms spoken for.
_SPEAKS: Final = "="
# Of everybody all of it is asked: which of them somebody has, only the rows tell.
_HELD = Prepared(
    lambda users, now: (
        Grant.objects.filter(running(now), user__in=users)
        .order_by()
        .values_list(
            "user", "object_type", "object_id", _NO_NAME, _NO_NAME, _NO_NAME, _NO_ID, _NO_ID
        )
        .union(
            RoleAssignment.objects.filter(running(now), user__in=users)
            .order_by()
            .values_list(
                "user",
                _NO_NAME,
                "pk",
                "unit__short_name",
                "unit__name",
                "role",
                "unit",
                "seconded_from",
            ),
            FirmMember.objects.filter(user__in=users, status=FirmMember.Status.CONFIRMED)
            .order_by()
            .values_list(
                "user",
                Value(_SPEAKS, CharField()),
                "pk",
                _NO_NAME,
                "enterprise__name",
                _NO_NAME,
                "enterprise",
                _NO_ID,
            ),
            all=True,
        )
    )
)


def _held(users: Collection[User], moment: datetime) -> list[Row]:
    return _HELD(users=[user.pk for user in users], now=moment)


def _scopes(users: Collection[User], moment: datetime, held: Sequence[Row]) -> dict[int, Scope]:
    granted: defaultdict[int, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    firms: defaultdict[int, set[int]] = defaultdict(set)
    speakers = {user.pk for user in users if user.official_id is None}
    for user_id, kind, object_id, *_names, one, _lender in held:
        if kind == _SPEAKS:
            if user_id in speakers:
                firms[user_id].add(one)
        elif kind:
            granted[user_id][kind].add(object_id)
    roles = [(row[0], *row[5:]) for row in held if not row[1]]
    reached = reaches_of(users, moment, roles)
    chambers = {pk: scope.units(Role.CHAMBER) for pk, scope in reached.items()}
    members = chambered_by(frozenset().union(*chambers.values()), timezone.localdate(moment))
    scopes = {}
    for pk, scope in reached.items():
        all_members = _members(members, chambers[pk])
        scopes[pk] = replace(
            scope,
            enterprises=frozenset(firms[pk]),
            chambered=all_members,
            delegated_members=all_members - _members(members, scope.own.units(Role.CHAMBER)),
            granted={kind: frozenset(ids) for kind, ids in granted[pk].items()},
        )
    return scopes


def _members(by_chamber: Mapping[int, frozenset[int]], chambers: Iterable[int]) -> frozenset[int]:
    return frozenset().union(*(by_chamber.get(chamber, ()) for chamber in chambers))


def actor_of(
    user: AbstractBaseUser | AnonymousUser, now: datetime | None = None, *, firm_id: int = 0
) -> Actor:
    """Who acts, with the unit of the first role (else post) held now, or the firm's name.

    Of several firms it is the one named, else the first; a verb on a case is done in the name
    of the case's own firm all the same (`in_the_name_of`).
    """
    if not isinstance(user, User):
        return ANYONE
    moment = now or timezone.now()
    return _actor(user, moment, _held([user], moment), firm_id)


def _actor(user: User, moment: datetime, held: Sequence[Row], firm_id: int) -> Actor:
    name = user.name or user.username
    if user.official_id is None:
        spoken_for = sorted(
            (row[6] != firm_id, row[2], row[4]) for row in held if row[1] == _SPEAKS
        )
        firm = str(spoken_for[0][2]) if spoken_for else ""
        return Actor(ActorKind.FIRM, user.pk, name, firm)
    return Actor(ActorKind.OFFICIAL, user.pk, name, _unit_name(user.official_id, moment, held))


_UNIT_OF_POST = Prepared(
    lambda official, on: (
        Post.objects.filter(held_on(on), official=official)
        .order_by("pk")
        .values_list("unit__short_name", "unit__name")[:1]
    )
)


def _unit_name(official_id: int, moment: datetime, held: Iterable[Row]) -> str:
    """The unit of the first role held now, else of the first post."""
    roles = sorted((row[2], row[3] or row[4]) for row in held if not row[1])
    if roles:
        return str(roles[0][1])
    posts = _UNIT_OF_POST(official=official_id, on=timezone.localdate(moment))
    return next((str(short or name) for short, name in posts), "")


def person_of(
    user: AbstractBaseUser | AnonymousUser, now: datetime | None = None, *, firm_id: int = 0
) -> Person:
    """Actor and scope together: the `by` of every verb."""
    if not isinstance(user, User) or not user.is_active:
        return Person(actor_of(user, now, firm_id=firm_id), scope_of(user, now))
    moment = now or timezone.now()
    held = _held([user], moment)
    actor = _actor(user, moment, held, firm_id)
    return Person(actor, _scopes([user], moment, held)[user.pk])


def in_the_name_of(person: Person, firm: str) -> Person:
    """The same person for one firm: who speaks for two is logged under the right one."""
    return replace(person, actor=replace(person.actor, unit=firm))


def chosen_firm(request: HttpRequest) -> int:
    """The id of the firm chosen in this session, 0 if none was; not yet judged by the scope."""
    kept = request.session.get(CHOSEN_FIRM, 0) if hasattr(request, "session") else 0
    return kept if isinstance(kept, int) else 0


def choose_firm(request: HttpRequest, enterprise_id: int) -> None:
    """Act for this firm from now on, in this browser."""
    request.session[CHOSEN_FIRM] = enterprise_id
    vars(request).pop(_KEPT, None)


def request_person(request: HttpRequest) -> Person:
    """Who asks, computed once a request."""
    kept = vars(request).get(_KEPT)
    if not isinstance(kept, Person) or kept.actor.user_id != (request.user.pk or 0):
        kept = person_of(request.user, firm_id=chosen_firm(request))
        vars(request)[_KEPT] = kept
    return kept


def act_as(request: HttpRequest, user: User) -> Person:
    """Whoever the request's token belongs to asks, whatever else it brought along."""
    request.user = user
    person = person_of(user)
    vars(request)[_KEPT] = person
    return person


def in_session(request: HttpRequest) -> bool:
    """True for whoever signed in; not for a script, which is somebody by its token alone."""
    return SESSION_KEY in request.session


def act_for(request: HttpRequest, person: Person) -> None:
    """A request of our own making is asked by this person."""
    request.user = User(pk=person.actor.user_id)
    vars(request)[_KEPT] = person


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


def people_holding_each(
    posts: Collection[tuple[Role, int]], now: datetime | None = None
) -> dict[tuple[Role, int], list[User]]:
    """`people_holding` of each role in a unit; one query, none where none is named."""
    found: dict[tuple[Role, int], dict[int, User]] = {post: {} for post in posts}
    holders = RoleAssignment.objects.filter(
        running(now or timezone.now()),
        role__in={role for role, _unit in posts},
        unit__in={unit for _role, unit in posts},
        user__is_active=True,
    )
    for row in holders.select_related("user").order_by("user_id"):
        post = (Role(row.role), row.unit_id)
        if post in found:
            found[post][row.user_id] = row.user
    return {post: list(people.values()) for post, people in found.items()}


def holding(role: Role, now: datetime | None = None) -> QuerySet[User, User]:
    """Active users who hold the role anywhere now, the earliest account first."""
    holders = RoleAssignment.objects.filter(running(now or timezone.now()), role=role)
    return User.objects.filter(
        is_active=True, pk__in=holders.order_by().values("user_id")
    ).order_by("pk")


def working_in(unit_ids: Iterable[int], now: datetime | None = None) -> QuerySet[User, User]:
    """Active users who hold any role in one of the units now, by name."""
    holders = RoleAssignment.objects.filter(
        running(now or timezone.now()), unit__in=sorted(unit_ids)
    )
    users = User.objects.filter(is_active=True, pk__in=holders.order_by().values("user_id"))
    return users.select_related("official").order_by("name", "pk")


def memberships_waiting(office_ids: Iterable[int]) -> QuerySet[FirmMember, FirmMember]:
    """Registrations the offices have yet to decide, those promised earliest first."""
    return (
        FirmMember.objects.filter(office_id__in=list(office_ids), status=FirmMember.Status.PENDING)
        .select_related("user", "office")
        .order_by("due_at", "asked_at", "pk")
    )


def memberships_counted(office_ids: Collection[int]) -> int:
    """How many of them there are; one query."""
    return sum(number for _status, number in _COUNTED(offices=office_ids))


_COUNTED = Prepared(
    lambda offices: (
        memberships_waiting(offices).order_by().values_list("status").annotate(n=Count("pk"))
    )
)


# So many working days before the promised time a registration turns yellow and is reminded of.
WARNING_DAYS = 1


def soon_due(due: datetime, days: Calendar) -> datetime:
    """From when on a registration promised for then counts as due soon."""
    return days.before(due, WARNING_DAYS, TimeUnit.WORKING_DAY)


def holder_of_phone(phone: str) -> User | None:
    """The firm's person who has proven this phone; officials sign in otherwise."""
    proven = User.objects.filter(phone=phone, phone_proven_at__isnull=False, official=None)
    return proven.first()


def must_change(user: AbstractBaseUser | AnonymousUser) -> bool:
    """True if the one-time password has to be changed before anything else."""
    return isinstance(user, User) and user.must_change_password


def free_username(name: str) -> str:
    """A user name for somebody: 周工 → zhougong, or zhougong2 where that is taken."""
    stem = spelled_out(name)[:50] or "user"
    taken = set(
        User.objects.filter(username__startswith=stem).order_by().values_list("username", flat=True)
    )
    tried = chain([stem], (f"{stem}{number}" for number in count(2)))
    return next(name for name in tried if name not in taken)
