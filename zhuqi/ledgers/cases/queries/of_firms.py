"""The cases of firms; what hides a firm from someone is said here alone."""

from collections.abc import Collection
from typing import Any

from django.db.models import (
    QuerySet,
)

from zhuqi.foundation.access import Person
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.models import (
    Case,
)
from zhuqi.ledgers.cases.models.case import CaseQuerySet


def cases_of_firms(person: Person, enterprise_ids: Collection[int]) -> CaseQuerySet:
    """The cases of these firms that the person may see *as theirs*: every list, count and sum by
    firm starts here, so that what hides a firm from someone is said in one place."""
    seen = Case.objects.filter(enterprise__in=enterprise_ids).within_reach(person.scope)
    return seen.of_known_firms(person.scope)


def live_of_firms(person: Person, enterprise_ids: Collection[int]) -> CaseQuerySet:
    """`cases_of_firms` that are neither over nor imported, from the index of live rows."""
    return cases_of_firms(person, enterprise_ids) & Case.objects.live()


def cases_of_firm(person: Person, enterprise: Enterprise) -> CaseQuerySet:
    """`cases_of_firms` of a single firm."""
    return cases_of_firms(person, [enterprise.pk])


def firms_worked_on(person: Person) -> QuerySet[Case, Any]:
    """Ids of the firms whose cases the person sees: a unit knows the firms it works for."""
    known = Case.objects.visible_to(person.scope).of_known_firms(person.scope)
    worked = known.filter(enterprise__isnull=False)
    return worked.order_by().values("enterprise_id")
