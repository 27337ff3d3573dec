"""One verb on one case: the form with the case in sight, and the doing of it."""

from collections.abc import Callable, Collection
from copy import copy
from dataclasses import KW_ONLY, dataclass, field
from typing import Generic, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Refusal
from zhuqi.foundation.attachments.actions import Prepared
from zhuqi.foundation.changes import refuse_stale
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.beside import beside_form
from zhuqi.interfaces.desk.cases.moments import overtaken_by
from zhuqi.interfaces.desk.cases.page import CasePage
from zhuqi.interfaces.desk.cases.queues import next_in_queue
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.interfaces.desk.cases.walks import part_url
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import SecondClick, carry_out, second_click, valid
from zhuqi.ledgers.cases.actions.store import CASES, OBJECT
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import VERBS, Verb
from zhuqi.ledgers.cases.models import Boundary, Case
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_at_hand

F = TypeVar("F", bound=ShellForm)


@access.official(access.works_on_cases)
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """GET shows the form, POST does it and leads back to the case or on to the next."""
    verb_page = verb_pages.VERB_PAGES.get(Verb(verb)) if verb in VERBS else None
    if verb_page is None:
        raise Http404
    asked, person = Verb(verb), access.of(request)
    if request.method != "POST":
        file = file_or_404(person, number)
        refusal_of(file, asked)
        return show(request, file, asked, verb_page.make(file=file, initial=wanted(request)))
    files, fault = _stored(request, verb_page)

    def form_of(file: CaseView) -> ShellForm:
        refusal_of(file, asked)
        form = verb_page.make(request.POST, request.FILES, file=file)
        if fault and form.is_valid():
            form.refuse(fault)
        return form

    def do(change: CaseChange, form: ShellForm) -> None:
        kept = {name: files[name] for name in files.keys() & form.cleaned_data.keys()}
        verb_page.act(change, verb_page.given(form, **kept))

    return Attempt(
        request,
        number,
        form_of=form_of,
        do=do,
        draw=lambda file, form, banner, status: show(
            request, file, asked, form, banner=banner, status=status
        ),
        said=lambda _form: f"{number} {verb_page.done}",
        to=lambda case: onward(request, case, asked),
        verbs=(asked,),
        also=_others(person, number, verb_page, form_of),
    ).answer()


def _stored(
    request: HttpRequest, verb_page: verb_pages.CaseVerbPage
) -> tuple[dict[str, list[Prepared]], NotValid | None]:
    """The files sent, stored; what is wrong with them is said after what is wrong in the form."""
    try:
        return verb_page.store(request.FILES), None
    except NotValid as fault:
        return {}, fault


def _others(
    person: Person,
    number: str,
    verb_page: verb_pages.CaseVerbPage,
    form_of: Callable[[CaseView], ShellForm],
) -> Collection[int]:
    """The other cases it is about, which are locked with it. Only the form knows which."""
    if verb_page.alone:
        return ()
    file = file_or_404(person, number)
    form = form_of(file)
    return verb_page.beside(file.case, verb_page.given(form)) if form.is_valid() else ()


def refusal_of(file: CaseView, verb: Verb) -> str:
    """Why the verb can't be done now; NotYours if the person may never do it here."""
    offer = file.offer(verb)
    if offer is None:
        raise NotYours(_("您没有“%(verb)s”这件诉求的权限") % {"verb": verb.label})
    return offer.reason


@dataclass(slots=True)
class Attempt(Generic[F]):
    """A POST on one case, which is locked and loaded once for offers, form, verb and page.

    `form_of` refuses who may never do it; `do` gets a valid form. `to` gets the case as it stood
    before. `verbs`: what it is about. `also`: other cases to be locked with it.
    """

    request: HttpRequest
    number: str
    _: KW_ONLY
    form_of: Callable[[CaseView], F]
    do: Callable[[CaseChange, F], None]
    draw: Callable[[CaseView, F, str, int], HttpResponse]
    said: Callable[[F], str]
    to: Callable[[Case], HttpResponse]
    verbs: Collection[Verb]
    also: Collection[int] = ()
    _before: Case = field(init=False)
    _file: CaseView = field(init=False)
    _form: F = field(init=False)
    _begun: bool = field(init=False, default=False)

    def answer(self) -> HttpResponse:
        """Do it and lead on, or the page anew with what was typed and why not.

        404 where the person may not see the case.
        """
        return carry_out(
            self.request,
            self._carry,
            show=self._show,
            to=lambda _done: self.to(self._before),
            said=lambda _done: self.said(self._form),
            refuse=self._refuse,
            again=self._again,
        )

    def _carry(self) -> None:
        person = access.of(self.request)
        try:
            with case_at_hand(person, self.number, also=self.also) as (change, file):
                self._file, self._before = file, copy(change.case)
                # Whoever did it may no longer do it once it is done: asked before the form is.
                self._again().claim()
                self._form = self.form_of(file)
                valid(self._form)
                refuse_stale(CASES, change.aggregate, version_seen(self.request))
                self._begun = True
                self.do(change, self._form)
        except Case.DoesNotExist as unseen:
            raise Http404 from unseen

    def _refuse(self, wrong: NotValid) -> None:
        self._form.refuse(wrong)

    def _again(self) -> SecondClick:
        name = f"{OBJECT}:{self._before.pk}:{'-'.join(self.verbs)}"
        to = self.to
        return second_click(self.request, self._file.person, name, lambda _before: to(self._before))

    def _show(self, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """Read anew where the verb may have altered what the page is drawn from."""
        file = file_or_404(self._file.person, self.number) if self._begun else self._file
        return self.draw(file, self._form, self._banner(file, refusal), status)

    def _banner(self, file: CaseView, refusal: Refusal | None) -> str:
        """Why not; and who was faster, where the page was older than the case."""
        seen = version_seen(self.request)
        if not isinstance(refusal, NotNow) or seen in {-1, file.case.version}:
            return refusal.reason if refusal else ""
        return overtaken_by(file.moments, self.verbs) + refusal.reason


def onward(request: HttpRequest, case: Case, verb: Verb) -> HttpResponse:
    """Back to the case, or to the page it was done from; on a walk through a queue, to the next.

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
        "beside": beside_form(file, verb),
        "missed": page.since(version_seen(request)) if banner else [],
        "possible": not reason,
        "in_queue": in_queue,
        "walk_url": part_url(request, file.case.number, queue) if in_queue else "",
        "skip_url": f"{verb_pages.address(queue, following.number)}?pile=1" if following else "",
        "instead": instead if instead in possible else None,
        "ending": verb_page.other_ending if verb_page.other_ending in possible else None,
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
    for name in ("ordinal", "into"):
        if chosen_one := request.GET.get(name):
            found[name] = chosen_one
    return found
