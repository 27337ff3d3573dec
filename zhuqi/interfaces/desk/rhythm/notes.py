"""What people were told when something came round, and what came of it: one's own, and the
office's."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.rhythm.entering import is_told
from zhuqi.interfaces.desk.verb_views import RowView
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Action, Cell, Fact
from zhuqi.mechanisms.rhythm import queries
from zhuqi.mechanisms.rhythm.enums import RhythmKind
from zhuqi.mechanisms.rhythm.models import RhythmNote

ENTER = access.official(is_told)
Results = Mapping[int, int]
DID = {
    RhythmKind.LETTER: _("一周内走访"),
    RhythmKind.WORK_DAY: _("当天走访"),
    RhythmKind.PROGRESS: _("已报进展"),
    RhythmKind.PLANS: _("已报下周调研（您可以看的）"),
    RhythmKind.SERVICE: _("一个月内安排服务日"),
}


def _results(asked: Asked, rows: Sequence[RhythmNote]) -> Results:
    return queries.results(rows, asked.person.scope)


def _did(row: RhythmNote, results: Results) -> str:
    label = DID[RhythmKind(row.run.rhythm.kind)]
    return f"{label} {results.get(row.pk, 0)}"


NOTES: listing.Listing[RhythmNote, Results] = listing.Listing(
    name="rhythm_notes",
    label=_("日程告知"),
    measure=_("人"),
    rows=lambda asked: queries.notes(asked.person.scope),
    context=_results,
    head=Column(
        "who", _("告知谁"),
        lambda row, _page: Cell(row.user.name, url=reverse("desk:rhythm_note", args=[row.pk])),
    ),
    columns=(
        Column("kind", _("事项"), lambda row, _page: str(row.run.rhythm), "z-nowrap"),
        Column("day", _("日期"), lambda row, _page: wording.day(row.run.day), "z-nowrap"),
        Column("firms", _("联系企业"), lambda row, _page: row.firms or "", number=True),
        Column("open", _("在办诉求"), lambda row, _page: row.open or "", number=True),
        Column("late", _("逾期诉求"), lambda row, _page: row.late or "", number=True),
        Column("did", _("办理情况"), _did, "z-nowrap"),
    ),
    filters=(
        Filter("text", _("姓名"), Kind.TEXT, lookup="user__name"),
        Filter("kind", _("事项"), choices=RhythmKind, lookup="run__rhythm__kind"),
        Filter(
            "run", _("哪一次"), Kind.NUMBER, lookup="run", place=Place.HIDDEN,
            words=_("只看一次"),
        ),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(_("还没有告知过"), _("到日子告知的人列在这里，办了什么也看得到。"), "calendar"),
    unmatched=Empty(_("没有符合条件的"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


@ENTER
def show_list(request: HttpRequest) -> HttpResponse:
    """One's own, and those of one's office; not to rank by, to help by."""
    line = _("数字是告知当天的；办理情况是现在的，不计分、不排名。")
    context = {"line": line, "actions": []}
    return NOTES.answer(request, access.of(request), "desk/list.html", context)


@ENTER
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What one person was told, with the way to do it."""
    row = queries.notes(access.of(request).scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    kind = RhythmKind(row.run.rhythm.kind)
    facts = [
        Fact(_now("活动办"), row.run.rhythm.office.name),
        Fact(_now("告知谁"), row.user.name),
    ]
    if kind in {RhythmKind.LETTER, RhythmKind.WORK_DAY}:
        facts.append(Fact(_now("联系企业"), str(row.firms)))
    if kind not in {RhythmKind.PLANS, RhythmKind.SERVICE}:
        facts += [
            Fact(_now("在办诉求"), str(row.open)), Fact(_now("逾期诉求"), str(row.late)),
        ]  # fmt: skip
    results = queries.results([row], access.of(request).scope)
    facts.append(Fact(str(DID[kind]), str(results.get(row.pk, 0))))
    context = {
        "row": row,
        "title": str(row.run.rhythm),
        "view": RowView([wording.day(row.run.day)], facts),
        "actions": _ways(kind) if row.user_id == access.of(request).scope.user_id else [],
        "back_url": reverse("desk:rhythm_notes"),
        "back": NOTES.label,
    }
    return render(request, "desk/rhythm/note.html", context)


def _ways(kind: RhythmKind) -> list[Action]:
    """Where it is done."""
    if kind == RhythmKind.PROGRESS:
        return [Action(_now("看在办的诉求"), reverse("desk:ledger"), "list-details", main=True)]
    if kind == RhythmKind.PLANS:
        new = reverse("desk:leader_visit_new")
        return [Action(_now("报调研计划"), new, "calendar", main=True)]
    if kind == RhythmKind.SERVICE:
        new = reverse("desk:service_day_new")
        return [Action(_now("安排服务日"), new, "calendar", main=True)]
    firms = Action(_now("看我联系的企业"), reverse("desk:my_enterprises"), "building", main=True)
    return [firms, Action(_now("计划走访"), reverse("desk:visit_new"), "calendar")]
