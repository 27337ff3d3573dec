"""Reads about who handles what, and who could."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import UNIT_ROLES
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case

# Somebody may still have to act on these, or be called about them.
HANDLED_STATES = (State.IN_PROGRESS, State.ANSWERED, State.COMPLETED, State.CARRIED)


def open_work(user_id: int, unit_id: int | None = None) -> QuerySet[Case]:
    """Cases in somebody's name that are not over, of one unit if it is named."""
    cases: QuerySet[Case] = Case.objects.filter(
        handler=user_id, historical=False, state__in=HANDLED_STATES
    )
    if unit_id is not None:
        cases = cases.filter(lead_unit=unit_id)
    return cases.order_by("due_at", "pk")


@dataclass(frozen=True, slots=True)
class Load:
    """How many cases are open in somebody's name in a unit."""

    handler: User
    unit: Unit
    count: int


def open_loads(*, handler: int = 0, units: Collection[int] = ()) -> list[Load]:
    """Who has how much open: one person everywhere, and everyone in some units; three queries."""
    mine = Q(handler=handler) if handler else Q(pk__in=())
    counted = (
        Case.objects.filter(
            mine | Q(lead_unit__in=units),
            handler__gt=0,
            lead_unit__isnull=False,
            historical=False,
            state__in=HANDLED_STATES,
        )
        .order_by()
        .values_list("handler", "lead_unit")
        .annotate(n=Count("pk"))
    )
    found = {(user, unit): count for user, unit, count in counted}
    people = User.objects.in_bulk({user for user, _unit in found})
    places = Unit.objects.select_related("region").in_bulk({unit for _user, unit in found})
    several = [
        Load(people[user], places[unit], count)
        for (user, unit), count in found.items()
        if user in people
    ]
    return sorted(several, key=lambda one: (one.handler.pk != handler, -one.count, one.handler.pk))


def could_handle(unit_id: int) -> QuerySet[User]:
    """Active handlers and heads of a unit, now."""
    holders = RoleAssignment.objects.filter(
        running(timezone.now()), unit=unit_id, role__in=sorted(UNIT_ROLES)
    )
    return (
        User.objects.filter(is_active=True, pk__in=holders.order_by().values("user"))
        .select_related("official")
        .order_by("name", "pk")
    )
