"""Signing schemes: who signs which answer, in editions, and which offices go by them.

An edition is never changed: a new one is published, and going back is publishing an old one anew.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.directory.queries import units_under
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.tables.forms.approval_schemes import (
    RESULTS,
    AdoptForm,
    NewSigningForm,
    TableForm,
)
from zhuqi.interfaces.desk.tables.reference_tables.base import KEEPERS, within
from zhuqi.interfaces.desk.tables.views.editions import (
    ENTER,
    begin,
    begun_from,
    compared,
    editions_of,
    offices_kept,
    refuse_reader,
    why_not_publish,
)
from zhuqi.interfaces.desk.tables.views.reference_tables import tabs
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.ledgers.cases.approval_schemes.actions import (
    add_approval_scheme,
    choose_approval_scheme,
    publish_approval_scheme,
)
from zhuqi.ledgers.cases.deadline_schemes.queries import (
    compare_signing,
    signers_of,
    signing_versions,
)
from zhuqi.ledgers.cases.models import ApprovalScheme, ApprovalVersion, OfficeApproval


@ENTER
def signings(request: HttpRequest) -> HttpResponse:
    """Each scheme with its newest edition and the offices that sign by it."""
    users: dict[int, list[str]] = {}
    for chosen in OfficeApproval.objects.select_related("office").order_by("office__region__code"):
        users.setdefault(chosen.scheme_id, []).append(str(chosen.office))
    newest = {row.scheme_id: row for row in ApprovalVersion.objects.order_by("number")}
    rows = [
        (scheme, _said(newest.get(scheme.pk)), "、".join(users.get(scheme.pk, ())))
        for scheme in ApprovalScheme.objects.all()
    ]
    scope = access.of(request).scope
    context = {"rows": rows, "tabs": tabs("signings"), "why_not": why_not_publish(scope)}
    return render(request, "desk/tables/approval_schemes.html", context)


def _said(last: ApprovalVersion | None) -> str:
    if last is None:
        return ""
    day = wording.day(last.since, weekday=False)
    return _("第 %(number)s 版，%(day)s起") % {"number": last.number, "day": day}


@ENTER
def new(request: HttpRequest) -> HttpResponse:
    """Begin a scheme as a copy of another; then edit it."""
    by = access.of(request).actor
    return begin(
        request,
        NewSigningForm(request.POST if request.method == "POST" else None),
        lambda data: add_approval_scheme(
            code=data["code"], name=data["name"], source=data["source"],
            like=signing_versions(data["like"])[0], reason=data["reason"], by=by,
        ),
        template="desk/tables/approval_scheme_new.html",
        done=_("已新建，请核对签发人后发布"),
        onward="desk:admin_signing_publish",
    )  # fmt: skip


@ENTER
def signing(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says now, every edition before, two side by side; which offices sign by it."""
    person = access.of(request)
    one = get_object_or_404(ApprovalScheme, pk=pk)
    form = AdoptForm(offices=offices_kept(person.scope))
    status = 200
    if request.method == "POST":
        if not person.scope.holds(*KEEPERS):
            raise NotYours(why_not_publish(person.scope))
        form = AdoptForm(request.POST, offices=offices_kept(person.scope))
        status = NotValid.status
        if form.is_valid():
            return _adopted(request, one, form)
    every = signing_versions(one)
    used_by = OfficeApproval.objects.filter(scheme=one).select_related("office__region")
    in_reach = units_under(within(person.scope)).order_by().values("pk")
    context = {
        "scheme": one,
        "rules": signers_of(every[0]),
        "newest": every[0],
        "editions": editions_of(("signing_scheme", one.pk), every, compare_signing),
        "compared": compared(request, every, compare_signing),
        "numbers": [version.number for version in every],
        "offices": list(used_by.filter(office__in=in_reach).order_by("office__region__code")),
        "others": used_by.exclude(office__in=in_reach).count(),
        "form": form,
        "chooses": person.scope.holds(*KEEPERS),
        "why_not": why_not_publish(person.scope),
    }
    return render(request, "desk/tables/approval_scheme.html", context, status=status)


def _adopted(request: HttpRequest, one: ApprovalScheme, form: AdoptForm) -> HttpResponse:
    office, leaves = form.cleaned_data["office"], request.POST.get("step") == "leave"
    if leaves and not OfficeApproval.objects.filter(office=office, scheme=one).exists():
        messages.info(request, _("%(office)s现在不按这个方案签发") % {"office": office})
        return redirect("desk:admin_signing", one.pk)
    choose_approval_scheme(
        office=office,
        code="" if leaves else one.code,
        reason=form.cleaned_data["reason"],
        by=access.of(request).actor,
    )
    said = (
        _("%(office)s不再按方案签发，只写签发人姓名")
        if leaves
        else _("%(office)s今后的答复按这个方案签发")
    )
    messages.success(request, said % {"office": office})
    return redirect("desk:admin_signing", one.pk)


@ENTER
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest edition (or an older one, to go back to) as a table to edit and publish."""
    refuse_reader(access.of(request).scope)
    one = get_object_or_404(ApprovalScheme, pk=pk)
    every = signing_versions(one)
    if request.method == "POST":
        return _published(request, one, every)
    base, said = begun_from(request, every)
    back = base is not every[0]
    form = TableForm(like=base, initial={"reason": said})
    return _show(request, one, every, form, base=base if back else None)


def _published(
    request: HttpRequest, one: ApprovalScheme, every: list[ApprovalVersion]
) -> HttpResponse:
    form = TableForm(request.POST, like=every[0])
    if not form.is_valid():
        return _show(request, one, every, form, status=NotValid.status)
    try:
        version = publish_approval_scheme(
            scheme=one,
            rules=form.rules,
            after=version_seen(request),
            reason=form.cleaned_data["reason"],
            by=access.of(request).actor,
        )
    except NotValid as refusal:
        form.refuse(refusal)
        return _show(request, one, every, form, status=refusal.status)
    except NotNow as refusal:
        return _show(
            request, one, signing_versions(one), form, banner=refusal.reason, status=refusal.status
        )
    messages.success(request, _("已发布第 %(number)s 版") % {"number": version.number})
    return redirect("desk:admin_signing", one.pk)


def _show(
    request: HttpRequest,
    one: ApprovalScheme,
    every: list[ApprovalVersion],
    form: TableForm,
    *,
    base: ApprovalVersion | None = None,
    banner: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "scheme": one,
        "form": form,
        "columns": [str(label) for _value, label in RESULTS],
        "seen": every[0].number,
        "next": every[0].number + 1,
        "back": base.number if base else 0,
        "differences": compare_signing(every[0], base) if base else [],
        "banner": banner,
    }
    return render(request, "desk/tables/approval_scheme_publish.html", context, status=status)
