"""Accept and assign on one page with one press, for thirty new cases on a Monday morning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotYours
from zhuqi.foundation.directory.models import Item
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.alike import alike_to
from zhuqi.interfaces.desk.cases.beside import beside_form
from zhuqi.interfaces.desk.cases.forms.triage import TriageForm
from zhuqi.interfaces.desk.cases.page import CasePage
from zhuqi.interfaces.desk.cases.queues import next_in_queue
from zhuqi.interfaces.desk.cases.views import verbs
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.interfaces.desk.cases.walks import part_url
from zhuqi.interfaces.shell.sent import number_sent, version_seen
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import CaseView


@access.official(access.works_on_cases)
def triage(request: HttpRequest, number: str) -> HttpResponse:
    """受理并交办, or only one of the two. “refresh” lists the units anew where no script runs."""
    step = request.POST.get("step", "")
    if request.method != "POST" or step == "refresh":
        file = file_or_404(access.of(request), number)
        verbs.refusal_of(file, _first(file.case))
        if step != "refresh":
            return _show(request, file, TriageForm(file=file))
        # The page is drawn with what was chosen; nothing is judged yet.
        several = {name: request.POST.getlist(name) for name in ("co", "part")}
        kept = request.POST.dict() | several
        # Only what was proposed gives way to what is proposed now, never a unit somebody chose.
        if kept.get("lead") in {"", kept.get("proposed_lead")}:
            kept.pop("lead", None)
        item = _item(request.POST.get("item", ""))
        return _show(request, file, TriageForm(file=file, for_item=item, initial=kept))

    def form_of(file: CaseView) -> TriageForm:
        verbs.refusal_of(file, _first(file.case))
        form = TriageForm(request.POST, file=file)
        if step == "accept" and "lead" in form.fields:
            form.fields["lead"].required = False
        return form

    return verbs.Attempt(
        request,
        number,
        form_of=form_of,
        do=lambda change, form: _do(change, form, step),
        draw=lambda file, form, banner, status: _show(
            request, file, form, banner=banner, status=status
        ),
        said=lambda form: _said(number, form, step),
        to=lambda case: verbs.onward(request, case, _first(case)),
        verbs=(Verb.ACCEPT, Verb.ASSIGN),
    ).answer()


def _first(case: Case) -> Verb:
    """What is to be done first."""
    return Verb.ASSIGN if case.state == State.ACCEPTED else Verb.ACCEPT


def _do(change: CaseChange, form: TriageForm, step: str) -> None:
    accepting, assigning = verb_pages.VERB_PAGES[Verb.ACCEPT], verb_pages.VERB_PAGES[Verb.ASSIGN]
    if change.case.state == State.SUBMITTED:
        accepting.act(change, accepting.given(form))
    if step != "accept":
        assigning.act(change, assigning.given(form))


def _said(number: str, form: TriageForm, step: str) -> str:
    if step == "accept":
        return _("%(number)s 已受理，还没有交办") % {"number": number}
    words = _("%(number)s 已交办给%(unit)s") % {"number": number, "unit": form.cleaned_data["lead"]}
    back = reverse("desk:verb", args=[number, Verb.RECALL.value])
    return format_html('{} <a href="{}">{}</a>', words, back, _("撤回"))


def _item(text: str) -> Item | None:
    return Item.objects.filter(pk=number_sent(text)).first()


def _show(
    request: HttpRequest,
    file: CaseView,
    form: TriageForm,
    *,
    banner: str = "",
    status: int = 200,
) -> HttpResponse:
    verb = _first(file.case)
    reason = verbs.refusal_of(file, verb)
    in_queue = bool(request.POST.get("pile") or request.GET.get("pile"))
    following = next_in_queue(file.person, verb, file.case) if in_queue else None
    page = CasePage(file)
    context = {
        "page": page,
        "case": file.case,
        "alike": alike_to(file),
        "beside": beside_form(file, verb),
        "form": form,
        "accepting": "item" in form.fields,
        "banner": banner or reason,
        "missed": page.since(version_seen(request)) if banner else [],
        "possible": not reason,
        "in_queue": in_queue,
        "ready": in_queue and not reason and form.complete,
        "walk_url": part_url(request, file.case.number, verb) if in_queue else "",
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
