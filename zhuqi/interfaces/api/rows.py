"""Rows of one kind by the API: one of them with what may be done, its verbs, and a new one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.db.models import Model, QuerySet, TextChoices
from django.http import Http404, HttpRequest
from django_stubs_ext import StrOrPromise
from ninja import Router, Schema

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.lifecycle import Offer
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.keyed import Answer
from zhuqi.interfaces.api.offered import Allowed, allowed
from zhuqi.interfaces.api.operations import add
from zhuqi.interfaces.api.told import schema_of, tell
from zhuqi.interfaces.api.verbs import Ask, Do, Sent, add_new, add_verb, never, receipt, tagged
from zhuqi.interfaces.api.versions import refuse_unseen
from zhuqi.interfaces.desk.access import Allowed as AllowedTo
from zhuqi.interfaces.desk.verb_views import NewPage, VerbViews
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.telling import Fields
from zhuqi.interfaces.shell.verb_page import VerbPage

R = TypeVar("R")
M = TypeVar("M", bound=Model)
V = TypeVar("V", bound=TextChoices)
PREFIX: Final = "/api/v1"


@dataclass(frozen=True, kw_only=True)
class ApiRows(ABC, Generic[R, V]):
    """Base: where such rows stand (`path`), whom their pages open to, and their verbs.

    `name` begins the names of their operations, `noun` is their word in refusals. `key` is what
    names one in an address, which `place` says how to read; `state` is the column that holds how a
    row stands.
    """

    path: str
    name: str
    noun: StrOrPromise
    allowed: AllowedTo
    pages: Mapping[V, VerbPage[V]]
    key: Any = int
    place: str = "{id:named}"
    state: str = "state"

    @abstractmethod
    def find(self, person: Person, key: Any) -> R:
        """The row as the person may see it; Http404 where they may not."""

    @abstractmethod
    def offers(self, row: R, person: Person) -> Iterable[Offer[V]]:
        """What the person may ever do to it, with what stands in the way now."""

    @abstractmethod
    def form(self, page: VerbPage[V], row: R, person: Person, *given: Any) -> ShellForm:
        """The form of a verb on the row, with what was sent for it."""

    @abstractmethod
    def act(self, request: HttpRequest, key: Any, verb: V, sent: Sent) -> Answer:
        """Do it, judged by the row as it stands locked."""

    def serve_one(
        self,
        router: Router,
        summary: StrOrPromise,
        out: type[Schema],
        of: Callable[[R, Person], Mapping[str, Any]],
    ) -> None:
        """Add the operation that tells one, as `of` says it, with what may be done."""

        def one(request: HttpRequest, named: self.key) -> Any:  # type: ignore[name-defined]  # a type
            person = enter(request, self.allowed)
            row = self.find(person, named)
            offers = allowed(self.offers(row, person), self.href(named))
            return tagged(out, {**of(row, person), "allowed": offers})

        path = f"{self.path}/{self.place}"
        add(router, "GET", path, one, name=self.name, summary=summary, response=out)

    def serve_told(self, router: Router, summary: StrOrPromise, told: Fields) -> None:
        """The same, by declared fields."""
        out = schema_of(told, f"{self.name}_out", allowed=(list[Allowed], ...))
        self.serve_one(router, summary, out, lambda row, _person: tell(told, row))

    def serve_verbs(self, router: Router) -> None:
        """Add the operations of all verbs."""
        for verb, page in self.pages.items():
            add_verb(
                router,
                f"{self.path}/{self.place}/{verb.value}",
                page,
                self._doing(verb),
                self._asking(verb, page),
                name=f"{self.name}_{verb.value}",
                label=str(verb.label),
                key=self.key,
            )

    def serve_new(self, router: Router, new: NewPage[Any]) -> None:
        """Add the operations by which one comes to be."""

        def made(person: Person, sent: Sent) -> Answer:
            typed = sent.judged(new.form(sent.data, sent.files, scope=person.scope))
            row = new.action(**{**typed, **sent.stored}, by=person)
            return self.receipt(row, new.done, status=201)

        add_new(
            router,
            f"{self.path}/new",
            new.form,
            made,
            allowed=new.allowed,
            name=f"{self.name}_new",
            label=new.label,
        )

    def href(self, key: Any) -> str:
        """The address of one."""
        return f"{PREFIX}{self.path}/{key}"

    def receipt(self, row: Any, said: object, *, status: int = 200) -> Answer:
        """What is answered when something was done; without a version where rows count none."""
        return receipt(
            named=row.pk,
            state=str(getattr(row, self.state)),
            version=getattr(row, "version", None),
            said=said,
            href=self.href(row.pk),
            status=status,
        )

    def reason(self, row: R, person: Person, verb: V) -> str:
        """Why not now; NotYours where never."""
        for offer in self.offers(row, person):
            if offer.verb == verb:
                return offer.reason
        raise never(verb, str(self.noun))

    def _asking(self, verb: V, page: VerbPage[V]) -> Ask:
        def ask(request: HttpRequest, key: Any) -> tuple[ShellForm, str]:
            person = enter(request, self.allowed)
            row = self.find(person, key)
            reason = self.reason(row, person, verb)
            return self.form(page, row, person), reason

        return ask

    def _doing(self, verb: V) -> Do:
        def do(request: HttpRequest, key: Any, sent: Sent) -> Answer:
            return self.act(request, key, verb, sent)

        return do


@dataclass(frozen=True, kw_only=True)
class SeenRows(ApiRows[M, V]):
    """Base of those that are found among the rows somebody may see."""

    rows: Callable[[Scope], QuerySet[M]]

    def find(self, person: Person, key: Any) -> M:
        """As `rows` has it."""
        row = self.rows(person.scope).filter(pk=key).first()
        if row is None:
            raise Http404
        return row


@dataclass(frozen=True, kw_only=True)
class PlainRows(SeenRows[M, V]):
    """Rows that count no versions, whose actions take them by the keyword `argument`.

    `offered` as the lifecycle has it; `given`: what a form is made with.
    """

    argument: str
    offered: Callable[[M, Person], Iterable[Offer[V]]]
    given: Callable[[VerbPage[V], M, Person], Mapping[str, Any]] = lambda _page, _row, _by: {}

    def offers(self, row: M, person: Person) -> Iterable[Offer[V]]:
        """As declared."""
        return self.offered(row, person)

    def form(self, page: VerbPage[V], row: M, person: Person, *given: Any) -> ShellForm:
        """Made as declared."""
        return page.make(*given, **self.given(page, row, person))

    def act(self, request: HttpRequest, key: Any, verb: V, sent: Sent) -> Answer:
        """The action locks it for itself."""
        person, page = enter(request, self.allowed), self.pages[verb]
        row = self.find(person, key)
        self.reason(row, person, verb)
        form = self.form(page, row, person, sent.data, sent.files)
        done = page.action(**{self.argument: row}, by=person, **sent.given(page, form))
        return self.receipt(done, page.done)


@dataclass(frozen=True, kw_only=True)
class NounRows(SeenRows[M, V]):
    """A noun that is one row, as its pages declare it."""

    views: VerbViews[M, V]

    @classmethod
    def of(cls, views: VerbViews[M, V]) -> "NounRows[M, V]":
        """By its pages: the same rows, rights and verbs, at an address of the same name."""
        return cls(
            path=f"/{views.list_url.rpartition(':')[2].replace('_', '-')}",
            name=views.row_url.rpartition(":")[2],
            noun=views.noun.table.name,
            allowed=views.allowed,
            pages=views.pages,
            rows=views.rows,
            views=views,
        )

    def offers(self, row: M, person: Person) -> Iterable[Offer[V]]:
        """By its table."""
        return self.views.offers(row, person)

    def form(self, page: VerbPage[V], row: M, person: Person, *given: Any) -> ShellForm:  # noqa: ARG002
        """As on its page."""
        return page.make(*given, row=row)

    def act(self, request: HttpRequest, key: Any, verb: V, sent: Sent) -> Answer:
        """In one change; 412 for a version that is no more."""
        person, page = enter(request, self.allowed), self.pages[verb]
        self.reason(self.find(person, key), person, verb)
        with self.views.noun.open(key, by=person) as change:
            row: Any = change.row
            if not page.adds:
                refuse_unseen(request, row.version)
            form = self.form(page, row, person, sent.data, sent.files)
            page.act(change, sent.given(page, form))
        return self.receipt(change.row, page.done)
