"""Doing one thing to one's own case. What was typed is kept whatever the answer is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.access import NotNow, NotValid, Refusal
from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.changes import refuse_stale
from zhuqi.interfaces.portal.access import file_of, firm_page, own_case_id
from zhuqi.interfaces.portal.casepage import CasePage
from zhuqi.interfaces.portal.forms import RateForm
from zhuqi.interfaces.portal.uploads import NOTHING, Kept, Received, receive
from zhuqi.interfaces.portal.verb_pages import VERB_PAGES, FirmVerbPage
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import Page, SecondClick, carry_out, second_click, sent, valid
from zhuqi.ledgers.cases.actions.store import CASES, OBJECT
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Verb, Verdict
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_at_hand
from zhuqi.ledgers.cases.rules import redo_by_itself


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def act(request: HttpRequest, number: str, verb: Verb) -> HttpResponse:
    """The page of one verb. A second click is done already; what only adds is done anyway."""
    if request.method == "POST":
        return _Attempt(request, number, verb).answer()
    file = file_of(request, number)
    return _page(request, file, verb, _form(request, file, verb))()


@dataclass(slots=True)
class _Attempt:
    """A POST on one case, which is locked and loaded once for the form, the verb and the page."""

    request: HttpRequest
    number: str
    verb: Verb
    received: Received = NOTHING
    file: CaseView | None = None
    form: ShellForm | None = None
    begun: bool = False

    @property
    def page(self) -> FirmVerbPage:
        """How the verb is done from a page."""
        return VERB_PAGES[self.verb]

    @property
    def thanks(self) -> str:
        """Where it leads when it is done."""
        return f"{reverse('portal:case', args=[self.number])}?done={self.verb.value}"

    def answer(self) -> HttpResponse:
        """Do it and lead on, or the page anew with what was typed and why not."""
        return carry_out(
            self.request,
            self._carry,
            refuse=self._refuse,
            show=self._show,
            said=self.page.done,
            to=self.thanks,
            again=self._again,
        )

    def _carry(self) -> None:
        person = request_person(self.request)
        pk = own_case_id(self.request, self.number)
        take_or_refuse(f"{self.verb} {person.actor.user_id}", settings.SUBMITS_PER_HOUR, HOUR)
        stored = {}
        if self.page.files:
            self.received = receive(self.request)
            stored = {"attachments": self.received.prepared}
        with case_at_hand(person, pk) as (change, file):
            form = _form(self.request, file, self.verb)
            self.file, self.form = file, form
            self._again().claim()
            if self.received.fault:
                form.add_error("attachments", self.received.fault)
            valid(form)
            self._refuse_stale(change, file)
            self.begun = True
            change.by = in_the_name_of(person, _firm(file))
            self.page.act(change, self.page.given(form, **stored))

    def _refuse_stale(self, change: CaseChange, file: CaseView) -> None:
        """NotNow for a page of before. What only adds is done all the same."""
        if not (self.page.adds and CasePage(file).can(self.verb)):
            refuse_stale(CASES, change.aggregate, version_seen(self.request))

    def _refuse(self, wrong: NotValid) -> None:
        if self.form is None:
            raise wrong
        self.form.refuse(wrong)

    def _again(self) -> SecondClick:
        name = f"{OBJECT}:{self._seen().case.pk}:{self.verb}"
        return second_click(self.request, request_person(self.request), name, self._thank_again)

    def _thank_again(self, _before: str) -> str:
        messages.success(self.request, str(self.page.done))
        return self.thanks

    def _seen(self) -> CaseView:
        if self.file is None:
            self.file = file_of(self.request, self.number)
        return self.file

    def _show(self, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """Where somebody was faster, as they left it, with a form that fits that. A verb that has
        begun may have altered what the page would be drawn from."""
        file = file_of(self.request, self.number) if self.begun else self._seen()
        form = self.form
        if form is None or isinstance(refusal, NotNow):
            form = _form(self.request, file, self.verb)
        shown = _page(self.request, file, self.verb, form, self.received.kept)
        return shown(status=status, refusal=refusal)


def _firm(file: CaseView) -> str:
    return file.case.enterprise.name if file.case.enterprise else ""


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
        "verb_page": VERB_PAGES[verb],
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
