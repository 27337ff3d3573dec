"""Batches on screen: their list, and one with what it changes for whom."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.adjustments.entering import drafts_adjustments, reads_adjustments
from zhuqi.interfaces.desk.adjustments.forms import DraftForm
from zhuqi.interfaces.desk.adjustments.lines import after, before, change_of, why
from zhuqi.interfaces.desk.adjustments.verb_pages import BATCH_PAGES
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.actions import batches as actions
from zhuqi.mechanisms.adjustments.enums import OPEN, AdjustmentState, AdjustmentVerb, MoveState
from zhuqi.mechanisms.adjustments.models import Adjustment
from zhuqi.mechanisms.adjustments.queries import Tally

# So many lines and people stand on the page of a batch; the rest behind a link.
SHOWN = 50
PEOPLE_SHOWN = 20
Tallies = Mapping[int, Tally]


def _url(row: Adjustment) -> str:
    return reverse("desk:adjustment", args=[row.pk])


def _moves(row: Adjustment, **query: str | int) -> str:
    return f"{reverse('desk:adjustment_moves')}?{urlencode({'batch': row.pk, **query})}"


def _state(row: Adjustment) -> SafeString:
    return state_pill(row, OPEN)


# One batch ----------------------------------------------------------------------------------------


def _line(row: Adjustment, tally: Tally) -> list[object]:
    """Thirty seconds: from when, how many, how many no longer fit; each opens its rows."""
    since = _now("%(day)s起生效") % {"day": wording.day(row.since, weekday=False)}
    parts = [
        (_now("列入 %(n)s 项"), tally.listed, _moves(row, state="listed")),
        (_now("不采纳 %(n)s 项"), tally.left_out, _moves(row, state="left_out")),
        (_now("与现状不符 %(n)s 项"), tally.stale, _moves(row, stale="on")),
    ]
    words = [
        format_html('<a href="{}">{}</a>', url, said % {"n": n}) for said, n, url in parts if n
    ]
    working = [_now("正在生成建议…")] if actions.is_proposing(row) else []
    if row.state in OPEN and row.since < timezone.localdate():
        working.append(_now("生效日期已过，请先修改生效日期"))
    return [_state(row), since, *working, *words]


def _facts(row: Adjustment) -> list[Fact]:
    facts = [Fact(_now("活动办"), row.office.name)]
    if row.drafted_by:
        drafted = f"{row.drafted_by.name} {wording.moment(row.drafted_at)}"
        facts.append(Fact(_now("拟定"), drafted))
    if row.most:
        facts.append(Fact(_now("上限"), _now("每名干部最多 %(n)s 家") % {"n": row.most}))
    if row.approved_at:
        facts.append(Fact(_now("批准"), wording.moment(row.approved_at)))
    if row.proposing:
        said = f"{row.proposing.get_state_display()} {row.proposing.trouble}".strip()
        facts.append(Fact(_now("生成建议"), said, url=reverse("desk:job", args=[row.proposing.pk])))
    if row.reverses:
        facts.append(Fact(_now("撤销的是"), row.reverses.title, url=_url(row.reverses)))
    return [*facts, *typed_facts(row, "basis", "reason")]


def _lines(row: Adjustment, person: Person, tally: Tally) -> RowSection:
    found = queries.moves(person.scope).filter(adjustment=row, state=MoveState.LISTED)
    rows: list[Sequence[Cell | object]] = [
        (
            Cell(
                one.enterprise.name, str(one.enterprise.region),
                reverse("desk:adjustment_move", args=[one.pk]),
            ),
            change_of(one), one.get_kind_display(), before(one), after(one), why(one),
        )
        for one in found.order_by("pk")[:SHOWN]
    ]  # fmt: skip
    if tally.listed > len(rows) > 0:
        more = _now("还有 %(n)s 项") % {"n": tally.listed - len(rows)}
        rows.append((Cell(more, url=_moves(row, state="listed")), "", "", "", "", ""))
    labels = (_("企业"), _("调整"), _("身份"), _("现在"), _("改为"), _("理由"))
    return RowSection(_("列入的调整"), labels, rows)


def _loads(row: Adjustment) -> RowSection:
    """How many firms whoever is moved has before and after; of a batch in force only what it
    moved, as their links count with the others now."""
    if row.state not in OPEN:
        return RowSection(_("各人家数"))
    found = queries.load_changes(row)
    rows: list[Sequence[Cell | object]] = [
        (Cell(one.official.name, url=_moves(row, official=one.official.pk)), one.before, one.after)
        for one in found[:PEOPLE_SHOWN]
    ]
    if len(found) > PEOPLE_SHOWN:
        rows.append((_now("等 %(n)s 人") % {"n": len(found)}, "", ""))
    labels = (_("姓名"), Heading(_("现在"), number=True), Heading(_("调整后"), number=True))
    return RowSection(_("各人家数"), labels, rows)


def _view(row: Adjustment, person: Person) -> RowView:
    tally = queries.tallies([row.pk]).get(row.pk, Tally())
    return RowView(_line(row, tally), _facts(row), (_lines(row, person, tally), _loads(row)))


# The list -----------------------------------------------------------------------------------------


def _tallies(_asked: Asked, rows: Sequence[Adjustment]) -> Tallies:
    return queries.tallies([row.pk for row in rows])


def _number(row: Adjustment, tallies: Tallies) -> Cell:
    n = tallies.get(row.pk, Tally()).listed
    return Cell(n or "", url=_moves(row, state="listed") if n else "")


ADJUSTMENTS: listing.Listing[Adjustment, Tallies] = listing.Listing(
    name="adjustments",
    label=_("动态调整"),
    measure=_("批"),
    rows=lambda asked: queries.adjustments(asked.person.scope),
    context=_tallies,
    head=Column("title", _("名称"), lambda row, _page: Cell(row.title, url=_url(row))),
    columns=(
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column(
            "since", _("生效日期"), lambda row, _page: wording.day(row.since), "z-nowrap",
            sort=("since",),
        ),
        Column("moves", _("列入"), _number, number=True),
        Column("office", _("活动办"), lambda row, _page: str(row.office)),
        Column(
            "who", _("拟定人"),
            lambda row, _page: row.drafted_by.name if row.drafted_by else "", "z-nowrap",
        ),
        Column("basis", _("调整原因"), lambda row, _page: Cell(row.basis, clamp=True)),
    ),
    filters=(
        Filter("state", _("状态"), choices=AdjustmentState, lookup="state"),
        Filter("text", _("名称"), Kind.TEXT, lookup="title"),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有动态调整"), _("干部轮岗、机构改革、新增企业时，成批调整由谁联系。"), "users"
    ),
    unmatched=Empty(_("没有符合条件的批次"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


ADJUSTMENT_VIEWS = VerbViews[Adjustment, AdjustmentVerb](
    noun=actions.ADJUSTMENTS,
    pages=BATCH_PAGES,
    rows=queries.adjustments,
    title=lambda row: row.title,
    view=_view,
    allowed=reads_adjustments,
    list_url="desk:adjustments",
    row_url="desk:adjustment",
    listing=ADJUSTMENTS,
    line=_("本活动办的人看得到；批准以后告知有关干部，从生效日期起由新的干部联系。"),
    new=NewPage(
        DraftForm, actions.draft, drafts_adjustments, _("拟定动态调整"), _("已拟定"),
        word=actions.DRAFT, line=_("先拟定一批，再生成建议或逐项添加，核对以后提交批准。"),
    ),
    told=fields_of(
        Adjustment, "id", "version", "state", "title", "basis", "since", "most", "drafted_at",
        "approved_at", "reason",
        office="office_id", office_name="office__name", drafted_by="drafted_by__name",
        reverses="reverses_id",
    ),
    told_in_list=("state", "title", "since", "office"),
)  # fmt: skip
