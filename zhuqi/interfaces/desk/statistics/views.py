"""Pages of figures: the table, its file, the rows behind a number, what each figure means."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Scope
from zhuqi.foundation.spreadsheets.writing import Head, write_csv, write_xlsx
from zhuqi.foundation.typed import whole
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.rows import QUEUE_COLUMNS, rows_by_key
from zhuqi.interfaces.desk.statistics.asking import (
    CUTS,
    FigureForm,
    Question,
    period_words,
)
from zhuqi.interfaces.desk.statistics.pages import FiguresPage
from zhuqi.interfaces.desk.statistics.words import GROUPS, cut_words
from zhuqi.interfaces.shell.listing import Asked, Empty, Filter, Listing, Order
from zhuqi.interfaces.shell.listing.filters import Kind, Place
from zhuqi.interfaces.shell.parts import Action, Fact
from zhuqi.interfaces.shell.workbooks import XLSX, taken_out
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.reporting.statistics import queries
from zhuqi.reporting.statistics.figures import FIGURES, AsOf, Cut, Figure, Part

_TYPES = {
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
}


@access.official(queries.reads_figures)
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure for a period; or a group of them told apart by a dimension."""
    scope = access.of(request).scope
    question = Question.of(request.GET)
    page = FiguresPage.of(question, scope)
    query = request.GET.urlencode()
    file_url = f"{reverse('desk:figures_file')}?{f'{query}&' if query else ''}format="
    context = {
        "page": page,
        "form": FigureForm(question, page.reach, scope),
        "clear_url": reverse("desk:figures") if query else "",
        "actions": [
            Action(gettext("导出 xlsx"), f"{file_url}xlsx", "download"),
            Action(gettext("导出 csv"), f"{file_url}csv", "download"),
            Action(gettext("指标口径"), reverse("desk:figure_definitions")),
        ],
        "chips": [
            (words, question.url(cut=_without(question, dimension.value)))
            for dimension, words in cut_words(question.cut)
        ],
    }
    return render(request, "desk/statistics/figures.html", context)


def _without(question: Question, name: str) -> Cut:
    empty: Any = 0 if CUTS[name] else ""
    return replace(question.cut, **{name: empty}, blank=question.cut.blank - {name})


@access.official(queries.reads_figures)
def figures_file(request: HttpRequest) -> FileResponse:
    """The same table for Excel: counts and shares, nothing personal."""
    form = request.GET.get("format", "xlsx")
    if form not in _TYPES:
        raise Http404
    person = access.of(request)
    page = FiguresPage.of(Question.of(request.GET), person.scope)
    title = gettext("统计指标")
    now = timezone.now()
    head = Head(title, [page.line, page.known, taken_out(person, now)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"figures.{form}"
        if form == "csv":
            write_csv(path, head=head, columns=page.columns, rows=page.rows())
        else:
            write_xlsx(path, sheet=title, head=head, columns=page.columns, rows=page.rows())
        # Open, it is read to its end though its name is gone.
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=f"{title} {timezone.localdate(now)}.{form}",
            content_type=_TYPES[form],
        )


@access.official(queries.reads_figures)
def definitions(request: HttpRequest) -> HttpResponse:
    """What every figure counts, whose it is and by which month: made from the definitions."""
    groups = [
        (name, [(FIGURES[code], _facts(FIGURES[code])) for code in codes])
        for name, codes in GROUPS.values()
    ]
    return render(request, "desk/statistics/definitions.html", {"groups": groups})


def _facts(figure: Figure) -> list[Fact]:
    facts = [Fact(gettext("分子") if figure.denominator else gettext("计入"), figure.numerator)]
    if figure.denominator:
        facts.append(Fact(gettext("分母"), figure.denominator))
    return [
        *facts,
        Fact(gettext("未计入"), figure.excluded),
        Fact(gettext("按月"), f"{figure.base.label}：{figure.month_words}"),
        Fact(gettext("归属"), figure.charged_words),
    ]


# Rows behind a number -----------------------------------------------------------------------------


def opened_by(values: Mapping[str, Any], scope: Scope) -> queries.Opened | None:
    """The rows an address asks for; None where it names no figure."""
    code, part = values.get("figure") or "", values.get("part") or Part.NUMERATOR.value
    if code not in FIGURES or part not in Part.values:
        return None
    question = Question.of(values)
    cut = queries.readable_cut(scope, question.cut)
    newest = queries.newest()
    # Of a list's conditions it comes as a number, of an address as anything.
    event = whole(str(values.get("event") or ""))
    as_of = newest if event is None else AsOf(min(event, newest.event), newest.at)
    return queries.opened(scope, code, Part(part), period=question.period, cut=cut, as_of=as_of)


def _rows(asked: Asked) -> CaseQuerySet:
    opened = opened_by(asked.values, asked.person.scope)
    rows = opened.cases if opened else Case.objects.none()
    assert isinstance(rows, CaseQuerySet)  # noqa: S101 (for the type)
    return rows.with_names()


def _hidden(name: str, label: StrOrPromise, kind: Kind = Kind.TEXT) -> "Filter[Case]":
    return Filter(name, label, kind, place=Place.HIDDEN)


ROWS: Listing[Case, Any] = Listing(
    name="figure_rows",
    label=_("指标明细"),
    measure=_("件"),
    rows=_rows,
    context=rows_by_key,
    head=QUEUE_COLUMNS[0],
    columns=QUEUE_COLUMNS[1:],
    filters=(
        _hidden("figure", _("指标")),
        _hidden("part", _("部分")),
        _hidden("first", _("自")),
        _hidden("last", _("至")),
        _hidden("event", _("截至日志"), Kind.NUMBER),
        *(_hidden(name, _("范围")) for name in CUTS),
        _hidden("blank", _("未定")),
    ),
    orders=(Order("newest", _("新提出的在前"), ("-submitted_at", "-pk")),),
    empty=Empty(_("没有可以显示的诉求"), _("这个数字后面没有您能查看的诉求。"), "list-details"),
    unmatched=Empty(_("没有可以显示的诉求"), _("这个数字后面没有您能查看的诉求。"), "list-details"),
    css="d-rows",
)


def title_of(values: Mapping[str, Any]) -> StrOrPromise:
    """What a file of the rows is called."""
    figure = FIGURES.get(values.get("figure") or "")
    return f"{figure.name}明细" if figure else ROWS.label


@access.official(queries.reads_figures)
def rows(request: HttpRequest) -> HttpResponse:
    """The cases behind a number: those one may see, and how many one may not."""
    person = access.of(request)
    opened = opened_by(request.GET, person.scope)
    if opened is None:
        raise Http404
    figure = FIGURES[request.GET["figure"]]
    part = Part(request.GET.get("part") or Part.NUMERATOR)
    question = Question.of(request.GET)
    what = {
        Part.NUMERATOR: figure.numerator,
        Part.DENOMINATOR: figure.denominator,
        Part.EXCLUDED: figure.excluded,
    }[part]
    context = {
        "figure": figure,
        "part": part,
        "what": what,
        "opened": opened,
        "counted": figure.charged,
        "scope": " · ".join(
            [period_words(question.period), *(words for _one, words in cut_words(question.cut))]
        ),
        "back": question.url(),
    }
    return ROWS.answer(request, person, "desk/statistics/rows.html", context)
