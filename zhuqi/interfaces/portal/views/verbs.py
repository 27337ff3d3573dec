"""Doing one thing to one's own case. What was typed is kept whatever the answer is."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.access import NotNow, NotValid, Refusal, TooMany
from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.interfaces.portal.access import file_of, firm_page
from zhuqi.interfaces.portal.casepage import CasePage
from zhuqi.interfaces.portal.forms import RateForm
from zhuqi.interfaces.portal.uploads import Received, receive
from zhuqi.interfaces.portal.verb_pages import VERB_PAGES, VerbPage
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Verb, Verdict
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.rules import redo_by_itself

# The same verb by the same person within this time is the second click of one act.
SECOND_CLICK = timedelta(minutes=2)
NOTHING = Received([], "", [])


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def act(request: HttpRequest, number: str, verb: Verb) -> HttpResponse:
    """The page of one verb."""
    file = file_of(request, number)
    if request.method == "POST":
        return _done(request, file, verb)
    return _page(request, file, verb, _form(request, file, verb))


def _done(request: HttpRequest, file: CaseView, verb: Verb) -> HttpResponse:
    verb_page, person = VERB_PAGES[verb], request_person(request)
    form = _form(request, file, verb)
    try:
        take_or_refuse(f"{verb} {person.actor.user_id}", settings.SUBMITS_PER_HOUR, HOUR)
    except TooMany as refusal:
        return _page(request, file, verb, form, refusal=refusal)
    received = receive(request) if verb_page.files else NOTHING
    if received.fault:
        form.add_error("attachments", received.fault)
    if form.is_valid():
        try:
            _act(request, file, verb_page, form, received)
        except NotValid as refusal:
            form.refuse(refusal)
        except NotNow as refusal:
            return _not_now(request, file.case.number, verb, refusal, received)
        else:
            return _thanks(request, file.case.number, verb)
    return _page(request, file, verb, form, received=received)


def _act(
    request: HttpRequest, file: CaseView, verb_page: VerbPage, form: ShellForm, received: Received
) -> None:
    firm = file.case.enterprise.name if file.case.enterprise else ""
    by = in_the_name_of(request_person(request), firm)
    with open_case(file.case.pk, by=by, seen=version_seen(request)) as change:
        verb_page.act(change, form.cleaned_data, received.prepared)


def _thanks(request: HttpRequest, number: str, verb: Verb) -> HttpResponse:
    messages.success(request, str(VERB_PAGES[verb].done))
    address = reverse("portal:case", args=[number])
    return redirect(f"{address}?done={verb.value}")


def _not_now(
    request: HttpRequest, number: str, verb: Verb, refusal: NotNow, received: Received
) -> HttpResponse:
    """A second click is done already; what only adds is done anyway; the rest is shown anew."""
    fresh = file_of(request, number)
    if _said_already(request, fresh, verb):
        return _thanks(request, number, verb)
    form = _form(request, fresh, verb)
    if VERB_PAGES[verb].adds and CasePage(fresh).can(verb) and form.is_valid():
        try:
            _again(request, fresh, verb, form, received)
        except NotNow as still:
            refusal = still
        except NotValid as wrong:
            form.refuse(wrong)
            return _page(request, fresh, verb, form, received=received)
        else:
            return _thanks(request, number, verb)
    return _page(request, fresh, verb, form, refusal=refusal, received=received)


def _again(
    request: HttpRequest, file: CaseView, verb: Verb, form: ShellForm, received: Received
) -> None:
    firm = file.case.enterprise.name if file.case.enterprise else ""
    with open_case(file.case.pk, by=in_the_name_of(request_person(request), firm)) as change:
        VERB_PAGES[verb].act(change, form.cleaned_data, received.prepared)


def _said_already(request: HttpRequest, file: CaseView, verb: Verb) -> bool:
    """True if this person did the same moments ago; for what adds, with the same words."""
    me = request_person(request).actor.name
    last = next((m for m in reversed(file.moments) if m.verb == verb), None)
    if last is None or not last.who.endswith(me) or timezone.now() - last.at > SECOND_CLICK:
        return False
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    return not VERB_PAGES[verb].adds or last.text == (text or last.text)


def _form(request: HttpRequest, file: CaseView, verb: Verb) -> ShellForm:
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if verb != Verb.RATE:
        return VERB_PAGES[verb].form(*data)
    facts = replace(
        CaseChange(file.aggregate, file.person, file.now).facts, verdict=Verdict.NOT_SOLVED
    )
    chosen = request.GET.get("verdict", "")
    return RateForm(
        *data,
        disposition=file.case.disposition,
        redo=redo_by_itself(facts),
        initial={"verdict": chosen} if chosen in Verdict.values else {},
    )


def _page(
    request: HttpRequest,
    file: CaseView,
    verb: Verb,
    form: ShellForm,
    *,
    refusal: Refusal | None = None,
    received: Received = NOTHING,
) -> HttpResponse:
    page = CasePage(file)
    # Nobody loses what they typed, even where it can no longer be sent from here.
    typed = "" if page.can(verb) or not form.is_bound else _typed(form)
    context = {
        "page": page,
        "deed": VERB_PAGES[verb],
        "slug": verb.value,
        "form": form,
        "possible": page.can(verb),
        "reason": page.why_not(verb),
        "refusal": refusal,
        "typed": typed,
        "kept": received.kept,
    }
    status = 200
    if refusal is not None:
        status = refusal.status
    elif form.is_bound:
        status = NotValid.status
    response = render(request, "portal/verb.html", context, status=status)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.wait)
    return response


def _typed(form: ShellForm) -> str:
    names = ("text", "comment", "reason")
    return "\n".join(str(form[n].value() or "") for n in names if n in form.fields).strip()
