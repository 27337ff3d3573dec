"""Doing one thing to one's own case. What was typed is kept whatever the answer is."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.access import NotNow, Refusal
from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.interfaces.portal.access import file_of, firm_page
from zhuqi.interfaces.portal.casepage import CasePage
from zhuqi.interfaces.portal.forms import RateForm
from zhuqi.interfaces.portal.uploads import NOTHING, Kept, receive
from zhuqi.interfaces.portal.verb_pages import VERB_PAGES
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import Page, SecondClick, carry_out, sent, valid
from zhuqi.ledgers.cases.actions.store import OBJECT, open_case
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Verb, Verdict
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.rules import redo_by_itself


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def act(request: HttpRequest, number: str, verb: Verb) -> HttpResponse:
    """The page of one verb. A second click is done already; what only adds is done anyway."""
    file, verb_page = file_of(request, number), VERB_PAGES[verb]
    form, received = _form(request, file, verb), NOTHING
    if request.method != "POST":
        return _page(request, file, verb, form)()
    firm = file.case.enterprise.name if file.case.enterprise else ""
    by = in_the_name_of(request_person(request), firm)
    typed = request.POST.dict()
    thanks = f"{reverse('portal:case', args=[number])}?done={verb.value}"

    def again_to() -> str:
        messages.success(request, str(verb_page.done))
        return thanks

    again = SecondClick(by, OBJECT, file.case.pk, {verb}, typed, again_to)

    def do() -> None:
        nonlocal received
        take_or_refuse(f"{verb} {by.actor.user_id}", settings.SUBMITS_PER_HOUR, HOUR)
        received = receive(request) if verb_page.files else NOTHING
        if received.fault:
            form.add_error("attachments", received.fault)
        valid(form)
        stored = {"attachments": received.prepared} if verb_page.files else {}
        given = verb_page.given(form, **stored)
        try:
            with open_case(file.case.pk, by=by, seen=version_seen(request)) as change:
                verb_page.act(change, given)
        except NotNow:
            if not verb_page.adds or again.is_it:
                raise
            with open_case(file.case.pk, by=by) as change:
                verb_page.act(change, given)

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """Where somebody was faster, as they left it, with a form that fits that."""
        if not isinstance(refusal, NotNow):
            shown = _page(request, file, verb, form, received.kept)
        else:
            fresh = file_of(request, number)
            shown = _page(request, fresh, verb, _form(request, fresh, verb), received.kept)
        return shown(status=status, refusal=refusal)

    return carry_out(
        request,
        do,
        refuse=form.refuse,
        show=show,
        said=verb_page.done,
        to=thanks,
        again=again,
    )


def _form(request: HttpRequest, file: CaseView, verb: Verb) -> ShellForm:
    data = sent(request)
    if verb != Verb.RATE:
        return VERB_PAGES[verb].make(*data)
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
    kept: Sequence[Kept] = (),
) -> Page:
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
        "typed": typed,
        "kept": kept,
    }
    return Page(request, VERB_PAGES[verb].template, lambda: context)


def _typed(form: ShellForm) -> str:
    names = ("text", "comment", "reason")
    return "\n".join(str(form[n].value() or "") for n in names if n in form.fields).strip()
