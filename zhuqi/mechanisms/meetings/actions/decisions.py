"""The verbs of a decision of a meeting."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from zhuqi.foundation.access import Actor, Person
from zhuqi.foundation.attachments.actions import Prepared, lay
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.enums import (
    ASKS_WORK,
    DecisionKind,
    DecisionRole,
    DecisionState,
    DecisionVerb,
    MeetingState,
)
from zhuqi.mechanisms.meetings.lifecycle import DECISION, DecisionFacts
from zhuqi.mechanisms.meetings.models import CoUnit, Decision, Item, Progress, Reply
from zhuqi.mechanisms.meetings.telling import firms_of

DecisionChange: TypeAlias = RowChange[Decision, DecisionVerb]
OBJECT, MADE, PROOF, NOTIFY = "meeting_decision", "made", "proof", "meeting_decision.notify"
V = DecisionVerb
TOLD = frozenset(f"{OBJECT}.{word}" for word in (MADE, V.REPORT, V.RETURN, V.ACCEPT, V.TELL))


def facts_of(row: Decision, by: Person) -> DecisionFacts:
    """What the table decides on."""
    scope, office = by.scope, row.meeting.body.office_id
    units = working_units(scope)
    lead = row.lead_id in units
    helps = bool(units) and not lead and row.co_units.filter(unit__in=sorted(units)).exists()
    roles = standing_as(
        (DecisionRole.OFFICE, office in scope.units(*queries.WRITERS)),
        (DecisionRole.JUDGE, office in scope.units(*queries.JUDGES)),
        (DecisionRole.LEAD, lead),
        (DecisionRole.CO, helps),
    )
    return DecisionFacts(
        DecisionState(row.state),
        roles,
        DecisionKind(row.kind),
        minuted=row.meeting.state == MeetingState.MINUTED,
        about_firms=row.case_id is not None or row.item.topic_id is not None,
        recused=row.lead_id != office and row.lead_id in scope.belongs,
    )


DECISIONS = RowNoun[Decision, DecisionVerb](
    model=Decision,
    object_type=OBJECT,
    load=alone(
        "meeting_id", "item_id", "kind", "lead_id", "due", "state", "decided_at", "signed_at",
        "reported_at", "done_at",
    ),
    stale="这项决定刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=DECISION,
    facts=facts_of,
    notify=NOTIFY,
    notified=TOLD,
)  # fmt: skip


def make(  # noqa: PLR0917 (what is decided)
    item: Item,
    kind: DecisionKind,
    text: str,
    to_firm: str,
    lead: Unit | None,
    co_units: Sequence[Unit],
    due: date | None,
    *,
    by: Person,
    now: Now,
) -> Decision:
    """What a meeting decided about an item, inside the transaction of the item's own verb.

    NotValid for what asks for work without a lead unit or a last day.
    """
    state = DecisionState.ISSUED if kind in ASKS_WORK else DecisionState.MADE
    row = Decision(item=item, meeting=item.meeting, case=item.case, kind=kind, state=state)
    with DECISIONS.new(row, by=by, now=now) as change:
        row.decided_at = change.now
        helping = _fill(change, text, to_firm, lead, co_units, due)
        change.refuse_wrong()
        row.save()
        _help(row, helping)
        change.record(MADE, {"member_units": helping})
    return row


def sign(change: DecisionChange) -> None:
    """签收: who signed for the lead unit, and when."""
    change.begin(V.SIGN)
    change.row.signed_at, change.row.signed_by = change.now, change.by.actor.who
    change.record(V.SIGN.value)


def report_progress(change: DecisionChange, *, text: str) -> None:
    """报进展: of the lead unit or one that helps."""
    text = change.texts(Progress, text=text)["text"]
    change.begin(V.PROGRESS)
    said = {"at": change.now, "text": text, "by": change.by.actor.who}
    row = change.row
    change.aggregate.new_rows.append(Progress(decision=row, case_id=row.case_id, **said))
    change.record(V.PROGRESS.value)


def report(change: DecisionChange, *, result: str, proofs: Sequence[Prepared] = ()) -> None:
    """报告落实: the lead unit says that it is done, with what proves it."""
    change.write(result=result)
    change.row.reported_at = change.now
    change.begin(V.REPORT)
    lay(change, proofs, PROOF)
    change.record(V.REPORT.value)


def accept(change: DecisionChange, *, reason: str) -> None:
    """认定落实: the office finds for the meeting that it is done, and says how it knows."""
    change.write(reason=reason)
    change.row.done_at = change.now
    change.step(V.ACCEPT)


def send_back(change: DecisionChange, *, reason: str, due: date) -> None:
    """退回继续落实: what is missing, and a new last day."""
    change.write(reason=reason)
    change.require(due >= change.today, "due", "完成期限不能早于今天")
    change.row.due, change.row.reported_at = due, None
    change.step(V.RETURN)


def revise(
    change: DecisionChange,
    *,
    text: str,
    to_firm: str,
    lead: Unit | None,
    co_units: Sequence[Unit],
    due: date | None,
) -> None:
    """修改决定: until the minutes are confirmed. Another lead unit signs for it anew."""
    row, before = change.row, change.row.lead_id
    helping = _fill(change, text, to_firm, lead, co_units, due)
    change.begin(V.REVISE)
    if row.lead_id != before and row.state == DecisionState.WORKING:
        row.state, row.signed_at, row.signed_by = DecisionState.ISSUED, None, ""
    CoUnit.objects.filter(decision=row).exclude(unit__in=helping).delete()
    there = set(CoUnit.objects.filter(decision=row).values_list("unit", flat=True))
    _help(row, [pk for pk in helping if pk not in there])
    change.record(V.REVISE.value, {"member_units": helping})


def void(change: DecisionChange, *, reason: str) -> None:
    """撤销决定: recorded wrongly; until the minutes are confirmed, and another is recorded then."""
    change.write(reason=reason)
    change.step(V.VOID)


def tell(change: DecisionChange, *, to_firm: str) -> None:
    """答复企业: the decision in plain words to the firm of its case, or of every case of its topic
    that goes on; each reads it on its case and is told. Done again, only those not yet told are.

    NotValid without words, or where there is nobody left to tell.
    """
    row = change.row
    text = change.texts(Reply, text=to_firm)["text"]
    firms = firms_of(row)
    change.require(bool(firms.to_tell), "to_firm", firms.why_nobody)
    change.begin(V.TELL)
    by = change.by.actor.who
    replies = [
        Reply(decision=row, case_id=case.pk, text=text, at=change.now, by=by)
        for case in firms.to_tell
    ]
    change.aggregate.new_rows.extend(replies)
    change.record(V.TELL.value, {"told_cases": [case.pk for case in firms.to_tell]})


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """What was decided about a case of which no copy may be kept; kinds, units and days stay."""
    rows = Decision.objects.filter(case=case_id)
    Progress.objects.filter(case=case_id).update(text="")
    Reply.objects.filter(case=case_id).update(text="")
    blank = {"text": "", "to_firm": "", "result": "", "reason": ""}
    erase_rows(OBJECT, rows, blank, by=by, reason=reason, now=now)


def _fill(  # noqa: PLR0917 (what is decided)
    change: DecisionChange,
    text: str,
    to_firm: str,
    lead: Unit | None,
    co_units: Sequence[Unit],
    due: date | None,
) -> list[int]:
    """The texts, and who does it by when; the ids of units that help."""
    row = change.row
    change.write(text=text, to_firm=to_firm)
    if row.kind not in ASKS_WORK:
        row.lead, row.due = None, None
        return []
    change.require(lead is not None, "lead", "请选择牵头单位")
    change.require(due is not None, "due", "请填写完成期限")
    kept = due == row.due
    change.require(due is None or kept or due >= change.today, "due", "完成期限不能早于今天")
    wanted = {one.pk for one in (lead, *co_units) if one is not None}
    allowed = queries.answering(row.meeting.body).filter(pk__in=wanted).order_by()
    known = set(allowed.values_list("pk", flat=True))
    change.require(lead is None or lead.pk in known, "lead", "请选择本级单位或成员单位")
    change.require(wanted <= known | {row.lead_id or 0}, "co_units", "请选择本级单位或成员单位")
    helping = sorted({one.pk for one in co_units})
    change.require(lead is None or lead.pk not in helping, "co_units", "牵头单位不用再列为配合单位")
    row.lead, row.due = lead, due
    return helping


def _help(row: Decision, units: Sequence[int]) -> None:
    CoUnit.objects.bulk_create(CoUnit(decision=row, unit_id=pk) for pk in units)
