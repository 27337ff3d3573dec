"""Tables of firms on screen: one with what became of its rows, and the rows that are questions."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.named_rosters.entering import keeps_rosters, reads_rosters
from zhuqi.interfaces.desk.named_rosters.entry_views import entry_url
from zhuqi.interfaces.desk.named_rosters.forms import UploadForm
from zhuqi.interfaces.desk.named_rosters.verb_pages import BATCH_PAGES, LINE_PAGES
from zhuqi.interfaces.desk.named_rosters.views import roster_url
from zhuqi.interfaces.desk.row_bulk import bulk_of
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.bulk.filtering import JOB_FILTERS
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.actions import batches, lines
from zhuqi.mechanisms.rosters.enums import (
    QUESTIONS,
    BatchState,
    BatchVerb,
    BatchWay,
    LineState,
    LineVerb,
)
from zhuqi.mechanisms.rosters.models import RosterBatch, RosterLine

# So many questions stand on the page of a batch; the rest behind a link.
SHOWN = 50
Tallies = Mapping[int, Mapping[str, int]]
_OPEN: Collection[str] = (BatchState.DRAFT,)
_LOOK: Collection[str] = (*QUESTIONS, LineState.MATCHED)


def _lines(row: RosterBatch, **query: str | int) -> str:
    return f"{reverse('desk:roster_lines')}?{urlencode({'batch': row.pk, **query})}"


# One batch ----------------------------------------------------------------------------------------


def _line(row: RosterBatch, tally: Mapping[str, int]) -> list[object]:
    """812 行：790 待登记 · 15 没有认出 · 7 重名, each opening its rows."""
    total = _now("共 %(n)s 行") % {"n": sum(tally.values())}
    words = [
        format_html(
            '<a href="{}">{} {}</a>', _lines(row, state=state.value), state.label, tally[state]
        )
        for state in LineState
        if tally.get(state)
    ]
    return [state_pill(row, _OPEN), total, *words]


def _facts(row: RosterBatch) -> list[Fact]:
    facts = [
        Fact(_now("名单"), row.roster.name, url=roster_url(row.roster)),
        Fact(_now("怎样登记"), str(row.get_way_display())),
        Fact(_now("日期"), wording.day(row.day, weekday=False)),
    ]
    if row.drafted_by:
        sent = f"{row.drafted_by.name} {wording.moment(row.drafted_at)}"
        facts.append(Fact(_now("上传"), sent))
    if row.done_at:
        facts.append(Fact(_now("登记"), wording.moment(row.done_at)))
    return [*facts, *typed_facts(row, "file_name", "ground", "reason")]


def _view(row: RosterBatch, person: Person) -> RowView:
    tally = queries.line_tallies([row.pk]).get(row.pk, {})
    found = queries.lines(person.scope).filter(queries.questions(), batch=row)
    asked = list(found.order_by("number", "pk")[: SHOWN + 1])
    rows: list[Sequence[Cell | object]] = [
        (
            Cell(_now("第 %(n)s 行") % {"n": one.number}, url=_line_url(one)),
            one.name, one.code, one.note,
        )
        for one in asked[:SHOWN]
    ]  # fmt: skip
    if len(asked) > SHOWN:
        rows.append((Cell(_now("看全部"), url=_lines(row, questions="on")), "", "", ""))
    labels = (_("行号"), _("表中名称"), _("表中信用代码"), _("要核对什么"))
    return RowView(_line(row, tally), _facts(row), (RowSection(_("要核对的行"), labels, rows),))


def _tallies(_asked: Asked, rows: Sequence[RosterBatch]) -> Tallies:
    return queries.line_tallies([row.pk for row in rows])


def _told(row: RosterBatch, tallies: Tallies) -> str:
    found = tallies.get(row.pk, {})
    return "，".join(f"{state.label} {found[state]}" for state in LineState if found.get(state))


BATCHES: listing.Listing[RosterBatch, Tallies] = listing.Listing(
    name="roster_batches",
    label=_("成批登记"),
    measure=_("批"),
    rows=lambda asked: queries.batches(asked.person.scope),
    context=_tallies,
    head=Column(
        "file", _("表格"),
        lambda row, _page: Cell(
            row.file_name, row.roster.name, reverse("desk:roster_batch", args=[row.pk])
        ),
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: state_pill(row, _OPEN), "z-nowrap"),
        Column("way", _("怎样登记"), lambda row, _page: row.get_way_display(), "z-nowrap"),
        Column("rows", _("各行结果"), _told),
        Column(
            "day", _("日期"), lambda row, _page: wording.day(row.day, weekday=False), "z-nowrap",
            sort=("day",),
        ),
        Column(
            "sent", _("上传"), lambda row, _page: wording.moment(row.drafted_at, weekday=False),
            "z-nowrap",
        ),
    ),
    filters=(
        Filter("state", _("状态"), choices=BatchState, lookup="state"),
        Filter("way", _("怎样登记"), choices=BatchWay, lookup="way"),
        Filter("text", _("名单"), Kind.TEXT, lookup="roster__name"),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有上传过表格"), _("上级下发的名单，按名称和信用代码认出企业，成批登记。"), "upload"
    ),
    unmatched=Empty(_("没有符合条件的"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


BATCH_VIEWS = VerbViews[RosterBatch, BatchVerb](
    noun=batches.BATCHES,
    pages=BATCH_PAGES,
    rows=queries.batches,
    title=lambda row: row.file_name,
    view=_view,
    allowed=reads_rosters,
    list_url="desk:roster_batches",
    row_url="desk:roster_batch",
    listing=BATCHES,
    line=_("先核对，再登记；没有认出的行留着，随时可以指定企业后再登记。"),
    new=NewPage(
        UploadForm, batches.upload, keeps_rosters, _("上传名单表格"), _("已读出，核对后登记"),
        word=batches.UPLOAD, line=_("上传以后先列出认出了哪些企业，还没有登记。"),
    ),
    told=fields_of(
        RosterBatch, "id", "version", "state", "way", "day", "ground", "file_name", "drafted_at",
        "done_at", "reason",
        roster="roster_id", roster_name="roster__name", drafted_by="drafted_by__name",
    ),
    told_in_list=("state", "way", "day", "file_name", "roster"),
)  # fmt: skip


# Its rows -----------------------------------------------------------------------------------------


def _line_url(row: RosterLine) -> str:
    return reverse("desk:roster_line", args=[row.pk])


def _firm(row: RosterLine) -> Cell:
    if row.enterprise is None:
        return Cell("")
    return Cell(row.enterprise.name, str(row.enterprise.region))


LINES: listing.Listing[RosterLine, None] = listing.Listing(
    name="roster_lines",
    label=_("表格行"),
    measure=_("行"),
    rows=lambda asked: queries.lines(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "name", _("表中名称"),
        lambda row, _page: Cell(
            row.name or row.code or _now("（空）"), _now("第 %(n)s 行") % {"n": row.number},
            _line_url(row),
        ),
    ),
    columns=(
        Column("state", _("结果"), lambda row, _page: state_pill(row, _LOOK), "z-nowrap"),
        Column("firm", _("认出的企业"), lambda row, _page: _firm(row)),
        Column("code", _("表中信用代码"), lambda row, _page: row.code, "z-nowrap"),
        Column("note", _("说明"), lambda row, _page: row.note),
        Column(
            "batch", _("表格"),
            lambda row, _page: Cell(
                row.batch.file_name, url=reverse("desk:roster_batch", args=[row.batch_id])
            ),
            "d-no",
        ),
    ),
    filters=(
        Filter("text", _("表中名称"), Kind.TEXT, lookup="name"),
        Filter("state", _("结果"), choices=LineState, lookup="state"),
        Filter("questions", _("要核对的"), Kind.YES, where=lambda _asked: queries.questions()),
        Filter(
            "batch", _("表格"), Kind.NUMBER, lookup="batch", place=Place.HIDDEN,
            words=_("只看一批"),
        ),
        *JOB_FILTERS,
    ),
    orders=(Order("number", _("按行号"), ("-batch", "number", "pk")),),
    empty=Empty(_("还没有表格行"), _("上传名单表格以后列在这里。"), "upload"),
    unmatched=Empty(_("没有符合条件的行"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


def _line_view(row: RosterLine, _person: Person) -> RowView:
    batch = row.batch
    facts = [
        Fact(_now("表格"), batch.file_name, url=reverse("desk:roster_batch", args=[batch.pk])),
        Fact(_now("名单"), batch.roster.name, url=roster_url(batch.roster)),
        Fact(_now("行号"), str(row.number)),
    ]
    if row.enterprise:
        url = reverse("desk:enterprise", args=[row.enterprise.pk])
        facts.append(Fact(_now("认出的企业"), row.enterprise.name, url=url))
    if row.entry:
        facts.append(Fact(_now("在册记录"), str(row.entry), url=entry_url(row.entry)))
    told = typed_facts(row, "name", "code", "ground", "note")
    return RowView([state_pill(row, _LOOK)], [*facts, *told])


LINE_VIEWS = VerbViews[RosterLine, LineVerb](
    noun=lines.LINES,
    pages=LINE_PAGES,
    rows=queries.lines,
    title=lambda row: row.name or row.code or f"第 {row.number} 行",
    view=_line_view,
    allowed=reads_rosters,
    list_url="desk:roster_lines",
    row_url="desk:roster_line",
    listing=LINES,
    line=_("没有认出、重名的行，指定企业以后再登记；不需要的可以一起不登记。"),
    told=fields_of(
        RosterLine, "id", "version", "state", "number", "name", "code", "day", "expires_on",
        "ground", "note",
        batch="batch_id", enterprise="enterprise_id", entry="entry_id",
    ),
    told_in_list=("state", "number", "name", "code", "batch", "enterprise"),
)  # fmt: skip


def _could(scope: Scope) -> Collection[LineVerb]:
    return (LineVerb.LEAVE_OUT,) if keeps_rosters(scope) else ()


IN_BULK = bulk_of(
    LINE_VIEWS, could=_could, about=lambda row: row.note, heads=(_("表中名称"), _("说明"))
)
