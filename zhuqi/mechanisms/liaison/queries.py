"""What pages show of visits."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.mechanisms.liaison.enums import COUNTED, VisitState
from zhuqi.mechanisms.liaison.models import FollowUp, Goer, Visit, VisitCap

# Where an office has no rule of its own (ours; no source gives numbers).
MOST, NEAR = 4, 14


def visits(scope: Scope) -> QuerySet[Visit]:
    """All one may see, with firm, visitor and what is to follow."""
    seen = Visit.objects.visible_to(scope).select_related("enterprise", "visitor")
    return seen.prefetch_related("follow_ups", "joined__user")


def own(scope: Scope) -> Q:
    """One's own to make: planned by oneself, or by those one stands in for, or gone along with."""
    mine = [scope.user_id, *(one.absent.user_id for one in scope.acting_for)]
    along = Goer.objects.filter(user__in=mine).order_by()
    return Q(visitor__in=mine) | Q(pk__in=along.values("visit"))


def come(today: date) -> Q:
    """Planned, and the day has come."""
    return Q(state=VisitState.PLANNED, day__lte=today)


def planned() -> Q:
    """Not made yet, whenever it is to be."""
    return Q(state=VisitState.PLANNED)


def promised(until: date | None = None) -> Q:
    """Something promised, by that day where one is named, has not been settled."""
    open_ones = FollowUp.objects.filter(done_on=None).order_by()
    due = open_ones.filter(due__lte=until) if until else open_ones
    return Q(pk__in=due.values("visit"))


def waiting(scope: Scope, which: Q) -> QuerySet[Visit]:
    """Those of one's own to firms one looks after, the oldest first."""
    mine = visits(scope).filter(which, own(scope), enterprise__in=scope.liaised)
    return mine.order_by("day", "pk")


# Leaving firms in peace ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody plans to go to a firm by another room's plan: the body and the day, no more."""

    body: str
    day: date


# What other rooms plan for a firm between two days; each says no more than anybody may know.
ELSEWHERE: Registry[Callable[[int, date, date], Iterable[Elsewhere]]] = Registry(
    "visits to a firm planned elsewhere"
)


@dataclass(frozen=True, slots=True)
class Near:
    """Who goes to a firm about the same time: visits one may join, and those of others' plans."""

    visits: list[Visit]
    elsewhere: list[Elsewhere]

    def __bool__(self) -> bool:
        return bool(self.visits or self.elsewhere)


def cap_of(firm: Enterprise, day: date) -> VisitCap:
    """The rule of the firm's office that holds on a day."""
    rules = VisitCap.objects.filter(office=firm.office_id, active=True, since__lte=day)
    newest = rules.order_by("-since").first()
    return newest or VisitCap(office_id=firm.office_id, since=day, most=MOST, near=NEAR)


def near(person: Person, firm: Enterprise, day: date) -> Near:
    """Planned within the office's days before and after, the first day first."""
    reach = timedelta(days=cap_of(firm, day).near)
    seen = visits(person.scope).filter(
        enterprise=firm, state=VisitState.PLANNED, day__range=(day - reach, day + reach)
    )
    others = [one for told in ELSEWHERE for one in told(firm.pk, day - reach, day + reach)]
    return Near(list(seen.order_by("day", "pk")), sorted(others, key=lambda one: one.day))


def of_month(firm: Enterprise, day: date) -> QuerySet[Visit]:
    """Visits to the firm in the month of that day that are made or planned."""
    first = day.replace(day=1)
    last = day.replace(day=monthrange(day.year, day.month)[1])
    found = Visit.objects.filter(enterprise=firm, state__in=COUNTED, day__range=(first, last))
    return found.select_related("visitor").order_by("day", "pk")


def to_merge_into(visit: Visit) -> QuerySet[Visit]:
    """What others plan for the same firm."""
    same = Visit.objects.filter(enterprise=visit.enterprise_id, state=VisitState.PLANNED)
    others = same.exclude(pk=visit.pk).exclude(visitor=visit.visitor_id)
    return others.select_related("visitor").order_by("day", "pk")
