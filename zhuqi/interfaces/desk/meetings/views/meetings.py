"""Meetings on screen: their list, one with its agenda, its minutes, and how many there were."""

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.interfaces.desk.cases.papers import files_section
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.meetings import words
from zhuqi.interfaces.desk.meetings.entering import reads_meetings, runs_meetings
from zhuqi.interfaces.desk.meetings.forms import PlanForm
from zhuqi.interfaces.desk.meetings.verb_pages import MEETING_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions import meetings as actions
from zhuqi.mechanisms.meetings.enums import (
    TO_COME,
    BodyKind,
    DecisionState,
    MeetingState,
    MeetingVerb,
)
from zhuqi.mechanisms.meetings.models import AgendaLine, Decision, Invitation, Item, Meeting

RUNNING = TO_COME | {MeetingState.HELD}


def agenda_of(row: Meeting, person: Person) -> list[tuple[AgendaLine, Item | None]]:
    """Its items in order, with those the person may not see left blank."""
    lines = list(row.lines.order_by("ordinal", "pk"))
    seen = queries.items(person.scope).filter(pk__in=[one.item_id for one in lines])
    found = {one.pk: one for one in seen.order_by("pk")}
    return [(line, found.get(line.item_id)) for line in lines]


def decisions_of(row: Meeting, person: Person) -> dict[int, Decision]:
    """What it decided, by item."""
    valid = queries.decisions(person.scope).filter(meeting=row).exclude(state=DecisionState.VOID)
    return {one.item_id: one for one in valid.order_by("pk")}


def _agenda(row: Meeting, person: Person) -> list[Sequence[Cell | object]]:
    decided = decisions_of(row, person)
    rows: list[Sequence[Cell | object]] = []
    for line, item in agenda_of(row, person):
        if item is None:
            rows.append((f"{line.ordinal}. {_now('这一项您应当回避')}", "", "", ""))
            continue
        made = decided.get(item.pk)
        title = Cell(f"{line.ordinal}. {item.title}", url=words.item_url(item), clamp=True)
        outcome: object = ""
        if made:
            outcome = Cell(str(made.get_kind_display()), url=words.decision_url(made))
        by = f"{made.lead}" if made and made.lead else ""
        rows.append((title, words.ground_of(item), outcome, by))
    return rows


def came(one: Invitation) -> str:
    """Whether a unit came; "" before the meeting."""
    if one.present is None:
        return ""
    return _now("到会") if one.present else _now("未到")


def _invited(row: Meeting) -> RowSection:
    """Who was called, what each said and whether it came; how many in the heading."""
    rows = list(row.invitations.select_related("unit").order_by("guest", "pk"))
    held = any(one.present is not None for one in rows)
    yes = sum(bool(one.present if held else one.answer) for one in rows)
    said = (
        _now("参会单位：到会 %(yes)s 家，未到 %(no)s 家")
        if held
        else _now("参会单位：已报 %(yes)s 家，未报 %(no)s 家")
    )
    none = "" if held else _now("还没有报")
    drawn = [
        (
            str(one.unit), _now("列席") if one.guest else _now("成员"),
            Cell(str(one.get_answer_display()) or none, below=one.remark), came(one),
        )
        for one in rows
    ]  # fmt: skip
    labels = (_("单位"), _("身份"), _("报名"), _("到会"))
    return RowSection(said % {"yes": yes, "no": len(rows) - yes}, labels, drawn)


def _left(row: Meeting, person: Person) -> list[Sequence[Cell | object]]:
    if row.state not in RUNNING:
        return []
    return [
        (Cell(one.text, url=words.decision_url(one), clamp=True), str(one.lead or ""),
         words.due_of(one), words.decision_state(one))
        for one in queries.left_open(row, person.scope)
    ]  # fmt: skip


def _view(row: Meeting, person: Person) -> RowView:
    chair = row.body.chair
    facts = [
        Fact(_now("会议机构"), row.body.name, url=words.body_url(row.body)),
        Fact(_now("时间"), wording.moment(row.at)),
        Fact(_now("地点"), row.place),
        Fact(_now("召集人"), chair.name if chair else str(row.body.office)),
        *typed_facts(row, "subject", "reason"),
    ]
    if row.confirmed_at:
        said = f"{row.confirmed_by} {wording.moment(row.confirmed_at)}"
        facts.append(Fact(_now("纪要确认"), said))
    files = files_of(actions.OBJECT, row.pk)
    sections = (
        RowSection(
            _("上次决定事项"), (_("决定"), _("牵头单位"), _("期限"), _("状态")), _left(row, person)
        ),
        RowSection(
            _("议程"), (_("议题"), _("为什么上会"), _("决定"), _("牵头单位")),
            _agenda(row, person),
        ),
        _invited(row),
        files_section(_("会议材料"), files.get(actions.PAPERS, ()), person),
    )  # fmt: skip
    return RowView([state_pill(row, RUNNING), wording.moment(row.at), row.place], facts, sections)


Sizes = Mapping[int, int]


def _sizes(_asked: Asked, rows: Sequence[Meeting]) -> Sizes:
    lines = AgendaLine.objects.filter(meeting__in=[row.pk for row in rows]).order_by()
    return dict(lines.values_list("meeting").annotate(n=Count("pk")))


MEETINGS: listing.Listing[Meeting, Sizes] = listing.Listing(
    name="meetings",
    label=_("会议"),
    measure=_("次"),
    rows=lambda asked: queries.meetings(asked.person.scope),
    context=_sizes,
    head=Column(
        "name", _("会议"),
        lambda row, _page: Cell(str(row), below=row.subject, url=words.meeting_url(row)),
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: state_pill(row, RUNNING), "z-nowrap"),
        Column("at", _("时间"), lambda row, _page: wording.moment(row.at), "z-nowrap"),
        Column("place", _("地点"), lambda row, _page: row.place),
        Column("items", _("议题"), lambda row, sizes: sizes.get(row.pk, "") or "", number=True),
        Column("kind", _("类别"), lambda row, _page: row.body.get_kind_display(), "z-nowrap"),
    ),
    filters=(
        Filter("state", _("状态"), choices=MeetingState, lookup="state"),
        Filter("kind", _("类别"), choices=BodyKind, lookup="body__kind"),
        Filter(
            "answer", _("待报参会情况"), Kind.YES,
            where=lambda asked: queries.to_answer(asked.person.scope),
        ),
        Filter(
            "minute", _("待确认纪要"), Kind.YES,
            where=lambda asked: queries.to_minute(asked.person.scope),
        ),
        Filter(
            "body", _("会议机构"), Kind.NUMBER, lookup="body", place=Place.HIDDEN,
            words=_("只看一个会议机构"),
        ),
    ),
    orders=(Order("newest", _("日期近的在前"), ("-at", "-pk")),),
    empty=Empty(_("还没有会议"), _("筹备、召开的会议列在这里，议程和决定一并看到。"), "calendar"),
    unmatched=Empty(_("没有符合条件的会议"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


MEETING_VIEWS = VerbViews[Meeting, MeetingVerb](
    noun=actions.MEETINGS,
    pages=MEETING_PAGES,
    rows=queries.meetings,
    title=str,
    view=_view,
    allowed=reads_meetings,
    list_url="desk:meetings",
    row_url="desk:meeting",
    row_template="desk/meetings/meeting.html",
    listing=MEETINGS,
    line=_("筹备中的只有活动办看得到；通知以后，参会单位看得到议程和材料。"),
    new=NewPage(
        PlanForm, actions.plan, runs_meetings, _("筹备会议"), _("已列入筹备"), word=actions.PLAN,
        line=_("先定时间地点，排好议程再通知；第几次在通知时编。"),
    ),
    told=fields_of(
        Meeting, "id", "version", "state", "at", "place", "subject", "year", "number", "reason",
        "opening", "called_at", "held_at", "confirmed_at", body="body_id", body_name="body__name",
        invitations=fields_of(
            Invitation, "guest", "answer", "remark", "present", unit="unit__name"
        ),
        lines=fields_of(AgendaLine, "ordinal", item="item_id"),
    ),
    told_in_list=("state", "at", "place", "year", "number", "body"),
)  # fmt: skip
