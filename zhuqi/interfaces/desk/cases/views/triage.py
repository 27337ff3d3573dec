"""Accept and assign on one page with one press, for thirty new cases on a Monday morning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotYours, Refusal
from zhuqi.foundation.directory.models import Item
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.forms.triage import TriageForm
from zhuqi.interfaces.desk.cases.page import CasePage
from zhuqi.interfaces.desk.cases.views import verbs
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.interfaces.desk.home.views.home import next_in_queue
from zhuqi.interfaces.shell.sent import number_sent, version_seen
from zhuqi.interfaces.shell.submit import Cleaned, submit
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.reading.case_view import CaseView


@access.official(access.works_on_cases)
def triage(request: HttpRequest, number: str) -> HttpResponse:
    """受理并交办, or only one of the two. “refresh” lists the units anew where no script runs."""
    person = access.of(request)
    file = file_or_404(person, number)
    verb = Verb.ASSIGN if file.case.state == State.ACCEPTED else Verb.ACCEPT
    verbs.refusal_of(file, verb)
    if request.method != "POST":
        return _show(request, file, verb, TriageForm(file=file))
    step = request.POST.get("step", "")
    item = _item(request.POST.get("item", ""))
    if step == "refresh":
        # The page is drawn with what was chosen; nothing is judged yet.
        several = {name: request.POST.getlist(name) for name in ("co", "part")}
        kept = request.POST.dict() | several
        kept.pop("lead", None)
        return _show(request, file, verb, TriageForm(file=file, for_item=item, initial=kept))
    form = TriageForm(request.POST, file=file, for_item=item)
    if step == "accept" and "lead" in form.fields:
        form.fields["lead"].required = False

    def do(_data: Cleaned) -> None:
        with open_case(file.case.pk, by=person, seen=version_seen(request)) as change:
            _do(change, form, step)

    def redraw(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """Where somebody was faster, with what they did."""
        shown = file_or_404(person, number) if refusal else file
        banner = refusal.reason if refusal else ""
        return _show(request, shown, verb, form, banner=banner, status=status)

    return submit(
        request,
        form,
        do,
        show=redraw,
        said=lambda _done: _said(file, form, step),
        to=lambda _done: verbs.onward(request, file, verb),
        again=verbs.second_click(request, file, Verb.ACCEPT, Verb.ASSIGN),
    )


def _do(change: CaseChange, form: TriageForm, step: str) -> None:
    accepting, assigning = verb_pages.VERB_PAGES[Verb.ACCEPT], verb_pages.VERB_PAGES[Verb.ASSIGN]
    if change.case.state == State.SUBMITTED:
        accepting.act(change, accepting.given(form))
    if step != "accept":
        assigning.act(change, assigning.given(form))


def _said(file: CaseView, form: TriageForm, step: str) -> str:
    if step == "accept":
        return _("%(number)s 已受理，还没有交办") % {"number": file.case.number}
    return _("%(number)s 已交办给%(unit)s") % {
        "number": file.case.number,
        "unit": form.cleaned_data["lead"],
    }


def _item(text: str) -> Item | None:
    return Item.objects.filter(pk=number_sent(text)).first()


def _show(
    request: HttpRequest,
    file: CaseView,
    verb: Verb,
    form: TriageForm,
    *,
    banner: str = "",
    status: int = 200,
) -> HttpResponse:
    reason = next((o.reason for o in file.offers if o.verb == verb), "")
    in_queue = bool(request.POST.get("pile") or request.GET.get("pile"))
    following = next_in_queue(file.person, verb, file.case) if in_queue else None
    context = {
        "page": CasePage(file),
        "case": file.case,
        "form": form,
        "accepting": "item" in form.fields,
        "banner": banner or reason,
        "possible": not reason,
        "in_pile": in_queue,
        "skip_url": f"{verb_pages.address(verb, following.number)}?pile=1" if following else "",
    }
    return render(request, "desk/cases/triage.html", context, status=status)


@access.official(access.works_on_cases)
def units(request: HttpRequest, number: str) -> HttpResponse:
    """The part of the form with the units, for the item just chosen."""
    file = file_or_404(access.of(request), number)
    if Verb.ASSIGN not in {offer.verb for offer in file.offers}:
        raise NotYours(_("只有活动办受理人员可以交办"))
    form = TriageForm(file=file, for_item=_item(request.GET.get("item", "")))
    return render(request, "desk/cases/parts/units.html", {"form": form})
