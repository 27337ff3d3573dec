"""The ledger of rectification on screen: its list and one of its rows."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.interfaces.desk.cases.papers import files_section
from zhuqi.interfaces.desk.filters import in_hand, units_named
from zhuqi.interfaces.desk.marks import day_mark, state_pill
from zhuqi.interfaces.desk.rectification.forms import EnterForm
from zhuqi.interfaces.desk.rectification.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.mechanisms.inspections.queries import WRITERS, findings
from zhuqi.mechanisms.rectification import actions, queries
from zhuqi.mechanisms.rectification.enums import RUNNING, RectificationState, RectificationVerb
from zhuqi.mechanisms.rectification.models import Progress, Rectification


def reads_rectification(scope: Scope) -> bool:
    """Offices, units, leaders and inspectors."""
    return scope.holds(*READING_ROLES)


def enters_rectification(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*WRITERS)


def _url(row: Rectification) -> str:
    return reverse("desk:rectification", args=[row.pk])


def _due(row: Rectification) -> Cell:
    mark = day_mark(row.due) if row.state == RectificationState.OPEN else ""
    return Cell(wording.day(row.due), mark)


def _view(row: Rectification, person: Person) -> RowView:
    due, found = _due(row), row.finding
    facts = [
        Fact(_now("责任单位"), row.unit.name),
        Fact(_now("责任人职务"), row.post),
        Fact(_now("列账单位"), row.office.name),
        Fact(_now("列账时间"), wording.moment(row.entered_at)),
    ]
    if found and findings(person.scope).filter(pk=found.pk).exists():
        words = f"{found.visit.round.title} · {found}"
        facts.append(Fact(_now("来源"), words, url=reverse("desk:finding", args=[found.pk])))
    if row.closed_at:
        facts.append(Fact(_now("销号"), wording.moment(row.closed_at)))
    facts += typed_facts(row, "reason")
    files = files_of(actions.OBJECT, row.pk)
    reports = [
        (wording.moment(one.at), Cell(one.text), one.by) for one in reversed(row.reports.all())
    ]
    sections = (
        RowSection(_("存在问题"), text=row.problem),
        RowSection(_("整改措施"), text=row.measure),
        RowSection(_("整改进展"), (_("时间"), _("进展"), _("报告人")), reports),
        RowSection(_("整改结果"), text=row.proof),
        files_section(_("佐证材料"), files.get(actions.PROOF, ()), person),
    )
    line = (state_pill(row, RUNNING), _now("%(day)s 前整改") % {"day": due.value}, due.below)
    return RowView(line if row.state == RectificationState.OPEN else line[:1], facts, sections)


RECTIFICATIONS: listing.Listing[Rectification, None] = listing.Listing(
    name="rectifications",
    label=_("专项整治"),
    measure=_("项"),
    rows=lambda asked: queries.rectifications(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "problem", _("存在问题"), lambda row, _page: Cell(row.problem, url=_url(row), clamp=True)
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: state_pill(row, RUNNING), "z-nowrap"),
        Column("measure", _("整改措施"), lambda row, _page: Cell(row.measure, clamp=True)),
        Column("unit", _("责任单位"), lambda row, _page: Cell(str(row.unit), below=row.post)),
        Column("due", _("整改期限"), lambda row, _page: _due(row), "z-nowrap", sort=("due",)),
        Column(
            "closed", _("销号"), lambda row, _page: wording.day(row.closed_at, weekday=False),
            "z-nowrap",
        ),
    ),
    filters=(
        Filter("state", _("状态"), choices=RectificationState, lookup="state"),
        Filter("unit", _("责任单位"), choices=units_named(queries.rectifications), lookup="unit"),
        in_hand(queries.IN_HAND, {"rectify": _("待整改"), "close": _("待销号")}),
        Filter(
            "late", _("逾期未整改"), Kind.YES,
            where=lambda asked: queries.late(timezone.localdate(asked.now)),
        ),
        Filter(
            "ontime", _("按期销号"), Kind.YES, where=lambda _asked: queries.on_time(),
            place=Place.MORE,
        ),
        Filter("text", _("存在问题"), Kind.TEXT, lookup="problem", place=Place.MORE),
    ),
    orders=(
        Order("newest", _("新的在前"), ("-pk",)),
        Order("due", _("期限早的在前"), ("due", "pk")),
    ),
    empty=Empty(_("还没有专项整治"), _("列入台账的问题、措施和销号情况会列在这里。"), "flag"),
)  # fmt: skip


VIEWS = VerbViews[Rectification, RectificationVerb](
    noun=actions.RECTIFICATIONS,
    pages=VERB_PAGES,
    rows=queries.rectifications,
    title=str,
    view=_view,
    allowed=reads_rectification,
    list_url="desk:rectifications",
    row_url="desk:rectification",
    listing=RECTIFICATIONS,
    line=_("专项行动自身存在的问题。列账的活动办、领导和督查人员看得到，责任单位看得到自己的。"),
    new=NewPage(
        EnterForm, actions.enter, enters_rectification, _("列入专项整治"), _("已列入专项整治"),
        word=actions.ENTER, line=_("一个问题一项：改什么、谁来改、什么时候改完。"),
    ),
    told=fields_of(
        Rectification, "id", "version", "state", "problem", "measure", "post", "due", "proof",
        "reason", "entered_at", "proven_at", "closed_at", office="office__name",
        unit="unit__name", finding="finding_id", reports=fields_of(Progress, "at", "text", "by"),
    ),
    told_in_list=("state", "problem", "due", "unit"),
)  # fmt: skip
