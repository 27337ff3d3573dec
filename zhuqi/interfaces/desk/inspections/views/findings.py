"""Findings and their rectification notices on screen: their list and one of them."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.interfaces.desk.cases.papers import cards, files_section
from zhuqi.interfaces.desk.filters import in_hand, units_named
from zhuqi.interfaces.desk.inspections.entering import reads_inspections
from zhuqi.interfaces.desk.inspections.offers import FINDING_ACTIONS
from zhuqi.interfaces.desk.inspections.verb_pages import FINDING_PAGES
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.verb_views import RowSection, RowView, VerbViews
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import light_mark, pill
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Action, Cell, Fact, Light
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions import findings as actions
from zhuqi.mechanisms.inspections.enums import OPEN, WITH_UNIT, FindingState, FindingVerb
from zhuqi.mechanisms.inspections.models import Finding, InspectionRound, Recheck


def _url(finding: Finding) -> str:
    return reverse("desk:finding", args=[finding.pk])


def state_of(finding: Finding) -> SafeString:
    """The state as it is drawn everywhere."""
    if finding.request and finding.state == FindingState.SIGNED:
        return pill(_now("待函复"), "waiting")
    return state_pill(finding, OPEN)


def _due(finding: Finding) -> Cell | str:
    """By when, and whether that is over."""
    if finding.due_at is None:
        return ""
    over = finding.state in WITH_UNIT and finding.due_at <= timezone.now()
    words = _now("逾期未函复") if finding.request else _now("逾期未整改")
    mark = light_mark(Light.RED, words) if over else ""
    replied = finding.replied_at
    if replied and replied > finding.due_at:
        mark = _now("逾期回复")
    return Cell(wording.moment(finding.due_at), below=mark)


def _number(finding: Finding) -> Cell:
    return Cell(finding.number or _now("未编号"), url=_url(finding))


def _facts(finding: Finding, person: Person) -> list[Fact]:
    visit = finding.visit
    facts = [
        Fact(_now("轮次"), visit.round.title),
        Fact(_now("检查记录"), str(visit), url=_visit_url(finding, person)),
        Fact(_now("发文单位"), finding.office.name),
        Fact(_now("责任单位"), finding.unit.name),
    ]
    if finding.item:
        facts.append(Fact(_now("检查内容"), finding.item.text, wide=True))
    if finding.limit:
        facts.append(Fact(_now("时限"), _now("%(n)s 个工作日") % {"n": finding.limit}))
    if finding.issued_at:
        facts.append(Fact(_now("签发"), wording.moment(finding.issued_at)))
    if finding.signed_at:
        signed = f"{finding.signed_by} · {wording.moment(finding.signed_at)}"
        facts.append(Fact(_now("签收"), signed))
    if finding.reason:
        facts.append(Fact(_now("退回或撤销原因"), finding.reason, wide=True, typed=True))
    return facts


def _visit_url(finding: Finding, person: Person) -> str:
    seen = queries.visits(person.scope).filter(pk=finding.visit_id).exists()
    return reverse("desk:inspection_visit", args=[finding.visit_id]) if seen else ""


def _view(finding: Finding, person: Person) -> RowView:
    files = files_of(actions.OBJECT, finding.pk)
    due, line = _due(finding), [state_of(finding)]
    if isinstance(due, Cell) and finding.state in WITH_UNIT:
        said = _now("%(at)s 前函复") if finding.request else _now("%(at)s 前整改回复")
        line += [said % {"at": due.value}, due.below]  # type: ignore[list-item]
    rows = list(finding.rechecks.all())
    rechecks = [_recheck(one, turn, files, person) for turn, one in enumerate(rows, start=1)]
    last = files.get(actions.proof_of(len(rows) + 1), ())
    sections = (
        RowSection(_("发现的问题"), text=finding.text),
        files_section(_("现场照片"), files.get(actions.EVIDENCE, ()), person),
        RowSection(_("商请事项") if finding.request else _("整改要求"), text=finding.demand),
        RowSection(_("函复") if finding.request else _("整改情况"), text=finding.reply),
        files_section(_("佐证材料"), last, person),
        RowSection(
            _("历次复查"),
            (_("复查"), _("结果"), _("复查情况"), _("当时的整改情况"), _("材料")),
            rechecks,
        ),
    )  # fmt: skip
    return RowView(line, _facts(finding, person), sections)


def _recheck(
    one: Recheck, turn: int, files: dict[str, list[Attachment]], person: Person
) -> tuple[object, ...]:
    late = _now("逾期回复") if one.replied_at > one.due_at else ""
    return (
        Cell(wording.day(one.day), below=one.by),
        _now("通过") if one.passed else _now("未通过"),
        one.remark,
        Cell(one.reply, below=late),
        cards(files.get(actions.proof_of(turn), ()), person),
    )


class FindingViews(VerbViews[Finding, FindingVerb]):
    """With what other rooms offer to do with a finding."""

    def actions(self, row: Finding, person: Person) -> list[Action]:
        """Its own verbs first."""
        more = [act for make in FINDING_ACTIONS if (act := make(row, person)) is not None]
        return [*super().actions(row, person), *more]


def _rounds(person: Person) -> Iterable[tuple[int, str]]:
    named = Finding.objects.visible_to(person.scope).order_by().values("visit__round")
    return [(one.pk, one.title) for one in InspectionRound.objects.filter(pk__in=named)]


FINDINGS: listing.Listing[Finding, None] = listing.Listing(
    name="findings",
    label=_("整改通知"),
    measure=_("个"),
    rows=lambda asked: queries.findings(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "text", _("发现的问题"), lambda row, _page: Cell(row.text, url=_url(row), clamp=True)
    ),
    columns=(
        Column(
            "number", _("文号"), lambda row, _page: str(row) if row.number else "", "z-nowrap"
        ),
        Column("state", _("状态"), lambda row, _page: state_of(row), "z-nowrap"),
        Column("unit", _("责任单位"), lambda row, _page: str(row.unit)),
        Column("due", _("要求整改"), lambda row, _page: _due(row)),
        Column("round", _("轮次"), lambda row, _page: row.visit.round.title),
        Column("item", _("检查内容"), lambda row, _page: row.item.text if row.item else ""),
        Column("signed", _("签收"), lambda row, _page: wording.moment(row.signed_at), hidden=True),
        Column("reply", _("回复"), lambda row, _page: wording.moment(row.replied_at), hidden=True),
    ),
    filters=(
        Filter("state", _("状态"), choices=FindingState, lookup="state"),
        Filter("unit", _("责任单位"), choices=units_named(queries.findings), lookup="unit"),
        in_hand(
            queries.IN_HAND,
            {
                "draft": _("待拟通知"), "sign": _("待签发"), "rectify": _("待签收、待整改"),
                "recheck": _("待复查"),
            },
        ),
        Filter(
            "request", _("商请函"), Kind.YES, where=lambda _asked: Q(request=True),
            place=Place.MORE,
        ),
        Filter("round", _("轮次"), choices=_rounds, lookup="visit__round", place=Place.MORE),
        Filter(
            "open", _("未销号"), Kind.YES, where=lambda _asked: Q(state__in=sorted(OPEN)),
            place=Place.MORE,
        ),
        Filter(
            "late", _("逾期未整改"), Kind.YES, where=lambda asked: queries.late(asked.now),
            place=Place.MORE,
        ),
        Filter(
            "ontime", _("按期整改"), Kind.YES, where=lambda _asked: queries.on_time(),
            place=Place.MORE,
        ),
        Filter("text", _("文号"), Kind.TEXT, lookup="number", place=Place.MORE),
        # As the figures of a round count them.
        Filter(
            "counted", _("计入统计"), Kind.YES, place=Place.HIDDEN, words=_("不含已撤销的"),
            where=lambda _asked: ~Q(state=FindingState.DROPPED),
        ),
        Filter(
            "item", _("检查内容"), Kind.NUMBER, lookup="item", place=Place.HIDDEN,
            words=_("只看一项检查内容"),
        ),
        Filter(
            "visit", _("检查记录"), Kind.NUMBER, lookup="visit", place=Place.HIDDEN,
            words=_("只看一家单位的检查"),
        ),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(_("还没有整改通知"), _("督导检查发现的问题和整改通知会列在这里。"), "flag"),
)  # fmt: skip


FINDING_VIEWS = FindingViews(
    noun=actions.FINDINGS,
    pages=FINDING_PAGES,
    rows=queries.findings,
    title=str,
    view=_view,
    allowed=reads_inspections,
    list_url="desk:findings",
    row_url="desk:finding",
    listing=FINDINGS,
    line=_("组织检查的活动办和检查组看得到；签发以后，责任单位和被查的上级单位看得到自己的。"),
    told=fields_of(
        Finding, "id", "version", "state", "request", "number", "text", "demand", "limit", "due_at",
        "reply", "reason", "found_at", "issued_at", "signed_at", "signed_by", "replied_at",
        "ended_at", round="visit__round__title", visit="visit_id", office="office__name",
        unit="unit__name", item="item_id",
        rechecks=fields_of(
            Recheck, "passed", "day", "remark", "reply", "replied_at", "due_at", "by"
        ),
    ),
    told_in_list=("state", "number", "text", "due_at", "unit"),
)  # fmt: skip
