"""Register what a firm said by phone, on a visit or to another inlet."""

import uuid
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Role, Scope
from zhuqi.foundation.attachments.actions import Prepared, prepare
from zhuqi.foundation.directory.actions import ContactDraft, EnterpriseDraft, add_enterprise
from zhuqi.foundation.directory.enums import EnterpriseStatus, Sector
from zhuqi.foundation.directory.models import Enterprise, Region, Unit
from zhuqi.foundation.directory.queries import find_enterprises, office_for
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.forms.intake import FirmForm, SubmissionForm, submission_of
from zhuqi.interfaces.shell import unit_names
from zhuqi.interfaces.shell.again import AskedBack
from zhuqi.interfaces.shell.parts import Cell, Heading, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, Page, SecondClick, carry_out, second_click
from zhuqi.interfaces.shell.tables import quiet
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import OPEN_STATES
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import case_at_hand
from zhuqi.ledgers.cases.resubmission import said_before
from zhuqi.ledgers.cases.topics import merging

LIAISED_SHOWN = 50


def _why_not(firm: Enterprise, scope: Scope) -> str:
    if _calls(firm, scope) or firm.pk in scope.chambered:
        return ""
    return _("由%(office)s登记") % {"office": firm.office}


def _calls(firm: Enterprise, scope: Scope) -> bool:
    """Who calls firms has their phones; a chamber knows its members itself."""
    return (Role.REGISTRAR, firm.office_id) in scope.posts or firm.pk in scope.liaised


@access.official(access.registers_cases)
def firms(request: HttpRequest) -> HttpResponse:
    """Suggestions while typing."""
    return render(
        request, "desk/cases/parts/firms.html", _search(request, access.of(request).scope)
    )


@access.official(access.registers_cases)
def units(request: HttpRequest) -> HttpResponse:
    """Units that may be meant by the one complained of, while its name is being typed."""
    scope = access.of(request).scope
    firm = _firm(request.GET.get("firm", ""), scope)
    if firm is not None:
        return unit_names.suggestions(request, near=firm.region)
    office = Unit.objects.filter(pk__in=scope.units(Role.REGISTRAR)).select_related("region")
    first = office.first()
    return unit_names.suggestions(request, near=first.region if first else None)


def _search(request: HttpRequest, scope: Scope) -> dict[str, object]:
    text = request.GET.get("q", "").strip()
    if text:
        found = find_enterprises(text, scope=scope)
    else:
        own = Enterprise.objects.filter(pk__in=scope.liaised | scope.chambered)
        found = list(own.select_related("region", "office").order_by("name")[:LIAISED_SHOWN])
    return {"q": text, "found": _found(found, scope), "adds": scope.holds(Role.REGISTRAR)}


def _found(firms: Sequence[Enterprise], scope: Scope) -> Table | None:
    """Firms as a search shows them; where another office registers for one, it says so."""
    columns = [Heading(_("企业")), Heading(_("信用代码")), Heading(_("县区")), Heading(_("台账"))]
    rows = []
    for firm in firms:
        why_not = _why_not(firm, scope)
        url = "" if why_not else f"{reverse('desk:register')}?firm={firm.pk}"
        ledger = quiet(why_not) if why_not else firm.office
        rows.append([Cell(firm.name, url=url), firm.uscc, firm.region.name, ledger])
    return Table(columns, rows, css="d-firms") if rows else None


@access.official(access.registers_cases)
def register(request: HttpRequest) -> HttpResponse:
    """First which firm, then what it said; both on one page where the firm is new."""
    person = access.of(request)
    if request.method == "POST":
        return _save(request, person)
    firm = _firm(request.GET.get("firm", ""), person.scope)
    new = "new" in request.GET and person.scope.holds(Role.REGISTRAR)
    if firm is None and not new:
        return render(request, "desk/cases/intake_firm.html", _search(request, person.scope))
    submission = SubmissionForm(
        scope=person.scope, initial={"key": uuid.uuid4().hex, **_contact(firm, person.scope)}
    )
    firm_form = (
        FirmForm(scope=person.scope, initial={"name": request.GET.get("q", "")}) if new else None
    )
    return _page(request, firm, firm_form, submission)()


def _contact(firm: Enterprise | None, scope: Scope) -> dict[str, str]:
    contact = firm.contacts.first() if firm and _calls(firm, scope) else None
    return {"reporter_name": contact.name, "reporter_phone": contact.phone} if contact else {}


def _firm(text: str, scope: Scope) -> Enterprise | None:
    """The firm named in the address; 404 for one that is out of reach."""
    if not text:
        return None
    visible = Enterprise.objects.visible_to(scope).select_related("office__region", "region")
    firm = visible.filter(pk=number_sent(text)).first()
    if firm is None:
        raise Http404
    if why_not := _why_not(firm, scope):
        raise NotYours(_("%(firm)s的诉求%(why_not)s") % {"firm": firm.name, "why_not": why_not})
    return firm


def _save(request: HttpRequest, person: Person) -> HttpResponse:
    asked = AskedBack(request, "desk:case", may_merge=lambda case: _may_merge(person, case))
    submission = SubmissionForm(asked.said, request.FILES, scope=person.scope)
    again = second_click(request, person, "case:register")
    firm = _firm(request.POST.get("firm", ""), person.scope)
    firm_form = None if firm else FirmForm(request.POST, scope=person.scope)

    def do() -> Case:
        # Both are judged, so that all complaints come at once.
        if not submission.is_valid() & (firm_form is None or firm_form.is_valid()):
            raise NotValid({})
        said = submission_of(submission)
        files = prepare(submission.cleaned_data["attachments"])
        if firm and asked.into:
            return _added_to(person, asked.into, said, files, again)
        with again.making() as led:
            named = firm or _new_firm(person, firm_form, submission)
            case = _taken_in(person, named, submission, files)
            if asked.merge:
                _merge(person, case, asked.merge)
            elif firm:
                # Asked last, so that whatever is wrong with the form is said before.
                asked.ask(_said_before(person, case))
            led.to = reverse("desk:case", args=[case.number])
        return case

    return carry_out(
        request,
        do,
        refuse=submission.refuse,
        show=_page(request, firm, firm_form, submission, asked),
        said=lambda made: _done(asked, made),
        to=lambda made: reverse("desk:case", args=[made.number]),
        again=again,
        shown=(NotNow,),
    )


def _done(asked: AskedBack, case: Case) -> str:
    if asked.into:
        return _("已补充到编号 %(number)s，没有另立一件") % {"number": case.number}
    return _("已登记，编号 %(number)s") % {"number": case.number}


def _said_before(person: Person, case: Case) -> list[Case]:
    return said_before(
        Case.objects.visible_to(person.scope), scope=person.scope, enterprise=case.enterprise,
        title=case.title, body=case.body, now=case.submitted_at, but=case.pk,
    )  # fmt: skip


def _added_to(
    person: Person, number: str, said: Submission, files: list[Prepared], again: SecondClick
) -> Case:
    """What was heard becomes a supplement of the case that was raised before."""
    try:
        with case_at_hand(person, number) as (change, _file):
            again.claim()
            intake.add(change, said=said, attachments=files)
            return change.case
    except Case.DoesNotExist as unseen:
        raise Http404 from unseen


def _may_merge(person: Person, case: Case) -> bool:
    """Whether a new case of the firm may be handled as this one; the verb decides in the end."""
    own = {(Role.REGISTRAR, case.office_id), (Role.REVIEWER, case.office_id)}
    return bool(own & person.scope.posts) and case.state in OPEN_STATES and not case.confidential


def _merge(person: Person, case: Case, number: str) -> None:
    main = Case.objects.visible_to(person.scope).filter(number=number).first()
    if main is None:
        raise Http404
    with open_case(case.pk, by=person, also=[main.pk]) as change:
        merging.merge(change, into=main.pk, reason=_("同一企业再次反映同一件事"))


def _new_firm(person: Person, form: FirmForm | None, submission: SubmissionForm) -> Enterprise:
    """NotValid, said in the firm's own form."""
    if form is None:
        raise NotYours(_("请选择企业"))
    try:
        return _added(person, form.cleaned_data, submission.cleaned_data)
    except NotValid as refusal:
        form.refuse(refusal)
        raise NotValid({}) from refusal


def _added(person: Person, data: Cleaned, said: Cleaned) -> Enterprise:
    region = Region.objects.get(code=data["region"])
    office = office_for(region)
    if (Role.REGISTRAR, office.pk) not in person.scope.posts:
        raise NotValid({"region": _("该地企业由%(office)s登记") % {"office": office.name}})
    contacts = (
        (ContactDraft(name=said["reporter_name"], phone=said["reporter_phone"]),)
        if said["reporter_name"]
        else ()
    )
    draft = EnterpriseDraft(
        name=data["name"],
        region=region,
        office=office,
        uscc=data["uscc"],
        status=EnterpriseStatus(data["status"]),
        sector=Sector(data["sector"]),
        contacts=contacts,
    )
    return add_enterprise(draft, by=person.actor)


def _taken_in(
    person: Person, firm: Enterprise, form: SubmissionForm, files: list[Prepared]
) -> Case:
    said = form.cleaned_data
    return intake.register(
        enterprise=firm,
        submission=submission_of(form),
        channel=said["channel"],
        foreign_number=said["foreign_number"],
        files=files,
        submission_key=said["key"],
        by=person,
    )


def _page(
    request: HttpRequest,
    firm: Enterprise | None,
    firm_form: FirmForm | None,
    submission: SubmissionForm,
    asked: AskedBack | None = None,
) -> Page:
    context = {"firm": firm, "firm_form": firm_form, "form": submission, "asked": asked}
    return Page(request, "desk/cases/intake.html", lambda: context)
