"""One verb on one case: the form with the case in sight, and the doing of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotYours, Refusal
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.page import CasePage
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.interfaces.desk.home.views.home import next_in_queue
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import SecondClick, carry_out, sent, valid
from zhuqi.ledgers.cases.actions.store import OBJECT, open_case
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Boundary
from zhuqi.ledgers.cases.reading.case_view import CaseView


@access.official(access.works_on_cases)
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """GET shows the form, POST does it and leads back to the case or on to the next."""
    verb_page = verb_pages.VERB_PAGES.get(Verb(verb)) if verb in Verb.values else None
    if verb_page is None:
        raise Http404
    person, verb = access.of(request), Verb(verb)
    file = file_or_404(person, number)
    reason = refusal_of(file, verb)
    form = verb_page.make(*sent(request), file=file, initial=wanted(request))
    if request.method != "POST":
        return show(request, file, verb, form)
    again = second_click(request, file, verb)

    def do() -> None:
        if reason:
            again.stop()
        valid(form)
        given, seen = verb_page.given(form), version_seen(request)
        also = verb_page.beside(file.case, given)
        with open_case(file.case.pk, by=person, seen=seen, also=also) as work:
            if verb_page.adds:
                again.stop()
            verb_page.act(work, given)

    def redraw(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """Where somebody was faster, with what they did."""
        shown = file_or_404(person, number) if refusal else file
        banner = refusal.reason if refusal else ""
        return show(request, shown, verb, form, banner=banner, status=status)

    return carry_out(
        request,
        do,
        refuse=form.refuse,
        show=redraw,
        said=f"{file.case.number} {verb_page.done}",
        to=lambda _done: onward(request, file, verb),
        again=again,
    )


def refusal_of(file: CaseView, verb: Verb) -> str:
    """Why the verb can't be done now; NotYours if the person may never do it here."""
    offer = next((offer for offer in file.offers if offer.verb == verb), None)
    if offer is None:
        raise NotYours(_("您没有“%(verb)s”这件诉求的权限") % {"verb": verb.label})
    return offer.reason


def second_click(request: HttpRequest, file: CaseView, *verbs: Verb) -> SecondClick:
    """How it is known that the very thing asked for was done by this person a moment ago."""
    return SecondClick(
        file.person,
        OBJECT,
        file.case.pk,
        verbs,
        request.POST.dict(),
        lambda: onward(request, file, verbs[0]),
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
    form: ShellForm,
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
    instead = verb_page.alternative
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
        "asked": page.asked if verb_page.shows_asked else [],
        "answer": file.answers[-1] if file.answers and verb_page.shows_answer else None,
    }
    return render(request, verb_page.template, context, status=status)


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
