"""Inspection rounds on screen: their list, and one with how far it has come."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.inspections.entering import plans_rounds, reads_inspections
from zhuqi.interfaces.desk.inspections.forms import PlanForm
from zhuqi.interfaces.desk.inspections.verb_pages import ROUND_PAGES
from zhuqi.interfaces.desk.inspections.views.visits import day_of
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions import rounds as actions
from zhuqi.mechanisms.inspections.enums import TO_COME, Result, RoundState, RoundVerb
from zhuqi.mechanisms.inspections.models import ChecklistItem, InspectionRound
from zhuqi.mechanisms.inspections.queries import Coverage, Line, Tally

RUNNING = frozenset({RoundState.PLANNED, RoundState.UNDERWAY})
Lines = Mapping[int, Line]


def _url(row: InspectionRound) -> str:
    return reverse("desk:inspection", args=[row.pk])


def _period(row: InspectionRound) -> str:
    days = (wording.day(row.since, weekday=False), wording.day(row.until, weekday=False))
    return _now("%(since)s 至 %(until)s") % dict(zip(("since", "until"), days, strict=True))


def _rows(view: str, row: InspectionRound, **query: str | int) -> str:
    return f"{reverse(view)}?{urlencode({'round': row.pk, **query})}"


def _findings(row: InspectionRound, **query: str | int) -> str:
    return _rows("desk:findings", row, **query)


# One round ---------------------------------------------------------------------------------------


def _first_line(row: InspectionRound, covered: Coverage) -> list[object]:
    """Thirty seconds: how many units, inspected, findings, open, late; each opens its rows."""
    units, all_ = "desk:inspection_visits", covered.all
    parts = [
        (_now("应查 %(n)s 家"), covered.planned, _rows(units, row)),
        (_now("已查 %(n)s 家"), covered.visited, _rows(units, row, state="visited")),
        (_now("问题 %(n)s 个"), all_.found, _findings(row, counted="on")),
        (_now("未销号 %(n)s 个"), all_.open, _findings(row, open="on")),
        (_now("逾期 %(n)s 个"), all_.late, _findings(row, late="on")),
    ]
    words = [format_html('<a href="{}">{}</a>', url, said % {"n": n}) for said, n, url in parts]
    return [state_pill(row, RUNNING), _period(row), *words]


def _counted(row: InspectionRound, tally: Tally, **query: str | int) -> tuple[Cell, ...]:
    """Findings, open, late, on time: each number with the rows it counts; no number for none."""
    parts = (
        (tally.found, {"counted": "on"}),
        (tally.open, {"open": "on"}),
        (tally.late, {"late": "on"}),
        (tally.on_time, {"ontime": "on"}),
    )
    return tuple(
        Cell(n or "", url=_findings(row, **query, **more) if n else "") for n, more in parts
    )


def _by_unit(row: InspectionRound, covered: Coverage) -> list[Sequence[Cell | object]]:
    return [
        (
            Cell(str(one.unit), url=reverse("desk:inspection_visit", args=[one.pk])),
            day_of(one),
            state_pill(one, TO_COME),
            *_counted(row, covered.by_visit.get(one.pk, Tally()), visit=one.pk),
        )
        for one in covered.visits
    ]


def _by_item(
    row: InspectionRound, items: Sequence[ChecklistItem], covered: Coverage
) -> list[Sequence[Cell | object]]:
    def said(item: ChecklistItem, result: Result) -> object:
        n = covered.answers.get((item.pk, result.value), 0)
        query = {result.value: item.pk}
        return _number(n, _rows("desk:inspection_visits", row, **query))

    return [
        (
            str(item),
            *(said(item, result) for result in Result),
            *_counted(row, covered.by_item.get(item.pk, Tally()), item=item.pk),
        )
        for item in items
    ]


def _numbers(*labels: StrOrPromise) -> list[Heading]:
    return [Heading(label, number=True) for label in labels]


def _view(row: InspectionRound, person: Person) -> RowView:
    covered = queries.coverage(row, person.scope, timezone.now())
    team = "、".join(one.user.name for one in row.team.select_related("user"))
    facts = [
        Fact(_now("组织单位"), row.office.name),
        Fact(_now("检查组"), team or _now("还没有定")),
        *typed_facts(row, "basis", "reason"),
    ]
    closed = covered.all.closed
    if closed:
        words = {"closed": closed, "n": covered.all.on_time}
        said = _now("已销号 %(closed)s 个，其中每次都在时限内回复的 %(n)s 个") % words
        facts.append(Fact(_now("按期整改"), said, url=_findings(row, ontime="on")))
    numbers = _numbers(_("问题"), _("未销号"), _("逾期"), _("按期整改"))
    sections = (
        RowSection(
            _("被查单位"), (_("单位"), _("检查日期"), _("状态"), *numbers), _by_unit(row, covered)
        ),
        RowSection(
            _("检查内容"), (_("内容"), *_numbers(*Result.labels), *numbers),
            _by_item(row, list(row.items.all()), covered),
        ),
    )  # fmt: skip
    return RowView(_first_line(row, covered), facts, sections)


# The list ----------------------------------------------------------------------------------------


def _lines(asked: Asked, rows: Sequence[Any]) -> Lines:
    return queries.tallies_of(rows, asked.person.scope)


def _covered(row: InspectionRound, lines: Lines) -> Cell:
    line = lines[row.pk]
    return Cell(f"{line.visited}/{line.planned}", url=_rows("desk:inspection_visits", row))


def _number(n: int, url: str) -> Cell:
    return Cell(n or "", url=url if n else "")


ROUNDS: listing.Listing[InspectionRound, Lines] = listing.Listing(
    name="inspections",
    label=_("督导检查"),
    measure=_("轮"),
    rows=lambda asked: queries.rounds(asked.person.scope),
    context=_lines,
    head=Column("title", _("名称"), lambda row, _page: Cell(row.title, url=_url(row))),
    columns=(
        Column("state", _("状态"), lambda row, _page: state_pill(row, RUNNING), "z-nowrap"),
        Column("office", _("组织单位"), lambda row, _page: str(row.office)),
        Column("period", _("起止日期"), lambda row, _page: _period(row), "z-nowrap"),
        Column("units", _("已查/应查"), _covered, number=True),
        Column(
            "found", _("问题"), number=True, write=lambda row, page: _number(
                page[row.pk].findings.found, _findings(row, counted="on")
            ),
        ),
        Column(
            "open", _("未销号"), number=True, write=lambda row, page: _number(
                page[row.pk].findings.open, _findings(row, open="on")
            ),
        ),
        Column(
            "late", _("逾期"), number=True, write=lambda row, page: _number(
                page[row.pk].findings.late, _findings(row, late="on")
            ),
        ),
    ),
    filters=(
        Filter("state", _("状态"), choices=RoundState, lookup="state"),
        Filter("text", _("名称"), Kind.TEXT, lookup="title"),
    ),
    orders=(Order("newest", _("新的在前"), ("-since", "-pk")),),
    empty=Empty(_("还没有督导检查"), _("拟定的轮次会列在这里，查到哪、改到哪一眼看到。"), "flag"),
)  # fmt: skip


ROUND_VIEWS = VerbViews[InspectionRound, RoundVerb](
    noun=actions.ROUNDS,
    pages=ROUND_PAGES,
    rows=queries.rounds,
    title=lambda row: row.title,
    view=_view,
    allowed=reads_inspections,
    list_url="desk:inspections",
    row_url="desk:inspection",
    row_template="desk/inspections/round.html",
    listing=ROUNDS,
    line=_("组织检查的活动办和检查组看得到；被查单位只看得到自己的结果和整改通知。"),
    new=NewPage(
        PlanForm, actions.plan, plans_rounds, _("拟定督导检查"), _("已拟定"), word=actions.PLAN,
        line=_("先拟定方案和检查内容，再定检查组、安排被查单位，然后开始。"),
    ),
    told=fields_of(
        InspectionRound, "id", "version", "state", "title", "basis", "since", "until", "reason",
        office="office__name", items=fields_of(ChecklistItem, "id", "ordinal", "text"),
    ),
    told_in_list=("state", "title", "since", "until", "office"),
)  # fmt: skip
