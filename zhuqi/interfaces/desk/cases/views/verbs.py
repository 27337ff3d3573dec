"""One verb on one case: the form with the case in sight, and the doing of it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.attachments.actions import prepare
from zhuqi.foundation.audit.models import Event
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.case_queues import next_in_queue
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.asked import SHOWS_ASKED
from zhuqi.interfaces.desk.cases.page import CasePage
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.ledgers.cases.actions.store import OBJECT, open_case
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Boundary
from zhuqi.ledgers.cases.reading.case_view import CaseView

# Nobody writes the same form anew in so short a time: it is a second click.
SECOND_CLICK = timedelta(seconds=5)


@access.official(access.works_on_cases)
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """GET shows the form, POST does it and leads back to the case or on to the next."""
    verb_page = verb_pages.VERB_PAGES.get(Verb(verb)) if verb in Verb.values else None
    if verb_page is None:
        raise Http404
    person = access.of(request)
    file = file_or_404(person, number)
    reason = refusal_of(file, Verb(verb))
    if request.method != "POST":
        form = verb_page.form(file=file, initial=wanted(request))
        return show(request, file, Verb(verb), form)
    if reason and second_click(file, person, Verb(verb)):
        return onward(request, file, Verb(verb))
    form = verb_page.form(request.POST, request.FILES, file=file)
    status, banner = attempt(
        request,
        file,
        form,
        lambda change: verb_page.act(change, form.cleaned_data),
        beside=lambda: verb_page.beside(file.case, form.cleaned_data),
    )
    if not status:
        messages.success(request, f"{file.case.number} {verb_page.done}")
        return onward(request, file, Verb(verb))
    if status == NotNow.status and second_click(file, person, Verb(verb)):
        return onward(request, file, Verb(verb))
    if status == NotNow.status:  # somebody was faster: show what they did
        file = file_or_404(person, number)
    return show(request, file, Verb(verb), form, banner=banner, status=status)


def refusal_of(file: CaseView, verb: Verb) -> str:
    """Why the verb can't be done now; NotYours if the person may never do it here."""
    offer = next((offer for offer in file.offers if offer.verb == verb), None)
    if offer is None:
        raise NotYours(_("您没有“%(verb)s”这件诉求的权限") % {"verb": verb.label})
    return offer.reason


def attempt(
    request: HttpRequest,
    file: CaseView,
    form: DeskForm,
    do: Callable[[CaseChange], Any],
    *,
    beside: Callable[[], Sequence[int]] = tuple,
) -> tuple[int, str]:
    """Do it; 0 if it was done, else the status of the refusal and what to say at the top.

    What was typed stays in the form, whatever went wrong.
    """
    if not form.is_valid():
        return NotValid.status, ""
    try:
        for name in {"attachments", "scan"} & form.cleaned_data.keys():
            form.cleaned_data[name] = prepare(form.cleaned_data[name])
        also = beside()
        with open_case(
            file.case.pk, by=file.person, seen=version_seen(request), also=also
        ) as change:
            do(change)
    except NotValid as refusal:
        form.refuse(refusal)
        return refusal.status, ""
    except NotNow as refusal:
        return refusal.status, refusal.reason
    return 0, ""


def second_click(file: CaseView, person: Person, *verbs: Verb) -> bool:
    """True if the very thing asked for was done by this person a moment ago."""
    last = Event.objects.filter(object_type=OBJECT, object_id=file.case.pk).order_by("-seq").first()
    return (
        last is not None
        and last.kind in verbs
        and last.actor_id == person.actor.user_id
        and timezone.now() - last.recorded_at < SECOND_CLICK
    )


def onward(request: HttpRequest, file: CaseView, verb: Verb) -> HttpResponse:
    """Back to the case, or to the page it was done from; on a walk through a pile, to the next."""
    leaves = verb in verb_pages.VERB_PAGES and verb_pages.VERB_PAGES[verb].leaves
    if leaves or request.POST.get("back") == "home":
        return redirect("desk:home")
    if not request.POST.get("pile"):
        return redirect("desk:case", file.case.number)
    queue = verb_pages.queue_of(verb)
    following = next_in_queue(file.person, queue, file.case)
    if following is None:
        messages.info(request, _("“%(verb)s”这一堆办完了。") % {"verb": queue.label})
        return redirect("desk:home")
    return redirect(f"{verb_pages.address(queue, following.number)}?pile=1")


def show(
    request: HttpRequest,
    file: CaseView,
    verb: Verb,
    form: DeskForm,
    *,
    banner: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with the case beside it. A banner says what stands in the way now."""
    verb_page = verb_pages.VERB_PAGES[verb]
    reason = refusal_of(file, verb)
    in_queue = bool(request.POST.get("pile") or request.GET.get("pile"))
    queue = verb_pages.queue_of(verb)
    following = next_in_queue(file.person, queue, file.case) if in_queue else None
    possible = {offer.verb for offer in file.offers if offer.possible}
    instead = verb_pages.INSTEAD.get(verb)
    page = CasePage(file)
    context = {
        "page": page,
        "case": file.case,
        "verb": verb,
        "form": form,
        "banner": banner or reason,
        "possible": not reason,
        "in_pile": in_queue,
        "skip_url": f"{verb_pages.address(queue, following.number)}?pile=1" if following else "",
        "instead": instead if instead in possible else None,
        "ready": Boundary.objects.filter(active=True, guide=True) if verb == Verb.DECLINE else (),
        "asked": page.asked if verb in SHOWS_ASKED else [],
        "answer": file.answers[-1] if file.answers and verb in SHOWS_ANSWER else None,
    }
    return render(request, verb_page.template, context, status=status)


# Whoever judges an answer has it before the eyes.
SHOWS_ANSWER = frozenset(
    {
        Verb.RETURN,
        Verb.COMPLETE,
        Verb.REDO,
        Verb.STRIKE_OFF,
        Verb.CARRY,
        Verb.RATE_BY_PHONE,
        Verb.TERMINATE,
    }
)


def wanted(request: HttpRequest) -> dict[str, str]:
    """What the address asks for: a ready text to be edited, or which of several it is about."""
    chosen = Boundary.objects.filter(active=True, code=request.GET.get("ready", "")).first()
    found: dict[str, str] = {}
    if chosen:
        found = {
            "ground": chosen.ground,
            "where_to_go": chosen.statement,
            "boundary": str(chosen.pk),
        }
    if ordinal := request.GET.get("ordinal"):
        found["ordinal"] = ordinal
    return found
