"""What pages show of visits."""

from datetime import date

from django.db.models import Q, QuerySet

from zhuqi.foundation.access import Scope
from zhuqi.mechanisms.liaison.enums import VisitState
from zhuqi.mechanisms.liaison.models import FollowUp, Visit


def visits(scope: Scope) -> QuerySet[Visit]:
    """All one may see, with firm, visitor and what is to follow."""
    seen = Visit.objects.visible_to(scope).select_related("enterprise", "visitor")
    return seen.prefetch_related("follow_ups")


def own(scope: Scope) -> Q:
    """One's own to make: planned by oneself, or by those one stands in for."""
    return Q(visitor__in=[scope.user_id, *(one.absent.user_id for one in scope.acting_for)])


def come(today: date) -> Q:
    """Planned, and the day has come."""
    return Q(state=VisitState.PLANNED, day__lte=today)


def promised(until: date | None = None) -> Q:
    """Something promised, by that day where one is named, has not been settled."""
    open_ones = FollowUp.objects.filter(done_on=None).order_by()
    due = open_ones.filter(due__lte=until) if until else open_ones
    return Q(pk__in=due.values("visit"))


def waiting(scope: Scope, which: Q) -> QuerySet[Visit]:
    """Those of one's own to firms one looks after, the oldest first."""
    mine = visits(scope).filter(which, own(scope), enterprise__in=scope.liaised)
    return mine.order_by("day", "pk")
