"""Verbs by the API, from the pages' own tables: one operation a verb, with its form as the body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise
from ninja import Router, Schema
from pydantic import Field

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.attachments.actions import Prepared
from zhuqi.interfaces.api import keyed, versions
from zhuqi.interfaces.api.asked import AskedOut, asked
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.bodies import Body, Files, body_of, form_data, judged, no_secrets
from zhuqi.interfaces.api.keyed import Answer, once
from zhuqi.interfaces.api.operations import CHANGES, add
from zhuqi.interfaces.api.versions import etag
from zhuqi.interfaces.desk.access import Allowed
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.verb_page import Given, VerbPage, stored

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
) -> None:
    """The two operations by which something comes to be: what is asked, and making it. Files are
    stored before anything is locked."""
    body = body_of(form, f"{name}_body")

    def asks(request: HttpRequest) -> Any:
        return asked(form(scope=enter(request, allowed).scope))

    def new(request: HttpRequest, sent: body) -> Any:  # type: ignore[valid-type]
        person = enter(request, allowed)

        def ahead() -> Sent:
            data, given = form_data(sent)
            return Sent(data, given, stored(form, given))

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


def never(verb: TextChoices, noun: str) -> NotYours:
    """What is said of a verb the person may never do to the row."""
    words = _("您没有“%(verb)s”这件%(noun)s的权限")
    return NotYours(words % {"verb": verb.label, "noun": noun})


def tagged(out: type[Schema], body: Mapping[str, Any]) -> Any:
    """A row as it is told, under the version it has where it has one."""
    told = out.model_validate(body)
    response = HttpResponse(told.model_dump_json(), content_type="application/json; charset=utf-8")
    if "version" in body:
        response["ETag"] = etag(int(body["version"]))
    return response
