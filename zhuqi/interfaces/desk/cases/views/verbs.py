"""One verb on one case: the form with the case in sight, and the doing of it."""

from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.attachments.actions import Prepared, prepare
from zhuqi.foundation.changes import refuse_stale
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.asked import SHOWS_ASKED
from zhuqi.interfaces.desk.cases.forms.verbs import VerbForm
from zhuqi.interfaces.desk.cases.page import CasePage
from zhuqi.interfaces.desk.cases.queues import next_in_queue
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.ledgers.cases.actions.store import CASES
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Boundary, Case
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_at_hand

# Nobody writes the same form anew in so short a time: it is a second click.
SECOND_CLICK = timedelta(seconds=5)


@access.official(access.works_on_cases)
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """GET shows the form, POST does it and leads back to the case or on to the next."""
    verb_page = verb_pages.VERB_PAGES.get(Verb(verb)) if verb in Verb.values else None
    if verb_page is None:
        raise Http404
    asked = Verb(verb)
    if request.method != "POST":
        file = file_or_404(access.of(request), number)
        refusal_of(file, asked)
        return show(request, file, asked, verb_page.form(file=file, initial=wanted(request)))

    def form_of(file: CaseView) -> VerbForm:
        refusal_of(file, asked)
        return verb_page.form(request.POST, request.FILES, file=file)

    tried = attempt(
        request,
        number,
        form_of,
        lambda change, form: verb_page.act(change, form.cleaned_data),
        twice=(asked,),
        uploads=verb_page.form.base_fields,
        also=_others(access.of(request), number, verb_page, form_of),
    )
    if not tried.status:
        messages.success(request, f"{number} {verb_page.done}")
    if tried.over:
        return onward(request, tried.case, asked)
    return show(request, tried.file, asked, tried.form, banner=tried.banner, status=tried.status)


def _others(
    person: Person,
    number: str,
    verb_page: verb_pages.VerbPage,
    form_of: Callable[[CaseView], VerbForm],
) -> list[int]:
    """The other cases it is about, which are locked with it. Only the form knows which."""
    if verb_page.beside is verb_pages.no_others:
        return []
    file = file_or_404(person, number)
    form = form_of(file)
    return verb_page.beside(file.case, form.cleaned_data) if form.is_valid() else []


def refusal_of(file: CaseView, verb: Verb) -> str:
    """Why the verb can't be done now; NotYours if the person may never do it here."""
    offer = file.offer(verb)
    if offer is None:
        raise NotYours(_("您没有“%(verb)s”这件诉求的权限") % {"verb": verb.label})
    return offer.reason


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of it: `status` 0 if it was done, else that of the refusal, with the page to be
    shown anew and what to say at its top. `case` is as it stood before; `over`: nothing is left
    to be done, because it was done now or by the same person's click a moment ago."""

    case: Case
    file: CaseView
    form: VerbForm
    status: int = 0
    banner: str = ""
    over: bool = True


def attempt(
    request: HttpRequest,
    number: str,
    form_of: Callable[[CaseView], VerbForm],
    do: Callable[[CaseChange, VerbForm], Any],
    *,
    twice: Collection[Verb],
    uploads: Collection[str] = (),
    also: Sequence[int] = (),
) -> Attempt:
    """Do it, on the case that is locked and loaded once for offers, form, verb and page.

    404 where the person may not see the case; `form_of` refuses who may never do it. What was
    typed stays in the form, whatever went wrong. `uploads`: names of the form's fields, of which
    those with files are stored before anything is locked. `twice`: verbs of a second click.
    """
    person, begun = access.of(request), False
    prepared, fault = _uploaded(request, uploads)
    try:
        with case_at_hand(person, number, also=also) as (change, file):
            before = copy(change.case)
            form = form_of(file)
            _refuse_unfit(form, fault)
            form.cleaned_data.update({k: prepared[k] for k in prepared.keys() & form.cleaned_data})
            refuse_stale(CASES, change.aggregate, version_seen(request))
            begun = True
            do(change, form)
    except Case.DoesNotExist as unseen:
        raise Http404 from unseen
    except (NotValid, NotNow) as refusal:
        moot = isinstance(refusal, NotNow) or not any(
            offer.possible for offer in file.offers if offer.verb in twice
        )
        over = moot and second_click(file, person, *twice)
        if begun and not over:  # the verb may have altered what the page would be drawn from
            file = file_or_404(person, number)
        if isinstance(refusal, NotValid):
            form.refuse(refusal)
        banner = refusal.reason if isinstance(refusal, NotNow) else ""
        return Attempt(before, file, form, refusal.status, banner, over)
    return Attempt(before, file, form)


def _refuse_unfit(form: VerbForm, fault: NotValid | None) -> None:
    """NotValid where the form has errors of its own, which it shows, or its files have."""
    if not form.is_valid():
        raise NotValid({})
    if fault:
        raise fault


def _uploaded(
    request: HttpRequest, names: Collection[str]
) -> tuple[dict[str, list[Prepared]], NotValid | None]:
    """The files sent for these fields, stored; what is wrong with them is said after the form."""
    try:
        return {
            name: prepare(request.FILES.getlist(name))
            for name in ("attachments", "scan")
            if name in names
        }, None
    except NotValid as fault:
        return {}, fault


def second_click(file: CaseView, person: Person, *verbs: Verb) -> bool:
    """True if the very thing asked for was done by this person a moment ago."""
    last = file.aggregate.past[-1] if file.aggregate.past else None
    return (
        last is not None
        and last.kind in verbs
        and last.actor_id == person.actor.user_id
        and timezone.now() - last.recorded_at < SECOND_CLICK
    )


def onward(request: HttpRequest, case: Case, verb: Verb) -> HttpResponse:
    """Back to the case, or to the page it was done from; on a walk through a pile, to the next.

    `case` is as it stood before, so that the next is the one after its old place.
    """
    leaves = verb in verb_pages.VERB_PAGES and verb_pages.VERB_PAGES[verb].leaves
    if leaves or request.POST.get("back") == "home":
        return redirect("desk:home")
    if not request.POST.get("pile"):
        return redirect("desk:case", case.number)
    queue = verb_pages.queue_of(verb)
    following = next_in_queue(access.of(request), queue, case)
    if following is None:
        messages.info(request, _("“%(verb)s”这一堆办完了。") % {"verb": queue.label})
        return redirect("desk:home")
    return redirect(f"{verb_pages.address(queue, following.number)}?pile=1")


def show(
    request: HttpRequest,
    file: CaseView,
    verb: Verb,
    form: VerbForm,
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
