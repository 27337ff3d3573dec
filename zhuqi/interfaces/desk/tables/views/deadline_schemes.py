"""Deadline schemes: which there are, what each edition says, who promises by it.

An edition is never changed: a new one is published, and going back is publishing an old one anew.
"""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.directory.queries import units_under
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.tables.forms.deadline_schemes import (
    ChooseForm,
    EditionForm,
    NewSchemeForm,
    RuleForm,
    RuleSet,
    rows_of,
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
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.ledgers.cases.deadline_schemes.actions import add_scheme, choose_scheme, publish_version
from zhuqi.ledgers.cases.deadline_schemes.queries import (
    Difference,
    amount_of,
    compare,
    in_order,
    open_cases_by_version,
    versions_of,
    what_of,
)
from zhuqi.ledgers.cases.models import LedgerScheme, Scheme, SchemeVersion

if TYPE_CHECKING:
    from django.forms import BaseFormSet


@ENTER
def schemes(request: HttpRequest) -> HttpResponse:
    """Each scheme with its newest edition, the offices that promise by it, the cases that run."""
    scope = access.of(request).scope
    newest, ids = _newest()
    running = open_cases_by_version()
    users: dict[int, list[str]] = {}
    for chosen in LedgerScheme.objects.select_related("office").order_by("office__region__code"):
        users.setdefault(chosen.scheme_id, []).append(str(chosen.office))
    rows = []
    for scheme in Scheme.objects.all():
        last = newest.get(scheme.pk)
        now = running.get(last.pk, 0) if last else 0
        older = sum(running.get(pk, 0) for pk in ids.get(scheme.pk, ())) - now
        rows.append((scheme, last, "、".join(users.get(scheme.pk, ())), now, older))
    context = {"rows": rows, "tabs": tabs("schemes"), "why_not": why_not_publish(scope)}
    return render(request, "desk/tables/schemes.html", context)


def _newest() -> tuple[dict[int, SchemeVersion], dict[int, list[int]]]:
    """The newest edition of each scheme, and the ids of all of them, by scheme id."""
    newest: dict[int, SchemeVersion] = {}
    ids: dict[int, list[int]] = {}
    for version in SchemeVersion.objects.order_by("number"):
        newest[version.scheme_id] = version
        ids.setdefault(version.scheme_id, []).append(version.pk)
    return newest, ids


@ENTER
def new(request: HttpRequest) -> HttpResponse:
    """Begin a scheme as a copy of another; then edit it."""
    by = access.of(request).actor
    return begin(
        request,
        NewSchemeForm(request.POST if request.method == "POST" else None),
        lambda data: add_scheme(
            code=data["code"], name=data["name"], source=data["source"],
            like=versions_of(data["like"])[0], reason=data["reason"], by=by,
        ),
        template="desk/tables/scheme_new.html",
        done=_("已新建，请核对时限后发布"),
        onward="desk:admin_scheme_publish",
    )  # fmt: skip


@ENTER
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """What it promises now, every edition before, two editions side by side; who promises by it."""
    person = access.of(request)
    one = get_object_or_404(Scheme, pk=pk)
    form = ChooseForm(offices=offices_kept(person.scope))
    status = 200
    if request.method == "POST":
        if not person.scope.holds(*KEEPERS):
            raise NotYours(why_not_publish(person.scope))
        form = ChooseForm(request.POST, offices=offices_kept(person.scope))
        status = NotValid.status
        if form.is_valid():
            office = form.cleaned_data["office"]
            choose_scheme(
                office=office, code=one.code, reason=form.cleaned_data["reason"], by=person.actor
            )
            messages.success(request, _("%(office)s今后受理的诉求按这个方案") % {"office": office})
            return redirect("desk:admin_scheme", one.pk)
    every = versions_of(one)
    used_by = LedgerScheme.objects.filter(scheme=one).select_related("office__region")
    in_reach = units_under(within(person.scope)).order_by().values("pk")
    context = {
        "scheme": one,
        "tabs": tabs("schemes"),
        "rules": [(what_of(r), amount_of(r)) for r in in_order(every[0].rules.all())],
        "newest": every[0],
        "editions": editions_of(("scheme", one.pk), every, compare, open_cases_by_version()),
        "compared": compared(request, every, compare),
        "numbers": [version.number for version in every],
        "offices": list(used_by.filter(office__in=in_reach).order_by("office__region__code")),
        "others": used_by.exclude(office__in=in_reach).count(),
        "form": form,
        "chooses": person.scope.holds(*KEEPERS),
        "why_not": why_not_publish(person.scope),
    }
    return render(request, "desk/tables/scheme.html", context, status=status)


@ENTER
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest edition (or an older one, to go back to) as a table to edit and publish."""
    refuse_reader(access.of(request).scope)
    one = get_object_or_404(Scheme, pk=pk)
    every = versions_of(one)
    if request.method == "POST":
        return _published(request, one, every)
    base, said = begun_from(request, every)
    back = base is not every[0]
    form = EditionForm(
        initial={"redo_cap": base.redo_cap, "reopen_days": base.reopen_days, "reason": said}
    )
    rules = RuleSet(initial=rows_of(base))
    differences = compare(every[0], base) if back else []
    return _show(request, one, every, form, rules, back=base.number if back else 0,
                 differences=differences)  # fmt: skip


def _published(request: HttpRequest, one: Scheme, every: list[SchemeVersion]) -> HttpResponse:
    form, rules = EditionForm(request.POST), RuleSet(request.POST)
    # Both are judged, so that all complaints come at once.
    if not (rules.is_valid() & form.is_valid()):
        return _show(request, one, every, form, rules, status=NotValid.status)
    try:
        version = publish_version(
            scheme=one,
            rules=[row.rule for row in rules.forms if row.rule is not None],
            redo_cap=form.cleaned_data["redo_cap"],
            reopen_days=form.cleaned_data["reopen_days"],
            after=version_seen(request),
            reason=form.cleaned_data["reason"],
            by=access.of(request).actor,
        )
    except NotValid as refusal:
        form.refuse(refusal)
        return _show(request, one, every, form, rules, status=refusal.status)
    except NotNow as refusal:
        return _show(
            request, one, versions_of(one), form, rules, banner=refusal.reason,
            status=refusal.status,
        )  # fmt: skip
    messages.success(request, _("已发布第 %(number)s 版") % {"number": version.number})
    return redirect("desk:admin_scheme", one.pk)


def _show(
    request: HttpRequest,
    one: Scheme,
    every: list[SchemeVersion],
    form: EditionForm,
    rules: "BaseFormSet[RuleForm]",
    *,
    back: int = 0,
    differences: list[Difference] | None = None,
    banner: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "scheme": one,
        "form": form,
        "rules": rules,
        "columns": list(RuleForm.base_fields.values()),
        "seen": every[0].number,
        "next": every[0].number + 1,
        "back": back,
        "differences": differences,
        "banner": banner,
        "running": sum(
            count for pk, count in open_cases_by_version().items() if pk in {v.pk for v in every}
        ),
    }
    return render(request, "desk/tables/scheme_publish.html", context, status=status)
