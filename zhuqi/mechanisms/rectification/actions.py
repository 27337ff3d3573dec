"""The verbs of a row of the ledger of rectification; the only place that writes one."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from django.db import transaction

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.attachments.actions import Prepared, lay
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.inspections.enums import FindingState
from zhuqi.mechanisms.inspections.models import Finding
from zhuqi.mechanisms.inspections.models.rounds import works_for
from zhuqi.mechanisms.inspections.queries import WRITERS
from zhuqi.mechanisms.rectification import queries
from zhuqi.mechanisms.rectification.enums import (
    RectificationRole,
    RectificationState,
    RectificationVerb,
)
from zhuqi.mechanisms.rectification.lifecycle import RECTIFICATION, RectificationFacts
from zhuqi.mechanisms.rectification.models import Progress, Rectification

RectificationChange: TypeAlias = RowChange[Rectification, RectificationVerb]
OBJECT, ENTER, NOTIFY, PROOF = "rectification", "enter", "rectification.notify", "proof"
TOLD = frozenset(
    f"{OBJECT}.{word}"
    for word in (
        ENTER, RectificationVerb.PROVE, RectificationVerb.RETURN, RectificationVerb.CLOSE,
        RectificationVerb.REOPEN,
    )
)  # fmt: skip


def facts_of(row: Rectification, by: Person) -> RectificationFacts:
    """What the table decides on."""
    scope = by.scope
    roles = standing_as(
        (RectificationRole.OFFICE, row.office_id in scope.units(*WRITERS)),
        (RectificationRole.REVIEWER, row.office_id in scope.units(*queries.REVIEWERS)),
        (RectificationRole.UNIT, row.unit_id in working_units(scope)),
    )
    # An office's own failings are its own to strike off: there is nobody else on its level.
    recused = row.unit_id != row.office_id and works_for(scope, row.unit)
    return RectificationFacts(RectificationState(row.state), roles, recused)


RECTIFICATIONS = RowNoun[Rectification, RectificationVerb](
    model=Rectification,
    object_type=OBJECT,
    load=alone("state", "due", "entered_at", "proven_at", "closed_at"),
    stale="这一项刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=RECTIFICATION,
    facts=facts_of,
    notify=NOTIFY,
    notified=TOLD,
)


def enter(
    *,
    office: Unit,
    unit: Unit,
    finding: Finding | None,
    problem: str,
    measure: str,
    post: str,
    due: date,
    by: Person,
    now: Now = None,
) -> Rectification:
    """列账: by hand, or of what was found at an inspection, which is in the ledger once.

    NotYours for who neither receives nor reviews in the office.
    """
    if office.pk not in by.scope.units(*WRITERS):
        raise NotYours("只有活动办的受理、审核人员可以列入专项整治")
    row = Rectification(office=office, unit=unit, finding=finding, due=due)
    by = by.holding(office.pk, *WRITERS)
    with transaction.atomic(), RECTIFICATIONS.new(row, by=by, now=now) as change:
        ours = queries.responsible(office).filter(pk=unit.pk).exists()
        change.require(ours, "unit", f"“{unit}”不归本活动办督促")
        _of_finding(change)
        change.require(due >= change.today, "due", "整改期限不能早于今天")
        change.write(problem=problem, measure=measure, post=post)
        row.entered_at = change.now
        about = {"office": office.pk, "unit": unit.pk, "finding": finding.pk if finding else None}
        change.record(ENTER, about)
    return row


def _of_finding(change: RectificationChange) -> None:
    finding = change.row.finding
    if finding is None:
        return
    # A section's failings are its unit's.
    units = {finding.unit_id, finding.unit.parent_id}
    same = finding.office_id == change.row.office_id and change.row.unit_id in units
    change.require(same, "finding", "列账单位、责任单位应与检查发现的问题一致")
    # Two who enter it at once wait for each other here.
    Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    there = Rectification.objects.filter(finding=finding).exists()
    change.require(not there, "finding", "这个问题已经列入专项整治")
    holds = finding.state != FindingState.DROPPED
    change.require(holds, "finding", "这个问题已经撤销")


def revise(
    change: RectificationChange, *, problem: str, measure: str, post: str, due: date
) -> None:
    """修改: problem, measure, post or last day; the log keeps what stood there."""
    change.write(problem=problem, measure=measure, post=post)
    _until(change, due)
    change.step(RectificationVerb.REVISE)


def report(change: RectificationChange, *, text: str) -> None:
    """报进展: how far the unit has come."""
    text = change.texts(Progress, text=text)["text"]
    change.begin(RectificationVerb.PROGRESS)
    said = {"at": change.now, "text": text, "by": change.by.actor.who}
    change.aggregate.new_rows.append(Progress(rectification=change.row, **said))
    change.record(RectificationVerb.PROGRESS.value)


def prove(change: RectificationChange, *, proof: str, proofs: Sequence[Prepared] = ()) -> None:
    """申请销号: what has been put right, with what proves it."""
    change.write(proof=proof)
    change.row.proven_at = change.now
    change.begin(RectificationVerb.PROVE)
    lay(change, proofs, PROOF)
    change.record(RectificationVerb.PROVE.value)


def close(change: RectificationChange, *, reason: str) -> None:
    """销号: the office has seen that it is put right, and says how."""
    change.write(reason=reason)
    change.row.closed_at = change.now
    change.step(RectificationVerb.CLOSE)


def send_back(change: RectificationChange, *, reason: str, due: date) -> None:
    """退回继续整改: what is missing, and a new last day."""
    _again(change, reason, due)
    change.step(RectificationVerb.RETURN)


def reopen(change: RectificationChange, *, reason: str, due: date) -> None:
    """重新整改: it has come back, or was struck off too early; the strike-off stays in the log."""
    _again(change, reason, due)
    change.row.closed_at = None
    change.step(RectificationVerb.REOPEN)


def void(change: RectificationChange, *, reason: str) -> None:
    """撤销: it should not be in the ledger; with the reason."""
    change.write(reason=reason)
    change.step(RectificationVerb.VOID)


def _again(change: RectificationChange, reason: str, due: date) -> None:
    change.write(reason=reason)
    _until(change, due)
    change.row.proven_at = None


def _until(change: RectificationChange, due: date) -> None:
    kept = due == change.row.due and change.row.state == RectificationState.OPEN
    change.require(kept or due >= change.today, "due", "整改期限不能早于今天")
    change.row.due = due
