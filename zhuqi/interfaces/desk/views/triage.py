"""Accept and assign on one page with one press, for thirty new cases on a Monday morning."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotYours
from zhuqi.foundation.directory.models import Item
from zhuqi.interfaces.desk import deeds, doors
from zhuqi.interfaces.desk.casepage import CasePage
from zhuqi.interfaces.desk.forms.triage import TriageForm
from zhuqi.interfaces.desk.views import verbs
from zhuqi.interfaces.desk.views.case import file_or_404
from zhuqi.interfaces.desk.views.home import next_in_pile
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.ledgers.cases.actions.work import Work
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.reading import CaseFile


@doors.official(doors.works_on_cases)
def triage(request: HttpRequest, number: str) -> HttpResponse:
    """受理并交办, or only one of the two. “refresh” lists the units anew where no script runs."""
    person = doors.of(request)
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
    status, banner = verbs.attempt(request, file, form, lambda work: _do(work, form, step))
    twice = status == NotNow.status and verbs.second_click(file, person, Verb.ACCEPT, Verb.ASSIGN)
    if status and not twice:
        if status == NotNow.status:  # somebody was faster: show what they did
            file = file_or_404(person, number)
        return _show(request, file, verb, form, banner=banner, status=status)
    if not status:
        messages.success(request, _said(file, form, step))
    return verbs.onward(request, file, verb)


def _do(work: Work, form: TriageForm, step: str) -> None:
    if work.case.state == State.SUBMITTED:
        deeds.DEEDS[Verb.ACCEPT].act(work, form.cleaned_data)
    if step != "accept":
        deeds.DEEDS[Verb.ASSIGN].act(work, form.cleaned_data)


def _said(file: CaseFile, form: TriageForm, step: str) -> str:
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
    file: CaseFile,
    verb: Verb,
    form: TriageForm,
    *,
    banner: str = "",
    status: int = 200,
) -> HttpResponse:
    reason = next((o.reason for o in file.offers if o.verb == verb), "")
    in_pile = bool(request.POST.get("pile") or request.GET.get("pile"))
    following = next_in_pile(file.person, verb, file.case) if in_pile else None
    context = {
        "page": CasePage(file),
        "case": file.case,
        "form": form,
        "accepting": "item" in form.fields,
        "banner": banner or reason,
        "possible": not reason,
        "in_pile": in_pile,
        "skip_url": f"{deeds.address(verb, following.number)}?pile=1" if following else "",
    }
    return render(request, "desk/triage.html", context, status=status)


@doors.official(doors.works_on_cases)
def units(request: HttpRequest, number: str) -> HttpResponse:
    """The part of the form with the units, for the item just chosen."""
    file = file_or_404(doors.of(request), number)
    if Verb.ASSIGN not in {offer.verb for offer in file.offers}:
        raise NotYours(_("只有活动办受理人员可以交办"))
    form = TriageForm(file=file, for_item=_item(request.GET.get("item", "")))
    return render(request, "desk/parts/units.html", {"form": form})
