"""Decisions on screen: their list, and one with its progress and the firms it is told to."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.interfaces.desk.cases.papers import files_section
from zhuqi.interfaces.desk.filters import in_hand, units_named
from zhuqi.interfaces.desk.meetings import words
from zhuqi.interfaces.desk.meetings.entering import reads_meetings
from zhuqi.interfaces.desk.meetings.verb_pages import DECISION_PAGES
from zhuqi.interfaces.desk.verb_views import RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions import decisions as actions
from zhuqi.mechanisms.meetings.enums import DecisionKind, DecisionState, DecisionVerb
from zhuqi.mechanisms.meetings.models import CoUnit, Decision, Progress
from zhuqi.mechanisms.meetings.models.bodies import of_body
from zhuqi.mechanisms.meetings.telling import Firms, firms_of


def _firms_section(row: Decision, person: Person) -> RowSection:
    """To whom it was told, and why not to others: for those who run the body."""
    told_at_all = row.case_id is not None or row.item.topic_id is not None
    mine = Decision.objects.filter(of_body(person.scope, "meeting__body__"), pk=row.pk)
    if row.kind == DecisionKind.DEFERRED or not told_at_all or not mine.exists():
        return RowSection(_("答复企业"))
    firms = firms_of(row)
    title = _now("答复企业：%(summary)s") % {"summary": firms.summary}
    return RowSection(title, (_("诉求"), _("答复情况")), _firm_rows(firms))


def _firm_rows(firms: Firms) -> list[Sequence[Cell | object]]:
    def cell(number: str) -> Cell:
        return Cell(number, url=reverse("desk:case", args=[number]))

    rows: list[Sequence[Cell | object]] = [
        (cell(one.case.number), _now("%(at)s 已答复") % {"at": wording.moment(one.at)})
        for one in firms.told
    ]
    rows += [(cell(case.number), _now("待答复")) for case in firms.to_tell]
    rows += [(cell(case.number), _now("不能答复：%(why)s") % {"why": why})
             for case, why in firms.barred]  # fmt: skip
    return rows


def _view(row: Decision, person: Person) -> RowView:
    due = words.due_of(row)
    facts = [
        Fact(_now("决定"), str(row.get_kind_display())),
        Fact(_now("会议"), str(row.meeting), url=words.meeting_url(row.meeting)),
        Fact(_now("议题"), words.title_in(row), url=words.item_url(row.item)),
    ]
    if row.lead:
        helping = "、".join(str(one.unit) for one in row.co_units.select_related("unit"))
        facts += [
            Fact(_now("牵头单位"), row.lead.name),
            Fact(_now("配合单位"), helping or _now("没有")),
        ]
    facts += words.case_fact(row, person)
    if row.signed_at:
        facts.append(Fact(_now("签收"), f"{row.signed_by} {wording.moment(row.signed_at)}"))
    if row.done_at:
        facts.append(Fact(_now("认定落实"), wording.moment(row.done_at)))
    facts += typed_facts(row, "reason")
    reports = [
        (wording.moment(one.at), Cell(one.text), one.by)
        for one in Progress.objects.filter(decision=row).away_from(person.scope).order_by("-pk")
    ]
    files = files_of(actions.OBJECT, row.pk)
    sections = (
        RowSection(_("决定内容"), text=row.text),
        RowSection(_("给企业的答复"), text=row.to_firm),
        RowSection(_("落实进展"), (_("时间"), _("进展"), _("报告人")), reports),
        RowSection(_("落实情况"), text=row.result),
        files_section(_("佐证材料"), files.get(actions.PROOF, ()), person),
        _firms_section(row, person),
    )
    line: list[object] = [words.decision_state(row)]
    if isinstance(due, Cell):
        line += [_now("%(day)s 前落实") % {"day": due.value}, due.below]
    return RowView(line, facts, sections)


DECISIONS: listing.Listing[Decision, None] = listing.Listing(
    name="meeting_decisions",
    label=_("决定事项"),
    measure=_("项"),
    rows=lambda asked: queries.decisions(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "text", _("决定内容"),
        lambda row, _page: Cell(row.text, words.title_in(row), words.decision_url(row), clamp=True),
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: words.decision_state(row), "z-nowrap"),
        Column("kind", _("决定"), lambda row, _page: row.get_kind_display(), "z-nowrap"),
        Column("lead", _("牵头单位"), lambda row, _page: str(row.lead or "")),
        Column("due", _("期限"), lambda row, _page: words.due_of(row), "z-nowrap"),
        Column(
            "meeting", _("会议"),
            lambda row, _page: Cell(str(row.meeting), url=words.meeting_url(row.meeting)),
        ),
    ),
    filters=(
        Filter("state", _("状态"), choices=DecisionState, lookup="state"),
        Filter("kind", _("决定"), choices=DecisionKind, lookup="kind"),
        Filter(
            "lead", _("牵头单位"), choices=units_named(queries.decisions, "lead"), lookup="lead"
        ),
        in_hand(queries.DECISIONS_IN_HAND, {"do": _("待落实"), "judge": _("待认定")}),
        Filter(
            "late", _("逾期"), Kind.YES,
            where=lambda asked: queries.late(timezone.localdate(asked.now)),
        ),
        Filter(
            "body", _("会议机构"), Kind.NUMBER, lookup="meeting__body", place=Place.HIDDEN,
            words=_("只看一个会议机构"),
        ),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(_("还没有决定事项"), _("会议议定的事项、牵头单位和期限列在这里。"), "note"),
    unmatched=Empty(_("没有符合条件的决定"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


DECISION_VIEWS = VerbViews[Decision, DecisionVerb](
    noun=actions.DECISIONS,
    pages=DECISION_PAGES,
    rows=queries.decisions,
    title=str,
    view=_view,
    allowed=reads_meetings,
    list_url="desk:meeting_decisions",
    row_url="desk:meeting_decision",
    listing=DECISIONS,
    line=_("会议议定的事项。参会单位、牵头和配合单位看得到；没有落实的，列在下次会议的议程上。"),
    told=fields_of(
        Decision, "id", "version", "state", "kind", "text", "to_firm", "due", "result", "reason",
        "decided_at", "signed_at", "reported_at", "done_at", meeting="meeting_id", item="item_id",
        lead="lead__name", co_units=fields_of(CoUnit, unit="unit__name"),
    ),
    told_in_list=("state", "kind", "text", "due", "meeting", "lead"),
)  # fmt: skip
