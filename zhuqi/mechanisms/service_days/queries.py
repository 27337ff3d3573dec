"""What pages show of service days."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from zhuqi.foundation.access import Role, Scope
from zhuqi.mechanisms.service_days.enums import ServiceDayState
from zhuqi.mechanisms.service_days.models import ServiceDay, Speech

WRITERS = (Role.REGISTRAR, Role.REVIEWER)


def service_days(scope: Scope) -> QuerySet[ServiceDay]:
    """All one may see, with what firms said."""
    seen = ServiceDay.objects.visible_to(scope).select_related("office")
    return seen.prefetch_related("speeches__enterprise", "speeches__case")


def come(today: date) -> Q:
    """Planned, and the day has come."""
    return Q(state=ServiceDayState.PLANNED, day__lte=today)


def pending() -> Q:
    """Something said is neither solved nor a case."""
    left = Speech.objects.filter(solved="", case=None).order_by()
    return Q(state=ServiceDayState.HELD, pk__in=left.values("service_day"))


def to_do(scope: Scope, today: date) -> QuerySet[ServiceDay]:
    """Of the offices one receives or reviews in, the oldest first."""
    mine = service_days(scope).filter(office__in=sorted(scope.units(*WRITERS)))
    return mine.filter(come(today) | pending()).order_by("day", "pk")


def planned_within(offices: Collection[int], since: date, days: int) -> dict[int, int]:
    """By office how many are planned or held from a day on."""
    rows = ServiceDay.objects.filter(
        office__in=offices, day__range=(since, since + timedelta(days=days))
    ).exclude(state=ServiceDayState.CANCELLED)
    return dict(rows.order_by().values_list("office").annotate(n=Count("pk")))
