"""Which rows hold at a moment: said once for rows in moments and once for rows in days."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone


def running(now: datetime) -> Q:
    """Rows with `since` and `until` that hold at the moment; `until` itself is outside."""
    return Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))


def running_on(now: datetime) -> Q:
    """The same for rows in days, the day of the moment."""
    return held_on(timezone.localdate(now))


def held_on(day: date) -> Q:
    """Rows in days that hold on the day; the last day is inside."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
