"""The verbs of an item."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow, NotYours, Person, Scope
from zhuqi.foundation.audit.actions import insert_rows
from zhuqi.foundation.changes import (
    Now,
    RowAggregate,
    RowChange,
    RowNoun,
    alone,
    save,
    write_children,
)
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.models import Case, Topic
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.requests.actions import objections
from zhuqi.ledgers.cases.requests.actions.asking import may_be_upheld
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.ledgers.cases.retention.queries import GONE
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions import decisions
from zhuqi.mechanisms.meetings.enums import (
    OPEN_ITEMS,
    TO_COME,
    DecisionKind,
    DecisionState,
    Ground,
    ItemRole,
    ItemState,
    ItemVerb,
    MeetingState,
)
from zhuqi.mechanisms.meetings.lending import lend, lends, take_back, why_not_lent
from zhuqi.mechanisms.meetings.lifecycle import ITEM, ItemFacts
from zhuqi.mechanisms.meetings.models import (
    Adviser,
    AgendaLine,
    Body,
    Decision,
    Item,
    Meeting,
    Opinion,
    Statement,
)
from zhuqi.mechanisms.meetings.models.bodies import current_on
from zhuqi.mechanisms.meetings.proposing import Found

ItemChange: TypeAlias = RowChange[Item, ItemVerb]
OBJECT, PUT, NOTIFY = "meeting_item", "put", "meeting_item.notify"
V = ItemVerb
TOLD = frozenset(f"{OBJECT}.{word}" for word in (PUT, V.CONFIRM, V.REFUSE, V.CONSULT, V.OPINE))


def facts_of(row: Item, by: Person) -> ItemFacts:
    """What the table decides on."""
    asked = [one for one in row.opinions.all() if one.user_id == by.scope.user_id]
    roles = standing_as(
        (ItemRole.OFFICE, row.body.office_id in by.scope.units(*queries.WRITERS)),
        (ItemRole.ADVISER, bool(asked)),
    )
    state = ItemState(row.state)
    meeting = MeetingState(row.meeting.state) if row.meeting else None
    decided = meeting == MeetingState.HELD and (
        row.decisions.filter(meeting=row.meeting).exclude(state=DecisionState.VOID).exists()
    )
    given = any(one.given_at for one in asked)
    case = row.case
    veiled = bool(case and case.confidential and case.office_id not in by.scope.offices)
    return ItemFacts(state, roles, meeting, decided, given, veiled)


def _write(aggregates: Sequence[RowAggregate[Item]]) -> None:
    """New ones in one statement: the rule puts many."""
    new = [one.row for one in aggregates if not one.row.pk]
    for aggregate in aggregates:
        if aggregate.row.pk:
            aggregate.row.save()
    insert_rows(new)
    write_children(aggregates)


ITEMS = RowNoun[Item, ItemVerb](
    model=Item,
    object_type=OBJECT,
    load=alone(
        "body_id", "topic_id", "unit_id", "ground", "measured", "state", "meeting_id", "deferred",
        "put_at",
    ),
    write=_write,
    stale="这项议题刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=ITEM,
    facts=facts_of,
    notify=NOTIFY,
    notified=TOLD,
)  # fmt: skip


# Put to a body ------------------------------------------------------------------------------------


def put(
    *,
    body: Body,
    title: str,
    text: str,
    case: Case | None,
    topic: Topic | None,
    by: Person,
    now: Now = None,
) -> Item:
    """提出议题: by the body's office, confirmed at once; by a unit where the body lets it, to be
    confirmed by the office. About a case one sees, a topic of the office, or neither; to a
    consultation with a group or to 指导服务 about a case, which a county's office so opens to those
    who run it until it is decided.

    NotYours for who may not put items to the body; NotValid for a case or topic that is its open
    item already.
    """
    scope, moment = by.scope, now or timezone.now()
    if not queries.putting(scope, timezone.localdate(moment)).filter(pk=body.pk).exists():
        raise NotYours("您的单位不能向这个会议机构提议题")
    ours = body.office_id in scope.units(*queries.WRITERS)
    unit = None if ours else _unit_of(body, scope, timezone.localdate(moment))
    state = ItemState.READY if ours else ItemState.PROPOSED
    row = Item(
        body=body, case=case, topic=topic, unit_id=unit, ground=Ground.HAND, state=state,
        put_at=moment,
    )  # fmt: skip
    by = by.holding(body.office_id, *queries.WRITERS) if ours else by
    with transaction.atomic(), ITEMS.new(row, by=by, now=moment) as change:
        change.write(title=title, text=text)
        _about(change, by)
        change.refuse_wrong()
        lent = lends(body, case, by)
        if lent:
            # Before its event, which vouches for what is opened too.
            row.save()
            lend(row, by=by, now=moment)
        about = {"body": body.pk, "case": case.pk if case else None}
        change.record(PUT, about | ({"lent": True} if lent else {}))
    return row


def _unit_of(body: Body, scope: Scope, day: date) -> int:
    """Of one's units the member, where one is."""
    units = working_units(scope)
    members = (
        queries.members_on(body, day).filter(pk__in=sorted(units)).values_list("pk", flat=True)
    )
    return min(members, default=min(units))


def _about(change: ItemChange, by: Person) -> None:
    row = change.row
    wrong = why_not_lent(row.body, row.case, by)
    change.require(not wrong, "case", wrong)
    change.require(not (row.case and row.topic), "topic", "诉求和共性问题只选一样")
    open_ones = Item.objects.filter(body=row.body, state__in=sorted(OPEN_ITEMS))
    # Two who put it at once wait for each other here.
    Body.objects.select_for_update(of=("self",)).get(pk=row.body_id)
    if row.case is not None:
        seen = Case.objects.visible_to(by.scope).filter(pk=row.case.pk, sealed=False).exists()
        change.require(seen, "case", "没有这个编号的诉求，或您看不到")
        twice = open_ones.filter(case=row.case).exists()
        change.require(not twice, "case", "这件诉求已经是该会议机构的议题")
    if row.topic is not None:
        same = row.topic.office_id == row.body.office_id
        change.require(same, "topic", "请选择本级台账的共性问题")
        twice = open_ones.filter(topic=row.topic).exists()
        change.require(not twice, "topic", "这个共性问题已经是该会议机构的议题")


def put_by_rule(body: Body, found: Sequence[Found], *, by: Person, now: Now) -> list[Item]:
    """What the rule found, to be confirmed; in one go."""
    moment = now or timezone.now()
    rows = [
        Item(
            body=body, case=one.case, topic=one.topic, ground=one.ground, measured=one.measured,
            title=one.title[:120], text=one.words, state=ItemState.PROPOSED, put_at=moment,
        )
        for one in found
    ]  # fmt: skip
    aggregates = ITEMS.load(rows)
    for aggregate in aggregates:
        change = RowChange[Item, ItemVerb](aggregate, by, moment, noun=ITEMS)
        row = aggregate.row
        change.words = {"title": row.title, "text": row.text}
        change.record(PUT, {"body": body.pk, "case": row.case_id})
    save(ITEMS, aggregates)
    return rows


def confirm(change: ItemChange) -> None:
    """确认上会: it waits for a meeting."""
    change.step(V.CONFIRM)


def refuse(change: ItemChange, *, reason: str) -> None:
    """不上会: with the reason; on the same ground the rule does not put it again."""
    change.write(reason=reason)
    change.require(bool(change.row.reason), "reason", "请填写不上会的原因")
    change.begin(V.REFUSE)
    take_back(change.row, now=change.now)
    change.record(V.REFUSE.value)


def revise(change: ItemChange, *, title: str, text: str) -> None:
    """修改议题: as it will be read at the meeting."""
    change.write(title=title, text=text)
    change.step(V.REVISE)


def schedule(change: ItemChange, *, meeting: Meeting) -> None:
    """列入议程: as the last item of a meeting of its body that is still to come."""
    row = change.row
    fits = meeting.body_id == row.body_id and meeting.state in TO_COME
    change.require(fits, "meeting", "请选择该会议机构还没有召开的会议")
    change.begin(V.SCHEDULE)
    last = AgendaLine.objects.filter(meeting=meeting).aggregate(last=Max("ordinal"))["last"]
    AgendaLine.objects.create(meeting=meeting, item=row, ordinal=(last or 0) + 1)
    row.meeting = meeting
    change.record(V.SCHEDULE.value, {"meeting": meeting.pk})


def unschedule(change: ItemChange) -> None:
    """撤出议程: it waits for another meeting. NotNow once its meeting has been held."""
    row = change.row
    change.begin(V.UNSCHEDULE)
    AgendaLine.objects.filter(meeting=row.meeting_id, item=row).delete()
    row.meeting = None
    change.record(V.UNSCHEDULE.value)


def drop(change: ItemChange, *, reason: str) -> None:
    """撤下议题: it needs no meeting any more; with the reason."""
    change.write(reason=reason)
    change.require(bool(change.row.reason), "reason", "请填写撤下的原因")
    change.begin(V.DROP)
    take_back(change.row, now=change.now)
    change.record(V.DROP.value)


# Opinions and statements --------------------------------------------------------------------------


def consult(change: ItemChange, *, advisers: Sequence[Adviser]) -> None:
    """请专家顾问提意见: advisers of the body now; from here on they read the item.

    NotValid for nobody, for others, or for those asked already.
    """
    row, wanted = change.row, {one.pk for one in advisers}
    there = Adviser.objects.filter(current_on(change.today), body=row.body, pk__in=wanted)
    known = {one.pk: one for one in there}
    change.require(bool(wanted), "advisers", "请选择专家、法律顾问")
    change.require(wanted == set(known), "advisers", "请选择现在聘请的专家、法律顾问")
    asked = {one.user_id for one in row.opinions.all()}
    people = {one.user_id: one for one in known.values() if one.user_id not in asked}
    change.require(bool(people), "advisers", "已经请他们提过意见")
    change.begin(V.CONSULT)
    Opinion.objects.bulk_create(
        Opinion(item=row, case_id=row.case_id, user_id=pk, kind=one.kind, asked_at=change.now)
        for pk, one in sorted(people.items())
    )
    change.record(V.CONSULT.value, {"advisers": sorted(people)})


def opine(change: ItemChange, *, opinion: str) -> None:
    """提书面意见: of one who was asked, once; dated, shown on the item and in the minutes."""
    text = change.texts(Opinion, text=opinion)["text"]
    if "text" in change.errors:
        change.errors["opinion"] = change.errors.pop("text")
    change.begin(V.OPINE)
    mine = Opinion.objects.filter(item=change.row, user=change.by.scope.user_id)
    mine.update(text=text, given_at=change.now)
    change.record(V.OPINE.value)


def state(change: ItemChange, *, unit: Unit, statement: str) -> None:
    """记录表态: what a unit said about it at the meeting; until the minutes are confirmed."""
    row = change.row
    text = change.texts(Statement, text=statement)["text"]
    if "text" in change.errors:
        change.errors["statement"] = change.errors.pop("text")
    known = row.meeting is not None and row.meeting.invitations.filter(unit=unit).exists()
    change.require(known, "unit", "请选择参会单位")
    change.begin(V.STATE)
    said = Statement(
        item=row, case_id=row.case_id, meeting=row.meeting, unit=unit, text=text, at=change.now
    )
    change.aggregate.new_rows.append(said)
    change.record(V.STATE.value, {"unit": unit.pk})


# Decided ------------------------------------------------------------------------------------------


def decide(
    change: ItemChange,
    *,
    kind: str,
    text: str,
    to_firm: str,
    lead: Unit | None,
    co_units: Sequence[Unit],
    due: date | None,
    settle: bool = False,
) -> Decision:
    """记录决定: of the meeting it is on, until the minutes are confirmed. What is put off waits for
    the next meeting. `settle`: the objection to the case's sheet is decided with it, by the case's
    own verb: the unit that objected keeps it, or it goes to the lead unit.

    NotNow before the meeting or where it has decided already; NotValid for work without a unit or
    a day; what 改派、维持交办 refuse, and then nothing is recorded.
    """
    row, decided = change.row, DecisionKind(kind)
    asks = not settle or (decided == DecisionKind.WORK and row.case is not None)
    change.require(asks, "settle", "交有关单位办理的，才能同时裁定争议")
    change.begin(V.DECIDE)
    made = decisions.make(
        row, decided, text, to_firm, lead, co_units, due, by=change.by, now=change.now
    )
    if settle and row.case is not None and made.lead is not None:
        _settle(row.case, made.lead, f"{made.meeting}：{made.text}", change)
    if decided == DecisionKind.DEFERRED:
        row.state, row.meeting = ItemState.READY, None
        row.deferred += 1
    else:
        take_back(row, now=change.now)
    change.record(V.DECIDE.value, {"decision": made.pk, "kind": kind})
    return made


def _settle(case: Case, lead: Unit, reason: str, change: ItemChange) -> None:
    with open_case(case.pk, by=change.by, now=change.now) as work:
        open_ones = objections.open_questions(work)
        if len(open_ones) != 1:
            raise NotNow("请到诉求页上裁定争议", state=str(case.get_state_display()))
        [question] = open_ones
        words = reason[: objections.TEXT_LIMIT]
        if question.assignment.unit_id == lead.pk and may_be_upheld(question):
            objections.uphold(work, reason=words)
        else:
            objections.reassign(work, unit=lead, reason=words)


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """Items about a case of which no copy may be kept, and what was said of them."""
    Opinion.objects.filter(case=case_id).update(text="")
    Statement.objects.filter(case=case_id).update(text="")
    rows = Item.objects.filter(case=case_id)
    blank = {"title": GONE, "text": "", "reason": ""}
    erase_rows(OBJECT, rows, blank, by=by, reason=reason, now=now)
