"""Bodies on screen: their list, and one with members, waiting items, meetings, open decisions."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.marks import day_mark, state_pill
from zhuqi.interfaces.desk.meetings import words
from zhuqi.interfaces.desk.meetings.entering import reads_meetings, runs_meetings
from zhuqi.interfaces.desk.meetings.forms import SetUpForm
from zhuqi.interfaces.desk.meetings.verb_pages import BODY_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions import bodies as actions
from zhuqi.mechanisms.meetings.enums import (
    OPEN_DECISIONS,
    OPEN_ITEMS,
    TO_COME,
    BodyKind,
    BodyState,
    BodyVerb,
    MeetingState,
)
from zhuqi.mechanisms.meetings.models import Adviser, Body, Meeting, Member
from zhuqi.mechanisms.meetings.models.bodies import current_on

ACTIVE = (BodyState.ACTIVE,)
# How many meetings a body's page shows.
LATEST = 10


def rule_of(row: Body) -> str:
    """What it takes up by itself."""
    parts = [
        said
        for said, holds in (
            (_now("办理去向方案规定的"), row.by_scheme),
            (_now("有争议的"), row.takes_disputed),
            (_now("重大的"), row.takes_major),
            (_now("催办满 %(n)s 次的") % {"n": row.takes_urged}, row.takes_urged),
            (_now("满 %(n)s 件的共性问题") % {"n": row.takes_common}, row.takes_common),
        )
        if holds
    ]
    return "、".join(parts) or _now("不按规则找，由人提出")


def _until(day: object) -> str:
    return wording.day(day, weekday=False) if day else ""  # type: ignore[arg-type]


def _next(row: Body, latest: Sequence[Meeting]) -> list[Fact]:
    """When it meets next, or would have to by its cadence."""
    to_come = [one for one in latest if one.state in TO_COME]
    if to_come:
        first = min(to_come, key=lambda one: one.at)
        return [Fact(_now("下次会议"), wording.moment(first.at), url=words.meeting_url(first))]
    held = [one.held_at for one in latest if one.held_at]
    if not held or not row.every or row.state != BodyState.ACTIVE:
        return []
    due = timezone.localdate(max(held)) + timedelta(days=row.every)
    said = _now("还没有筹备，按周期应在 %(day)s 前开") % {"day": wording.day(due)}
    return [Fact(_now("下次会议"), format_html("{} {}", said, day_mark(due)))]


def _view(row: Body, person: Person) -> RowView:
    latest = list(queries.meetings(person.scope).filter(body=row)[:LATEST])
    facts = [
        Fact(_now("活动办"), row.office.name),
        Fact(_now("召集人"), row.chair.name if row.chair else _now("没有指定")),
        Fact(_now("多久开一次"), row.cadence),
        *_next(row, latest),
        *([Fact(_now("集团企业"), row.group.name)] if row.group else ()),
        Fact(_now("谁可以提议题"), str(row.get_proposers_display())),
        Fact(_now("议题规则"), rule_of(row), wide=True),
        *typed_facts(row, "duty", "reason"),
    ]
    members = [
        (str(one.unit), wording.day(one.since, weekday=False), _until(one.until))
        for one in Member.objects.filter(body=row).select_related("unit").order_by("pk")
    ]
    advisers = [
        (one.user.name, str(one.get_kind_display()), wording.day(one.since, weekday=False),
         _until(one.until))
        for one in Adviser.objects.filter(body=row).select_related("user").order_by("pk")
    ]  # fmt: skip
    waiting = [
        (Cell(one.title, url=words.item_url(one), clamp=True), words.ground_of(one),
         words.item_state(one))
        for one in queries.items(person.scope).filter(body=row, state__in=sorted(OPEN_ITEMS))
    ]  # fmt: skip
    held = [
        (Cell(str(one), url=words.meeting_url(one)), wording.moment(one.at),
         state_pill(one, TO_COME | {MeetingState.HELD}))
        for one in latest
    ]  # fmt: skip
    open_ones = queries.decisions(person.scope).filter(
        meeting__body=row, state__in=sorted(OPEN_DECISIONS)
    )
    left = [
        (Cell(one.text, url=words.decision_url(one), clamp=True), str(one.lead or ""),
         words.due_of(one), words.decision_state(one))
        for one in open_ones.order_by("due", "pk")
    ]  # fmt: skip
    sections = (
        RowSection(_("会议"), (_("会议"), _("时间"), _("状态")), held),
        RowSection(_("没有议定的议题"), (_("议题"), _("为什么上会"), _("状态")), waiting),
        RowSection(_("没有落实的决定"), (_("决定"), _("牵头单位"), _("期限"), _("状态")), left),
        RowSection(_("成员单位"), (_("单位"), _("加入"), _("退出")), members),
        RowSection(_("专家、法律顾问"), (_("姓名"), _("身份"), _("聘请"), _("解聘")), advisers),
    )
    line = [state_pill(row, ACTIVE), str(row.get_kind_display()), row.cadence]
    return RowView(line, facts, sections)


Sizes = Mapping[int, int]


def _sizes(asked: Asked, rows: Sequence[Body]) -> Sizes:
    today = timezone.localdate(asked.now)
    members = Member.objects.filter(current_on(today), body__in=[row.pk for row in rows])
    return dict(members.order_by().values_list("body").annotate(n=Count("pk")))


BODIES: listing.Listing[Body, Sizes] = listing.Listing(
    name="meeting_bodies",
    label=_("会议机构"),
    measure=_("个"),
    rows=lambda asked: queries.bodies(asked.person.scope),
    context=_sizes,
    head=Column("name", _("名称"), lambda row, _page: Cell(row.name, url=words.body_url(row))),
    columns=(
        Column("kind", _("类别"), lambda row, _page: row.get_kind_display(), "z-nowrap"),
        Column("state", _("状态"), lambda row, _page: state_pill(row, ACTIVE), "z-nowrap"),
        Column("office", _("活动办"), lambda row, _page: str(row.office)),
        Column("chair", _("召集人"), lambda row, _page: row.chair.name if row.chair else ""),
        Column(
            "members", _("成员单位"), lambda row, sizes: sizes.get(row.pk, "") or "", number=True
        ),
        Column("cadence", _("多久开一次"), lambda row, _page: row.cadence),
        Column("rule", _("按规则找的议题"), lambda row, _page: rule_of(row)),
    ),
    filters=(
        Filter("kind", _("类别"), choices=BodyKind, lookup="kind"),
        Filter("state", _("状态"), choices=BodyState, lookup="state"),
        Filter("text", _("名称"), Kind.TEXT, lookup="name"),
    ),
    orders=(Order("oldest", _("按设立先后"), ("pk",)),),
    empty=Empty(
        _("还没有会议机构"), _("联席会议、专项工作小组、行业专班、例会和会商设在这里。"), "users"
    ),
    unmatched=Empty(_("没有符合条件的会议机构"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


BODY_VIEWS = VerbViews[Body, BodyVerb](
    noun=actions.BODIES,
    pages=BODY_PAGES,
    rows=queries.bodies,
    title=lambda row: row.name,
    view=_view,
    allowed=reads_meetings,
    list_url="desk:meeting_bodies",
    row_url="desk:meeting_body",
    listing=BODIES,
    line=_("谁来议：成员单位、召集人、专家顾问，和按什么规则找议题。"),
    new=NewPage(
        SetUpForm, actions.set_up, runs_meetings, _("设会议机构"), _("已设立"),
        word=actions.SET_UP, line=_("设好以后定议题规则、聘请专家顾问，再筹备会议。"),
    ),
    told=fields_of(
        Body, "id", "version", "state", "kind", "name", "duty", "cadence", "every", "proposers",
        "by_scheme", "takes_disputed", "takes_major", "takes_common", "takes_urged", "reason",
        office="office__name", chair="chair__name", group="group__name",
        members=fields_of(Member, "since", "until", unit="unit__name"),
    ),
    told_in_list=("state", "kind", "name", "office"),
)  # fmt: skip
