"""A noun that is one row, done to many at a time: read off its pages (`VerbViews`) and table."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, TextChoices
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotYours, Person, Refusal, Scope
from zhuqi.foundation.changes import Change
from zhuqi.interfaces.desk.verb_views import VerbViews
from zhuqi.interfaces.shell.bulk.declared import BulkRows, RowName

R = TypeVar("R", bound=Model)
V = TypeVar("V", bound=TextChoices)


@dataclass(frozen=True, slots=True)
class Judged:
    """A row the person sees: its version, and why the verb can't be done to it."""

    pk: int
    version: int
    reason: str


def bulk_of(
    views: VerbViews[R, V],
    *,
    could: Callable[[Scope], Collection[V]],
    about: Callable[[R], str],
    heads: tuple[StrOrPromise, StrOrPromise],
) -> BulkRows[R, V]:
    """Its list with ticks. `could`: verbs somebody could ever do to a row; `about`: a row in words,
    beside its title. The facts its table decides on must be read off the row alone, with what
    `views.rows` fetches: rows are judged without further queries."""

    def seen(person: Person, pks: Sequence[int]) -> dict[int, R]:
        return {row.pk: row for row in views.rows(person.scope).filter(pk__in=pks).order_by("pk")}

    def standings(person: Person, pks: Sequence[int], verb: V, _alone: Any) -> Iterator[Judged]:
        there = seen(person, pks)
        for pk in pks:
            if row := there.get(pk):
                version: int = getattr(row, "version")  # noqa: B009 (every such noun has it)
                yield Judged(pk, version, _why_not(views, row, person, verb))

    def names(person: Person, pks: Sequence[int]) -> Mapping[int, RowName]:
        return {
            pk: RowName(views.title(row), about(row), reverse(views.row_url, args=[pk]))
            for pk, row in seen(person, pks).items()
        }

    def asked_about(person: Person, pks: Sequence[int]) -> Mapping[str, Any] | None:
        first = views.rows(person.scope).filter(pk__in=pks).order_by("pk").first()
        return {"row": first} if first else None

    @contextmanager
    def opened(person: Person, pk: int, version: int) -> Iterator[Change[Any]]:
        if not views.rows(person.scope).filter(pk=pk).exists():
            raise NotYours("您看不到这一项")
        with views.noun.open(pk, by=person, seen=version) as change:
            yield change

    return BulkRows[R, V](
        listing=views.its_list,
        list_url=views.list_url,
        allowed=views.allowed,
        pages=views.pages,
        could=could,
        fits=lambda row: _of_state(views, row),
        standings=standings,
        names=names,
        about=asked_about,
        open=opened,
        heads=heads,
    )


def _of_state(views: VerbViews[R, V], row: R) -> frozenset[V]:
    state = getattr(row, "state")  # noqa: B009 (every such noun has it)
    return frozenset(step.verb for step in views.noun.table.steps if state in step.states)


def _why_not(views: VerbViews[R, V], row: R, person: Person, verb: V) -> str:
    try:
        views.noun.table.decide(views.noun.facts(row, person), verb)
    except Refusal as refusal:
        return refusal.reason
    return ""
