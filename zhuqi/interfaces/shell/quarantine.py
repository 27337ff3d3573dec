"""Before any page reads what was typed: text with a mark of secrecy goes no further.

It is not shown again, kept in no draft, no index, no notice and no log; only its keeper has it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.quarantine.actions import Marked, keeper_for, passes_of, spend, take_in
from zhuqi.foundation.quarantine.keeping import phone_of
from zhuqi.foundation.quarantine.marks import marked
from zhuqi.foundation.quarantine.passes import SecretMark, digest_of, passing
from zhuqi.interfaces.shell.middleware import SAFE_METHODS, GetResponse

# Never kept, not even here.
_UNREAD = ("password", "csrfmiddlewaretoken")


class KeepSecretsOut:
    """Scan what a form sends (and the names of its files) for marks of secrecy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with passing(()):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """After the check for forgery. A released text is let through; sent, its pass is spent."""
        found = [] if request.method in SAFE_METHODS else list(_marked(request))
        if not found:
            return None
        person = request_person(request)
        passes = passes_of(person.actor.user_id, [digest_of(one.text) for one in found])
        if kept := [one for one in found if digest_of(one.text) not in passes]:
            take_in(kept, place=request.path, by=person)
            return _refused(request, person)
        with passing(passes):
            response: HttpResponseBase = view(request, *args, **kwargs)
        if 300 <= response.status_code < 400:  # noqa: PLR2004 (done: every form leads on)
            spend(digests=passes, by=person.actor)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Text that came in otherwise than by a form, and was refused by a verb."""
        if not isinstance(error, SecretMark):
            return None
        found = [Marked(text) for text in error.texts]
        person = request_person(request)
        take_in(found, place=request.path, by=person)
        return _refused(request, person)


def _marked(request: HttpRequest) -> Iterator[Marked]:
    for name, values in request.POST.lists():
        if not any(word in name for word in _UNREAD):
            yield from (Marked(text, name) for text in values if marked(text))
    for name, files in request.FILES.lists():
        for file in files:
            if marked((file.name or "").rpartition(".")[0] or (file.name or "")):
                yield Marked(file.name or "", name)


def _refused(request: HttpRequest, person: Person) -> HttpResponse:
    """A page (for htmx: its banner) without a word of what was sent, and whom to call."""
    refusal = SecretMark()
    whole = not getattr(request, "htmx", False)
    template = "shell/secret_mark.html" if whole else "shell/secret_mark_banner.html"
    office = keeper_for(person.scope)
    context = {"reason": refusal.reason, "office": office, "phone": phone_of(office)}
    response = render(request, template, context, status=refusal.status)
    if not whole:
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
    response["Cache-Control"] = "no-store"
    return response
