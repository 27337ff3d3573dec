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
from zhuqi.foundation.changes import refuse_stale
from zhuqi.interfaces.portal.access import file_of, firm_page, own_case_id
from zhuqi.interfaces.portal.casepage import CasePage
from zhuqi.interfaces.portal.forms import PortalForm, RateForm
from zhuqi.interfaces.portal.uploads import Received, receive
from zhuqi.interfaces.portal.verb_pages import VERB_PAGES
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.ledgers.cases.actions.store import CASES
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Verb, Verdict
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_at_hand
from zhuqi.ledgers.cases.rules import redo_by_itself

# The same verb by the same person within this time is the second click of one act.
SECOND_CLICK = timedelta(minutes=2)
NOTHING = Received([], "", [])


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def act(request: HttpRequest, number: str, verb: Verb) -> HttpResponse:
    """The page of one verb."""
    if request.method == "POST":
        return _done(request, number, verb)
    file = file_of(request, number)
    return _page(request, file, verb, _form(request, file, verb))


def _done(request: HttpRequest, number: str, verb: Verb) -> HttpResponse:
    """The case is locked and loaded once: for the form, the verb, and the page drawn anew."""
    verb_page, person, pk = VERB_PAGES[verb], request_person(request), own_case_id(request, number)
    try:
        take_or_refuse(f"{verb} {person.actor.user_id}", settings.SUBMITS_PER_HOUR, HOUR)
    except TooMany as refusal:
        file = file_of(request, number)
        return _page(request, file, verb, _form(request, file, verb), refusal=refusal)
    received = receive(request) if verb_page.files else NOTHING
    held: tuple[CaseView, PortalForm] | None = None
    begun = False
    try:
        with case_at_hand(person, pk) as (change, file):
            form = _form(request, file, verb)
            held = file, form
            _refuse_unfit(form, received)
            _refuse_stale(request, change, file, verb)
            begun = True
            firm = file.case.enterprise.name if file.case.enterprise else ""
            change.by = in_the_name_of(person, firm)
            verb_page.act(change, form.cleaned_data, received.prepared)
    except (NotValid, NotNow) as refusal:
        if held is None:
            raise
        file, form = held
        return _refused(request, file, verb, form, received, refusal, begun=begun)
    return _thanks(request, number, verb)


def _refuse_unfit(form: PortalForm, received: Received) -> None:
    """NotValid where the form says what is wrong with it, or with its files."""
    if received.fault:
        form.add_error("attachments", received.fault)
    if not form.is_valid():
        raise NotValid({})


def _refuse_stale(request: HttpRequest, change: CaseChange, file: CaseView, verb: Verb) -> None:
    """NotNow for a page of before. What only adds is done all the same, but never twice."""
    try:
        refuse_stale(CASES, change.aggregate, version_seen(request))
    except NotNow:
        adds = VERB_PAGES[verb].adds and CasePage(file).can(verb)
        if not adds or _said_already(request, file, verb):
            raise


def _refused(  # noqa: PLR0917 (all of one answer)
    request: HttpRequest,
    file: CaseView,
    verb: Verb,
    form: PortalForm,
    received: Received,
    refusal: NotValid | NotNow,
    *,
    begun: bool,
) -> HttpResponse:
    """A second click is done already; else the page anew. A verb that has begun may have altered
    what it would be drawn from."""
    number = file.case.number
    if isinstance(refusal, NotNow) and _said_already(request, file, verb):
        return _thanks(request, number, verb)
    if begun:
        file = file_of(request, number)
    if isinstance(refusal, NotNow):
        form = _form(request, file, verb)
        return _page(request, file, verb, form, refusal=refusal, received=received)
    form.refuse(refusal)
    return _page(request, file, verb, form, received=received)


def _thanks(request: HttpRequest, number: str, verb: Verb) -> HttpResponse:
    messages.success(request, str(VERB_PAGES[verb].done))
    address = reverse("portal:case", args=[number])
    return redirect(f"{address}?done={verb.value}")


def _said_already(request: HttpRequest, file: CaseView, verb: Verb) -> bool:
    """True if this person did the same moments ago; for what adds, with the same words."""
    me = request_person(request).actor.user_id
    last = next((m for m in reversed(file.moments) if m.verb == verb), None)
    if last is None or last.by.user_id != me or timezone.now() - last.at > SECOND_CLICK:
        return False
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    return not VERB_PAGES[verb].adds or last.text == (text or last.text)


def _form(request: HttpRequest, file: CaseView, verb: Verb) -> PortalForm:
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
    form: PortalForm,
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


def _typed(form: PortalForm) -> str:
    names = ("text", "comment", "reason")
    return "\n".join(str(form[n].value() or "") for n in names if n in form.fields).strip()
