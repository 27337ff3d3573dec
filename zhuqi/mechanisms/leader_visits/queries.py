"""What pages show of leaders' visits, and whom and what a plan may name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Person, Role, Scope
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import live_of_firms
from zhuqi.ledgers.firms.queries import Tally, tallies
from zhuqi.mechanisms.leader_visits.enums import TO_COME, LeaderVisitState
from zhuqi.mechanisms.leader_visits.models import Demand, LeaderVisit
from zhuqi.mechanisms.liaison.enums import VisitState
from zhuqi.mechanisms.liaison.models import FollowUp, Visit
from zhuqi.mechanisms.liaison.queries import Elsewhere

APPROVERS = (Role.REVIEWER, Role.SIGNER)
CASES_SHOWN = 20
NAMED = (*OFFICE_ROLES, *UNIT_ROLES, Role.LEADER)


def leader_visits(scope: Scope) -> QuerySet[LeaderVisit]:
    """All one is named for, with office, leader, firms and what was demanded."""
    seen = LeaderVisit.objects.visible_to(scope).select_related("office", "leader", "writer")
    return seen.prefetch_related("firms", "demands")


def offices_of(scope: Scope) -> QuerySet[Unit]:
    """Offices one works in, or whose leader one is or stands in for."""
    units = scope.offices | scope.units(Role.LEADER)
    return Unit.objects.filter(pk__in=sorted(units)).order_by("level", "pk")


def leaders_of(offices: Collection[int], now: datetime) -> QuerySet[User]:
    """Leaders of these offices' levels."""
    held = RoleAssignment.objects.filter(running(now), role=Role.LEADER, unit__in=offices)
    return User.objects.filter(is_active=True, pk__in=held.order_by().values("user"))


def to_choose(scope: Scope) -> QuerySet[User]:
    """For whom one may plan: oneself, whom one stands in for, every leader of one's office."""
    mine = [scope.user_id, *(one.absent.user_id for one in scope.acting_for)]
    now = timezone.now()
    of_office = leaders_of(scope.offices, now)
    own = leaders_of(scope.units(Role.LEADER), now).filter(pk__in=mine)
    return (of_office | own).distinct().order_by("pk")


def to_name(offices: Iterable[int]) -> QuerySet[User]:
    """Who may be named to read: people of the offices, and of units of their level."""
    regions = Unit.objects.filter(pk__in=list(offices)).values("region")
    held = RoleAssignment.objects.filter(
        running(timezone.now()), role__in=NAMED, unit__region__in=regions
    )
    return User.objects.filter(is_active=True, pk__in=held.order_by().values("user")).order_by("pk")


def approvers(visit: LeaderVisit) -> QuerySet[User]:
    """Of those named, who reviews or signs in the office."""
    held = RoleAssignment.objects.filter(
        running(timezone.now()), role__in=APPROVERS, unit=visit.office_id
    )
    return visit.readers.filter(pk__in=held.order_by().values("user"))


def to_approve(scope: Scope) -> Q:
    """What waits for one's approval."""
    return Q(state=LeaderVisitState.SUBMITTED, office__in=sorted(scope.units(*APPROVERS)))


def come(today: date) -> Q:
    """Approved, and the day has come."""
    return Q(state=LeaderVisitState.APPROVED, day__lte=today)


def demanded(until: date | None = None) -> Q:
    """Something demanded, by that day where one is named, has not been settled."""
    open_ones = Demand.objects.filter(done_on=None).order_by()
    due = open_ones.filter(due__lte=until) if until else open_ones
    return Q(pk__in=due.values("visit"))


# The facts to hand -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """Of one firm, as the reader may see it: its cases, the last visit, what was promised there."""

    firm: Enterprise
    cases: Tally
    last: Visit | None
    promises: list[FollowUp]


def facts_to_hand(visit: LeaderVisit, person: Person, now: datetime) -> list[FirmFacts]:
    """Computed when it is looked at, by the reader's own rights; a fixed number of queries."""
    firms = sorted(visit.firms.all(), key=lambda one: one.pk)
    ids = [one.pk for one in firms]
    counted = tallies(person, ids, now)
    made = Visit.objects.visible_to(person.scope).filter(enterprise__in=ids, state=VisitState.MADE)
    last: dict[int, Visit] = {}
    for one in made.select_related("visitor").order_by("day", "pk"):
        last[one.enterprise_id] = one
    open_ones = FollowUp.objects.filter(visit__in=made.order_by(), done_on=None)
    promises: dict[int, list[FollowUp]] = {}
    for promise in open_ones.select_related("visit").order_by("due", "pk"):
        promises.setdefault(promise.visit.enterprise_id, []).append(promise)
    return [
        FirmFacts(one, counted.get(one.pk, Tally()), last.get(one.pk), promises.get(one.pk, []))
        for one in firms
    ]


def open_cases(visit: LeaderVisit, person: Person) -> QuerySet[Case]:
    """Under way, of its firms, as the reader may see them as theirs; the newest first."""
    firms = [one.pk for one in visit.firms.all()]
    return live_of_firms(person, firms).order_by("-pk")[:CASES_SHOWN]


def planned_for(firm: int, since: date, until: date) -> Iterable[Elsewhere]:
    """What anybody who plans a visit to the firm is told: the body and the day, no more."""
    rows = LeaderVisit.objects.filter(firms=firm, state__in=TO_COME, day__range=(since, until))
    return [Elsewhere(str(one.office), one.day) for one in rows.select_related("office")]


def planned_by(scope: Scope, leaders: Collection[int], monday: date) -> dict[int, int]:
    """By leader how many visits are planned in the week of that Monday, of those one may read."""
    week = (monday, monday + timedelta(days=6))
    rows = LeaderVisit.objects.visible_to(scope).filter(leader__in=leaders, day__range=week)
    found: dict[int, int] = {}
    for leader in rows.exclude(state=LeaderVisitState.CANCELLED).values_list("leader", flat=True):
        found[leader] = found.get(leader, 0) + 1
    return found
