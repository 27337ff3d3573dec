"""The verbs of a meeting."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotYours, Person, Role
from zhuqi.foundation.attachments.actions import Prepared, lay
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.papers.numbering import take, year_of
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.direct_line.models import in_place_of
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions import items
from zhuqi.mechanisms.meetings.enums import (
    Attending,
    BodyState,
    DecisionState,
    ItemState,
    MeetingRole,
    MeetingState,
    MeetingVerb,
)
from zhuqi.mechanisms.meetings.lifecycle import MEETING, MeetingFacts
from zhuqi.mechanisms.meetings.models import (
    AgendaLine,
    Body,
    Decision,
    Invitation,
    Item,
    Meeting,
)
from zhuqi.mechanisms.meetings.rules import order_of

MeetingChange: TypeAlias = RowChange[Meeting, MeetingVerb]
OBJECT, PLAN, PAPERS, NOTIFY = "meeting", "plan", "papers", "meeting.notify"
V = MeetingVerb
TOLD = frozenset(f"{OBJECT}.{word}" for word in (V.CALL, V.POSTPONE, V.CANCEL, V.CONFIRM))


def facts_of(row: Meeting, by: Person) -> MeetingFacts:
    """What the table decides on."""
    scope, office, held = by.scope, row.body.office_id, MeetingState(row.state)
    units = working_units(scope)
    invited = bool(units) and row.invitations.filter(unit__in=sorted(units)).exists()
    chairs = bool(row.body.chair_id) and row.body.chair_id in in_place_of(scope)
    roles = standing_as(
        (MeetingRole.OFFICE, office in scope.units(*queries.WRITERS)),
        (MeetingRole.SIGNER, chairs or (Role.SIGNER, office) in scope.posts),
        (MeetingRole.UNIT, invited),
    )
    left = undecided(row) if held == MeetingState.HELD else 0
    return MeetingFacts(held, roles, row.at <= timezone.now(), left)


def undecided(row: Meeting) -> int:
    """How many items of its agenda it has not decided about."""
    valid = Decision.objects.filter(meeting=row).exclude(state=DecisionState.VOID).order_by()
    return row.lines.exclude(item__in=valid.values("item")).count()


MEETINGS = RowNoun[Meeting, MeetingVerb](
    model=Meeting,
    object_type=OBJECT,
    load=alone(
        "body_id", "at", "year", "number", "state", "called_at", "held_at", "confirmed_at",
    ),
    stale="这次会议刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=MEETING,
    facts=facts_of,
    notify=NOTIFY,
    notified=TOLD,
)  # fmt: skip


def plan(
    *,
    body: Body,
    day: date,
    at: time,
    place: str,
    subject: str,
    by: Person,
    now: Now = None,
) -> Meeting:
    """筹备会议: of a body of one's own office; nobody else sees it before it is called.

    NotYours for who neither receives nor reviews in the office.
    """
    if body.office_id not in by.scope.units(*queries.WRITERS):
        raise NotYours("只有活动办的受理、审核人员可以筹备会议")
    row = Meeting(body=body, at=_moment(day, at))
    by = by.holding(body.office_id, *queries.WRITERS)
    with transaction.atomic(), MEETINGS.new(row, by=by, now=now) as change:
        runs = body.state == BodyState.ACTIVE
        change.require(runs, "body", f"“{body}”已停止运行")
        change.require(row.at >= change.now, "day", "开会时间不能早于现在")
        change.write(place=place, subject=subject)
        change.record(PLAN)
    return row


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=SHANGHAI)


def arrange(change: MeetingChange, *, listed: Sequence[Item], order: str) -> None:
    """排议程: which items of the body are on it, and in which order (by the numbers they have now).

    NotValid for an order that does not name each once.
    """
    row, wanted = change.row, {one.pk for one in listed}
    there = {line.item_id: line for line in row.lines.all()}
    open_ones = Item.objects.filter(body=row.body, pk__in=wanted - there.keys())
    ready = open_ones.filter(state=ItemState.READY).count()
    change.require(ready == len(wanted - there.keys()), "listed", "请选择待上会的议题")
    kept = [pk for pk in there if pk in wanted]
    fault, places = order_of(order, len(kept))
    change.require(not fault, "order", fault)
    change.begin(V.AGENDA)
    for pk in sorted(there.keys() - wanted):
        with items.ITEMS.open(pk, by=change.by, now=change.now) as one:
            items.unschedule(one)
    for pk in sorted(wanted - there.keys()):
        with items.ITEMS.open(pk, by=change.by, now=change.now) as one:
            items.schedule(one, meeting=row)
    sorted_ones = [kept[place] for place in places]
    left = AgendaLine.objects.filter(meeting=row).exclude(item__in=sorted_ones)
    lines = [there[pk] for pk in sorted_ones] + list(left.order_by("ordinal", "pk"))
    for place, line in enumerate(lines, start=1):
        line.ordinal = place
    AgendaLine.objects.bulk_update(lines, ["ordinal"])
    change.record(V.AGENDA.value, {"agenda": [line.item_id for line in lines]})


def add_papers(change: MeetingChange, *, papers: Sequence[Prepared]) -> None:
    """上传会议材料: read by whoever sees the meeting."""
    change.require(bool(papers), "papers", "请选择文件")
    change.begin(V.PAPERS)
    lay(change, papers, PAPERS)
    change.record(V.PAPERS.value)


def call(change: MeetingChange, *, guests: Sequence[Unit]) -> None:
    """通知开会: it gets its number of the body's year; members of that day, and guests called in,
    are invited.

    NotValid for guests that can't be called in, or where nobody is invited; NotNow where the
    server's clock shows a strange year.
    """
    row = change.row
    members = set(
        queries.members_on(row.body, timezone.localdate(row.at)).values_list("pk", flat=True)
    )
    called = {one.pk for one in guests} - members
    allowed = queries.answering(row.body).filter(pk__in=called).order_by().count()
    change.require(allowed == len(called), "guests", "请选择本级单位")
    change.require(bool(members | called), "guests", "没有成员单位，请选择列席单位")
    change.begin(V.CALL)
    _number(change)
    Invitation.objects.bulk_create(
        [
            *(Invitation(meeting=row, unit_id=pk) for pk in sorted(members)),
            *(Invitation(meeting=row, unit_id=pk, guest=True) for pk in sorted(called)),
        ]
    )
    row.called_at = change.now
    change.record(V.CALL.value, {"member_units": sorted(members | called)})


def series_of(body: Body) -> str:
    """The series of a body's meetings."""
    return f"meeting-{body.pk}"


def _number(change: MeetingChange) -> None:
    """第 3 次会议: of the body's meetings in the year it is held."""
    row = change.row
    row.year = year_of(row.at)
    [row.number] = take(row.body.office_id, series_of(row.body), change.now, year=row.year)


def answer(change: MeetingChange, *, answer: str, remark: str) -> None:
    """报参会情况: of one's unit that is invited (of several, all); again where it changes.

    NotValid without a reason where it cannot come, or a name where it sends somebody.
    """
    remark = change.texts(Invitation, remark=remark)["remark"]
    needed = {Attending.CANNOT: "请填写不能参加的原因", Attending.SENDS: "请填写派谁参加"}
    missing = needed.get(Attending(answer), "") if not remark else ""
    change.require(not missing, "remark", missing)
    change.begin(V.ANSWER)
    mine = change.row.invitations.filter(unit__in=sorted(working_units(change.by.scope)))
    units = sorted(mine.values_list("unit", flat=True))
    mine.update(answer=answer, remark=remark, answered_at=change.now)
    change.record(V.ANSWER.value, {"member_units": units})


def postpone(change: MeetingChange, *, day: date, at: time, place: str, reason: str) -> None:
    """改期: another time or place, with the reason; what units answered is asked anew, its number
    stays."""
    row, moment = change.row, _moment(day, at)
    change.require(moment >= change.now, "day", "开会时间不能早于现在")
    same_year = row.year is None or day.year == row.year
    change.require(same_year, "day", "已编次的会议不能改到另一年，请取消后另行筹备")
    change.write(place=place, reason=reason)
    change.require(bool(row.reason), "reason", "请填写改期的原因")
    change.begin(V.POSTPONE)
    row.at = moment
    row.invitations.update(answer="", remark="", answered_at=None)
    change.record(V.POSTPONE.value)


def cancel(change: MeetingChange, *, reason: str) -> None:
    """取消会议: with the reason; its items wait for another, its number is not given again."""
    change.write(reason=reason)
    change.require(bool(change.row.reason), "reason", "请填写取消的原因")
    change.refuse_wrong()
    MEETING.decide(facts_of(change.row, change.by), V.CANCEL)
    listed = Item.objects.filter(meeting=change.row).order_by("pk").values_list("pk", flat=True)
    for pk in list(listed):
        with items.ITEMS.open(pk, by=change.by, now=change.now) as one:
            items.unschedule(one)
    change.step(V.CANCEL)


def hold(change: MeetingChange, *, came: Sequence[Unit], opening: str) -> None:
    """记录到会、开会: which of the invited units came, and what the minutes begin with; corrected
    until the minutes are confirmed. NotNow before its time."""
    row, there = change.row, {one.pk for one in came}
    change.write(opening=opening)
    invited = set(row.invitations.values_list("unit", flat=True))
    change.require(there <= invited, "came", "请选择参会单位")
    change.begin(V.HOLD)
    row.invitations.filter(unit__in=there).update(present=True)
    row.invitations.exclude(unit__in=there).update(present=False)
    row.held_at = row.held_at or row.at
    change.record(V.HOLD.value, {"member_units": sorted(there)})


def confirm(change: MeetingChange) -> None:
    """确认纪要: by the chair or the office's signer; from here on items and decisions stand.

    NotNow as long as an item of the agenda has no decision.
    """
    change.begin(V.CONFIRM)
    change.row.confirmed_at, change.row.confirmed_by = change.now, change.by.actor.who
    change.record(V.CONFIRM.value)
