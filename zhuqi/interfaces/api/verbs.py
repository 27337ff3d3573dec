"""Verbs by the API, from the pages' own tables: one operation a verb, with its form as the body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.db.models import Model, QuerySet, TextChoices
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise
from ninja import Router, Schema
from pydantic import Field

from zhuqi.foundation.access import NotYours, Person, Scope
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.attachments.actions import Prepared, prepare
from zhuqi.foundation.changes import RowNoun
from zhuqi.interfaces.api import keyed, versions
from zhuqi.interfaces.api.asked import AskedOut, asked
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.bodies import Body, Files, body_of, form_data, judged, no_secrets
from zhuqi.interfaces.api.keyed import Answer, once
from zhuqi.interfaces.api.offered import allowed
from zhuqi.interfaces.api.operations import CHANGES, add
from zhuqi.interfaces.api.versions import etag, refuse_unseen
from zhuqi.interfaces.desk.access import Allowed
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.verb_page import Given, VerbPage

R = TypeVar("R", bound=Model)
V = TypeVar("V", bound=TextChoices)
Stored = Mapping[str, list[Prepared]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent for a verb: the form's data, and its files, stored already."""

    data: QueryDict
    files: Files
    stored: Stored

    def judged(self, form: ShellForm) -> Mapping[str, Any]:
        """What a form cleaned. NotValid, field by field, for what it refuses."""
        judged(form)
        cleaned: Mapping[str, Any] = form.cleaned_data
        return cleaned

    def given(self, page: VerbPage[Any], form: ShellForm) -> Given:
        """What the action takes out of the form. NotValid, field by field, for what it refuses."""
        judged(form)
        kept = {name: self.stored[name] for name in self.stored.keys() & form.cleaned_data.keys()}
        return page.given(form, **kept)


Do = Callable[[HttpRequest, Any, Sent], Answer]
# The form as the row stands, and why it can't be sent now.
Ask = Callable[[HttpRequest, Any], tuple[ShellForm, str]]


class Receipt(Schema):
    """What was done, and how the row stands then. `id` names it in the API's addresses."""

    id: str = Field(description="编号")
    state: str = Field(description="办理后的状态")
    version: int | None = Field(description="办理后的版本，即新的 ETag；不计版本的为空")
    said: str = Field(description="办理结果，可以直接给人看")
    href: str = Field(description="这一项的地址")


def receipt(
    *, named: object, state: str, version: int | None, said: object, href: str, status: int = 200
) -> Answer:
    """The answer to what was done."""
    body = {
        "id": str(named), "state": state, "version": version, "said": str(said), "href": href,
    }  # fmt: skip
    headers = {} if version is None else {"ETag": etag(version)}
    if status == 201:  # noqa: PLR2004
        headers["Location"] = href
    return Answer(body, status, headers)


def add_verb(
    router: Router,
    path: str,
    page: VerbPage[Any],
    do: Do,
    ask: Ask,
    *,
    name: str,
    label: str,
    key: Any = str,
) -> None:
    """The two operations of one verb: what it asks, and doing it. `ask` and `do` get the row's key
    as the address has it."""
    body = body_of(page.form, f"{name}_body")

    def asks(request: HttpRequest, named: key) -> Any:
        form, reason = ask(request, named)
        return asked(form, reason)

    def act(request: HttpRequest, named: key, sent: body) -> Any:  # type: ignore[valid-type]
        return _acted(request, named, sent, page, do)

    _add_asks(router, path, asks, name=name, label=label)
    add(
        router,
        "POST",
        path,
        act,
        name=name,
        summary=label,
        description=str(page.hint),
        response=Receipt,
        parameters=[keyed.PARAMETER, *([] if page.adds else [versions.PARAMETER])],
        more=CHANGES,
    )


def _add_asks(
    router: Router, path: str, asks: Callable[..., Any], *, name: str, label: StrOrPromise
) -> None:
    """The operation that says what a verb asks."""
    summary = f"{label}：要填什么"
    add(
        router, "GET", path, asks,
        name=f"{name}_asks", url_name=name, summary=summary, response=AskedOut,
    )  # fmt: skip


def _acted(
    request: HttpRequest, named: Any, body: Body, page: VerbPage[Any], do: Do
) -> HttpResponse:
    person = request_person(request)

    def ahead() -> Sent:
        data, files = form_data(body)
        return Sent(data, files, page.store(files))

    with no_secrets(person, body):
        return once(request, person, lambda sent: do(request, named, sent), ahead=ahead)


def add_new(
    router: Router,
    path: str,
    form: type[ShellForm],
    make: Callable[[Person, Sent], Answer],
    *,
    allowed: Allowed,
    name: str,
    label: StrOrPromise,
    files: str = "",
) -> None:
    """The two operations by which something comes to be: what is asked, and making it.

    `files`: the field that holds some, stored before anything is locked.
    """
    body = body_of(form, f"{name}_body")

    def asks(request: HttpRequest) -> Any:
        return asked(form(scope=enter(request, allowed).scope))

    def new(request: HttpRequest, sent: body) -> Any:  # type: ignore[valid-type]
        person = enter(request, allowed)

        def ahead() -> Sent:
            data, given = form_data(sent)
            return Sent(data, given, {files: prepare(given.getlist(files))} if files else {})

        with no_secrets(person, sent):
            return once(request, person, lambda read: make(person, read), ahead=ahead)

    _add_asks(router, path, asks, name=name, label=label)
    add(
        router,
        "POST",
        path,
        new,
        name=name,
        summary=label,
        response=Receipt,
        status=201,
        parameters=[keyed.PARAMETER],
        more=CHANGES,
    )


# No slots, as with `VerbViews`.
@dataclass(frozen=True, kw_only=True)
class RowVerbs(Generic[R, V]):
    """A noun that is one row, by the API: one of them with what may be done, and its verbs.

    `rows`: those somebody may see; `allowed`: whom its pages open to; `out` and `of`: how one of
    them is told.
    """

    noun: RowNoun[R, V]
    pages: Mapping[V, VerbPage[V]]
    rows: Callable[[Scope], QuerySet[R]]
    allowed: Allowed
    path: str
    name: str
    summary: StrOrPromise
    out: type[Schema]
    of: Callable[[R, Person], Mapping[str, Any]]

    def serve(self, router: Router) -> None:
        """Add the operations."""

        def one(request: HttpRequest, named: int) -> Any:
            return self.answer(request, named)

        place = f"{self.path}/{{id:named}}"
        add(router, "GET", place, one, name=self.name, summary=self.summary, response=self.out)
        for verb, page in self.pages.items():
            add_verb(
                router,
                f"{place}/{verb.value}",
                page,
                self._doing(verb, page),
                self._asking(verb, page),
                name=f"{self.name}_{verb.value}",
                label=str(verb.label),
                key=int,
            )

    def serve_new(
        self,
        router: Router,
        form: type[ShellForm],
        do: Callable[..., R],
        *,
        allowed: Allowed,
        label: StrOrPromise,
        said: StrOrPromise,
    ) -> None:
        """Add the operation by which one comes to be; `do` takes what was sent by name."""

        def made(person: Person, sent: Sent) -> Answer:
            said_there = sent.judged(form(sent.data, sent.files, scope=person.scope))
            row: Any = do(**said_there, by=person)
            return receipt(
                named=row.pk,
                state=row.state,
                version=row.version,
                said=said,
                href=self.href(row.pk),
                status=201,
            )

        add_new(
            router,
            f"{self.path}/new",
            form,
            made,
            allowed=allowed,
            name=f"{self.name}_new",
            label=label,
        )

    def href(self, pk: int) -> str:
        """The address of one."""
        return f"{_PREFIX}{self.path}/{pk}"

    def answer(self, request: HttpRequest, pk: int) -> Any:
        """One of them, with its version and what may be done; 404 where one may not see it."""
        person = enter(request, self.allowed)
        return tagged(self.out, self.told(self._find(person, pk), person))

    def told(self, row: R, person: Person) -> Mapping[str, Any]:
        """One of them as a GET tells it to this person, who may see it."""
        offers = self.noun.table.offers(self.noun.facts(row, person))
        return {
            **self.of(row, person),
            "version": row.version,  # type: ignore[attr-defined]  # such a noun has it
            "allowed": allowed(offers, self.href(row.pk)),
        }

    def _find(self, person: Person, pk: int) -> R:
        row = self.rows(person.scope).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def _reason(self, row: R, person: Person, verb: V) -> str:
        """Why not now; NotYours where never."""
        for offer in self.noun.table.offers(self.noun.facts(row, person)):
            if offer.verb == verb:
                return offer.reason
        raise never(verb, self.noun.table.name)

    def _asking(self, verb: V, page: VerbPage[V]) -> Ask:
        def ask(request: HttpRequest, pk: int) -> tuple[ShellForm, str]:
            person = enter(request, self.allowed)
            row = self._find(person, pk)
            reason = self._reason(row, person, verb)
            return page.make(row=row), reason

        return ask

    def _doing(self, verb: V, page: VerbPage[V]) -> Do:
        def do(request: HttpRequest, pk: int, sent: Sent) -> Answer:
            person = enter(request, self.allowed)
            self._reason(self._find(person, pk), person, verb)
            with self.noun.open(pk, by=person) as change:
                if not page.adds:
                    refuse_unseen(request, change.row.version)  # type: ignore[attr-defined]  # as above
                form = page.make(sent.data, sent.files, row=change.row)
                page.act(change, sent.given(page, form))
            done: Any = change.row
            return receipt(
                named=pk, state=done.state, version=done.version, said=page.done, href=self.href(pk)
            )

        return do


_PREFIX: Final = "/api/v1"


def never(verb: TextChoices, noun: str) -> NotYours:
    """What is said of a verb the person may never do to the row."""
    words = _("您没有“%(verb)s”这件%(noun)s的权限")
    return NotYours(words % {"verb": verb.label, "noun": noun})


def tagged(out: type[Schema], body: Mapping[str, Any]) -> Any:
    """A row as it is told, under the version it has."""
    told = out.model_validate(body)
    response = HttpResponse(told.model_dump_json(), content_type="application/json; charset=utf-8")
    response["ETag"] = etag(int(body["version"]))
    return response
