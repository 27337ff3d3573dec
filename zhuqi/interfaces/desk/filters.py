"""Conditions that lists of several rooms share."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.shell.listing import Filter


def units_named(
    rows: Callable[[Scope], QuerySet[Any]], column: str = "unit"
) -> Callable[[Person], Iterable[tuple[int, str]]]:
    """The units that a column of the rows somebody may see names, to choose from."""

    def offered(person: Person) -> Iterable[tuple[int, str]]:
        named = rows(person.scope).order_by().values(column)
        return [(unit.pk, str(unit)) for unit in Unit.objects.filter(pk__in=named)]

    return offered


def in_hand(
    waits: Mapping[str, Callable[[Scope], Q]], labels: Mapping[str, StrOrPromise]
) -> Filter[Any]:
    """待我办: what waits for one's own hand, by the names the home's queues know it by."""

    def chosen(rows: QuerySet[Model], what: str, asked: Any) -> QuerySet[Model]:
        return rows.filter(waits[what](asked.person.scope))

    return Filter("hand", _("待我办"), apply=chosen, choices=tuple(labels.items()))
