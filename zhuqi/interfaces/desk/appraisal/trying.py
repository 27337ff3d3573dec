"""试算: a past month by one scheme, or by two side by side; nothing is written."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, Scope
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.appraisal import drawing
from zhuqi.interfaces.desk.appraisal.forms import last_month, month_field, months_back
from zhuqi.interfaces.desk.forms.base import DeskForm, offer_rows
from zhuqi.interfaces.desk.verb_views import RowSection, RowView
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Heading
from zhuqi.interfaces.shell.tables import quiet
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.enums import Span
from zhuqi.reporting.appraisal.models import AppraisalEdition
from zhuqi.reporting.appraisal.queries import Outcome
from zhuqi.reporting.appraisal.rules import Result
from zhuqi.reporting.appraisal.schemes import APPRAISALS, Chosen
from zhuqi.reporting.statistics.queries import newest


class TryForm(DeskForm):
    """Which month, by which edition, compared with which."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    month = month_field(_("月份"))
    scheme = forms.ModelChoiceField(
        AppraisalEdition.objects.none(), label=_("方案"), empty_label=None
    )
    other = forms.ModelChoiceField(
        AppraisalEdition.objects.none(), label=_("对比方案"), required=False
    )

    def __init__(self, asked: Mapping[str, Any], *, scope: Scope) -> None:
        offices = Unit.objects.filter(pk__in=sorted(scope.units(*OFFICE_ROLES))).order_by("pk")
        listed, today = list(offices), timezone.localdate()
        usual: dict[str, Any] = {"month": last_month(today)}
        if listed:
            usual["office"] = listed[0].pk
        if listed and not asked.get("scheme"):
            edition = APPRAISALS.newest_for(listed[0]) or APPRAISALS.editions().last()
            usual["scheme"] = edition.pk if edition else None
        super().__init__({**usual, **{name: value for name, value in asked.items() if value}})
        offer_rows(self, "office", offices)
        self.fields["office"].choices = _choices(listed)  # type: ignore[attr-defined]
        self.fields["month"].choices = months_back(today)  # type: ignore[attr-defined]
        editions = APPRAISALS.editions().select_related("scheme").order_by("scheme", "-number")
        # Both choose among the same, read once.
        choices = _choices(editions)
        for name, more in (("scheme", []), ("other", [("", _("不对比"))])):
            offer_rows(self, name, editions)
            self.fields[name].choices = [*more, *choices]  # type: ignore[attr-defined]


def _choices(rows: Iterable[Model]) -> list[tuple[Any, Any]]:
    return [(row.pk, str(row)) for row in rows]


def show(request: HttpRequest) -> HttpResponse:
    """The form, and below it what the month would give."""
    person = request_person(request)
    form = TryForm(request.GET.dict(), scope=person.scope)
    context: dict[str, object] = {"form": form, "view": None}
    if form.is_valid():
        data, as_of = form.cleaned_data, newest()
        period = queries.period_of(*queries.span_from(Span.MONTH, data["month"]))
        schemes = [Chosen.of(data[name]) for name in ("scheme", "other") if data[name]]
        outcomes = queries.worked_out(data["office"], schemes, period=period, as_of=as_of)
        sections = _compared(*outcomes) if data["other"] else _alone(*outcomes)
        line = [
            _now("数据截至 %(at)s，不计加减分；只试算，不保存") % {"at": wording.moment(as_of.at)}
        ]
        context["view"] = RowView(line, (), sections)
    return render(request, "desk/appraisal/try.html", context)


def _alone(one: Outcome) -> list[RowSection]:
    return [
        *drawing.rankings(one.chosen, one.results, one.names),
        *drawing.lists(one.chosen, one.results, one.names),
        *drawing.method(one.chosen),
    ]


def _compared(one: Outcome, other: Outcome) -> list[RowSection]:
    """Two schemes side by side, and how each unit's rank changes; and what they say otherwise."""
    theirs = {result.unit: result for result in other.results}
    mine = {result.unit: result for result in one.results}
    names = {**other.names, **one.names}
    labels = (
        _("单位"), Heading(str(one.chosen.edition), number=True), Heading(_("名次"), number=True),
        Heading(str(other.chosen.edition), number=True), Heading(_("名次"), number=True),
        _("名次变化"),
    )  # fmt: skip
    sections = []
    for group, results in {**other.by_group, **one.by_group}.items():
        rows = [
            (
                names[result.unit], *_total(mine.get(result.unit)),
                *_total(theirs.get(result.unit)),
                _change(mine.get(result.unit), theirs.get(result.unit)),
            )
            for result in results
        ]  # fmt: skip
        sections.append(RowSection(group, labels, rows))
    told = APPRAISALS.compare(one.chosen.edition, other.chosen.edition)
    differences = [(each.what, each.before or "—", each.after or "—") for each in told]
    heads = (_("内容"), str(one.chosen.edition), str(other.chosen.edition))
    return [*sections, RowSection(_("两个方案的不同"), heads, differences)]


def _total(one: Result | None) -> tuple[object, object]:
    if one is None:
        return quiet(_now("不在内")), ""
    rank: object = one.rank if one.rank is not None else quiet(_now("不排名"))
    return drawing.points(one.total), rank


def _change(one: Result | None, other: Result | None) -> str:
    if one is None or other is None or one.rank is None or other.rank is None:
        return ""
    gained = one.rank - other.rank
    if not gained:
        return _now("不变")
    return (_now("升 %(n)s 名") if gained > 0 else _now("降 %(n)s 名")) % {"n": abs(gained)}
