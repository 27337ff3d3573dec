"""Signing schemes: who signs which answer, in editions, and which offices go by them.

An edition is never changed: a new one is published, and going back is publishing an old one anew.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.queries import units_under
from zhuqi.interfaces.desk import doors
from zhuqi.interfaces.desk.forms.signings import (
    RESULTS,
    AdoptForm,
    NewSigningForm,
    TableForm,
)
from zhuqi.interfaces.desk.registers.base import KEEPERS, within
from zhuqi.interfaces.desk.views.admin.registers import tabs
from zhuqi.interfaces.desk.views.admin.schemes import (
    ENTER,
    offices_kept,
    refuse_reader,
    why_not_publish,
)
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.actions.signing import (
    add_signing_scheme,
    choose_signing,
    publish_signing,
)
from zhuqi.ledgers.cases.editions import (
    Difference,
    compare_signing,
    signers_of,
    signing_versions,
)
from zhuqi.ledgers.cases.models import OfficeSigning, SigningScheme, SigningVersion


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition on the page: who published it when and why, and what it changed."""

    number: int
    at: str
    who: str
    reason: str
    changes: list[Difference]
    first: bool
    newest: bool


@ENTER
def signings(request: HttpRequest) -> HttpResponse:
    """Each scheme with its newest edition and the offices that sign by it."""
    users: dict[int, list[str]] = {}
    for chosen in OfficeSigning.objects.select_related("office").order_by("office__region__code"):
        users.setdefault(chosen.scheme_id, []).append(str(chosen.office))
    newest = {row.scheme_id: row for row in SigningVersion.objects.order_by("number")}
    rows = [
        (scheme, _said(newest.get(scheme.pk)), "、".join(users.get(scheme.pk, ())))
        for scheme in SigningScheme.objects.all()
    ]
    scope = doors.of(request).scope
    context = {"rows": rows, "tabs": tabs("signings"), "why_not": why_not_publish(scope)}
    return render(request, "desk/admin/signings.html", context)


def _said(last: SigningVersion | None) -> str:
    if last is None:
        return ""
    day = wording.day(last.since, weekday=False)
    return _("第 %(number)s 版，%(day)s起") % {"number": last.number, "day": day}


@ENTER
def new(request: HttpRequest) -> HttpResponse:
    """Begin a scheme as a copy of another; then edit it."""
    person = doors.of(request)
    refuse_reader(person.scope)
    form = NewSigningForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = NotValid.status
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = add_signing_scheme(
                    code=data["code"], name=data["name"], source=data["source"],
                    like=signing_versions(data["like"])[0], reason=data["reason"], by=person.actor,
                )  # fmt: skip
            except NotValid as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("已新建，请核对签发人后发布"))
                return redirect("desk:admin_signing_publish", made.pk)
    return render(request, "desk/admin/signing_new.html", {"form": form}, status=status)


@ENTER
def signing(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says now, every edition before, two side by side; which offices sign by it."""
    person = doors.of(request)
    one = get_object_or_404(SigningScheme, pk=pk)
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
    used_by = OfficeSigning.objects.filter(scheme=one).select_related("office__region")
    in_reach = units_under(within(person.scope)).order_by().values("pk")
    context = {
        "scheme": one,
        "rules": signers_of(every[0]),
        "newest": every[0],
        "editions": _editions(one, every),
        "compared": _compared(request, every),
        "numbers": [version.number for version in every],
        "offices": list(used_by.filter(office__in=in_reach).order_by("office__region__code")),
        "others": used_by.exclude(office__in=in_reach).count(),
        "form": form,
        "chooses": person.scope.holds(*KEEPERS),
        "why_not": why_not_publish(person.scope),
    }
    return render(request, "desk/admin/signing.html", context, status=status)


def _adopted(request: HttpRequest, one: SigningScheme, form: AdoptForm) -> HttpResponse:
    office, leaves = form.cleaned_data["office"], request.POST.get("step") == "leave"
    if leaves and not OfficeSigning.objects.filter(office=office, scheme=one).exists():
        messages.info(request, _("%(office)s现在不按这个方案签发") % {"office": office})
        return redirect("desk:admin_signing", one.pk)
    choose_signing(
        office=office,
        code="" if leaves else one.code,
        reason=form.cleaned_data["reason"],
        by=doors.of(request).actor,
    )
    said = (
        _("%(office)s不再按方案签发，只写签发人姓名")
        if leaves
        else _("%(office)s今后的答复按这个方案签发")
    )
    messages.success(request, said % {"office": office})
    return redirect("desk:admin_signing", one.pk)


def _editions(one: SigningScheme, every: list[SigningVersion]) -> list[Edition]:
    events = Event.objects.filter(
        object_type="signing_scheme", object_id=one.pk, kind="publish"
    )  # fmt: skip
    told = {event.facts["version"]: event for event in events}
    by_number = {version.number: version for version in every}
    found = []
    for version in every:
        event = told.get(version.number)
        found.append(
            Edition(
                number=version.number,
                at=wording.moment(version.since),
                who=" ".join(filter(None, (event.actor_unit, event.who))) if event else "",
                reason=str(event.facts.get("reason", "")) if event else "",
                changes=compare_signing(by_number.get(version.number - 1), version),
                first=version.number == 1,
                newest=version is every[0],
            )
        )
    return found


def _compared(
    request: HttpRequest, every: list[SigningVersion]
) -> tuple[int, int, list[Difference]] | None:
    """The two editions named in the address, if they are there."""
    by_number = {str(version.number): version for version in every}
    before = by_number.get(request.GET.get("before", ""))
    after = by_number.get(request.GET.get("after", ""))
    if before is None or after is None:
        return None
    return before.number, after.number, compare_signing(before, after)


@ENTER
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest edition (or an older one, to go back to) as a table to edit and publish."""
    refuse_reader(doors.of(request).scope)
    one = get_object_or_404(SigningScheme, pk=pk)
    every = signing_versions(one)
    if request.method == "POST":
        return _published(request, one, every)
    number = request.GET.get("version", "")
    base = next((v for v in every if str(v.number) == number), None) if number else every[0]
    if base is None:
        raise Http404
    back = base is not every[0]
    said = _("恢复到第 %(number)s 版") % {"number": base.number} if back else ""
    form = TableForm(like=base, initial={"reason": said})
    return _show(request, one, every, form, base=base if back else None)


def _published(
    request: HttpRequest, one: SigningScheme, every: list[SigningVersion]
) -> HttpResponse:
    form = TableForm(request.POST, like=every[0])
    if not form.is_valid():
        return _show(request, one, every, form, status=NotValid.status)
    seen = request.POST.get("seen", "")
    try:
        version = publish_signing(
            scheme=one,
            rules=form.rules,
            after=int(seen) if seen.isascii() and seen.isdigit() else -1,
            reason=form.cleaned_data["reason"],
            by=doors.of(request).actor,
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
    one: SigningScheme,
    every: list[SigningVersion],
    form: TableForm,
    *,
    base: SigningVersion | None = None,
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
    return render(request, "desk/admin/signing_publish.html", context, status=status)
