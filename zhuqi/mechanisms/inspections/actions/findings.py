"""The verbs of a finding and its rectification notice."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeAlias

from zhuqi.foundation.access import NotNow, Person, Role
from zhuqi.foundation.attachments.actions import Prepared, lay
from zhuqi.foundation.changes import RowChange, RowNoun, alone
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.papers.numbering import take, written, year_of
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.enums import FindingRole, FindingState, FindingVerb, VisitState
from zhuqi.mechanisms.inspections.lifecycle import FINDING, FindingFacts
from zhuqi.mechanisms.inspections.models import Finding, Recheck, TeamMember
from zhuqi.mechanisms.inspections.models.rounds import works_for
from zhuqi.mechanisms.inspections.rules import LONGEST_LIMIT, due_of
from zhuqi.mechanisms.supervision.enums import SheetKind

FindingChange: TypeAlias = RowChange[Finding, FindingVerb]
OBJECT, FIND, EVIDENCE, NOTIFY = "inspection_finding", "find", "finding", "inspections.notify"
SERIES = "rectification"
TOLD = frozenset(
    f"{OBJECT}.{verb}"
    for verb in (FindingVerb.ISSUE, FindingVerb.REPLY, FindingVerb.FAIL, FindingVerb.PASS)
)


def facts_of(finding: Finding, by: Person) -> FindingFacts:
    """What the table decides on."""
    scope = by.scope
    member = TeamMember.objects.filter(round=finding.visit.round_id, user=scope.user_id)
    roles = standing_as(
        (FindingRole.TEAM, bool(scope.user_id) and member.exists()),
        (FindingRole.OFFICE, finding.office_id in scope.units(*queries.WRITERS)),
        (FindingRole.SIGNER, finding.office_id in scope.units(Role.SIGNER)),
        (FindingRole.UNIT, bool(finding.answering & working_units(scope))),
    )
    unfinished = finding.visit.state != VisitState.VISITED
    recused = works_for(scope, finding.unit) or works_for(scope, finding.visit.unit)
    return FindingFacts(FindingState(finding.state), roles, recused, unfinished)


FINDINGS = RowNoun[Finding, FindingVerb](
    model=Finding,
    object_type=OBJECT,
    load=alone(
        "state", "request", "number", "limit", "due_at", "found_at", "issued_at", "signed_at",
        "replied_at", "ended_at",
    ),
    stale="这个问题刚刚被其他人更新过，请核对后再提交",
    state_of=lambda finding: str(finding.get_state_display()),
    table=FINDING,
    facts=facts_of,
    notify=NOTIFY,
    notified=TOLD,
)  # fmt: skip


def come_to_be(
    finding: Finding, *, text: str, photos: Sequence[Prepared], by: Person, now: datetime
) -> None:
    """What was found at an inspection; inside the transaction of the inspection's own verb."""
    finding.found_at = now
    with FINDINGS.new(finding, by=by, now=now) as change:
        change.write(text=text)
        change.refuse_wrong()
        # Before its event, which vouches for the files too.
        finding.save()
        lay(change, photos, EVIDENCE)
        about = {
            "inspection_visit": finding.visit_id,
            "checklist_item": finding.item_id,
            "unit": finding.unit_id,
        }
        change.record(FIND, about)


def draft(change: FindingChange, *, demand: str, limit: int) -> None:
    """拟整改通知: what is to be put right, and in how many working days."""
    _fill(change, demand, limit)
    change.step(FindingVerb.DRAFT)


def issue(change: FindingChange, *, demand: str, limit: int) -> None:
    """签发: the office's signer, who may alter what was drafted; it gets its number now."""
    _fill(change, demand, limit)
    change.begin(FindingVerb.ISSUE)
    _number(change)
    change.record(FindingVerb.ISSUE.value)


def send_back(change: FindingChange, *, reason: str) -> None:
    """退回重拟: the signer wants it written otherwise."""
    change.write(reason=reason)
    change.step(FindingVerb.RETURN)


def sign(change: FindingChange) -> None:
    """签收: who signed for the unit, and when."""
    change.begin(FindingVerb.SIGN)
    change.row.signed_at, change.row.signed_by = change.now, change.by.actor.who
    change.record(FindingVerb.SIGN.value)


def reply(change: FindingChange, *, reply: str, proofs: Sequence[Prepared] = ()) -> None:
    """回复整改情况: what was put right and how, with what proves it."""
    change.write(reply=reply)
    change.row.replied_at = change.now
    change.begin(FindingVerb.REPLY)
    lay(change, proofs, proof_of(change.row.rechecks.count() + 1))
    change.record(FindingVerb.REPLY.value)


def proof_of(turn: int) -> str:
    """Which part of a finding the files of the unit's answer of that turn belong to."""
    return f"reply:{turn}"


def pass_(change: FindingChange, *, day: date, remark: str) -> None:
    """复查通过、销号: it holds, seen on that day. NotNow where nothing has been answered."""
    _rechecked(change, day, remark)
    change.begin(FindingVerb.PASS)
    _keep(change, day, passed=True)
    change.row.ended_at = change.now
    change.record(FindingVerb.PASS.value, {"day": day.isoformat()})


def fail(change: FindingChange, *, day: date, remark: str, limit: int) -> None:
    """复查未通过: back to the unit with a new limit from now; what it had answered is kept.

    NotNow where nothing has been answered.
    """
    _rechecked(change, day, remark)
    _limit(change, limit)
    change.begin(FindingVerb.FAIL)
    _keep(change, day, passed=False)
    row = change.row
    row.reply, row.replied_at = "", None
    row.due_at = due_of(calendar(row.unit.region.code), limit, change.now)
    change.record(FindingVerb.FAIL.value, {"day": day.isoformat()})


def drop(change: FindingChange, *, reason: str) -> None:
    """撤销: it was none; a number it had stays its own. With the reason."""
    change.write(reason=reason)
    change.row.ended_at = change.now
    change.step(FindingVerb.DROP)


def _fill(change: FindingChange, demand: str, limit: int) -> None:
    change.write(demand=demand)
    _limit(change, limit)


def _limit(change: FindingChange, limit: int) -> None:
    fits = 1 <= limit <= LONGEST_LIMIT
    change.require(fits, "limit", f"整改时限请填 1 到 {LONGEST_LIMIT} 个工作日")
    change.row.limit = limit


def _number(change: FindingChange) -> None:
    """〔2026〕3号 and the time to put it right. Nothing is numbered that is refused. Requests are
    of the series of all the office's requests."""
    change.refuse_wrong()
    row, now = change.row, change.now
    [number] = take(row.office_id, SheetKind.REQUEST if row.request else SERIES, now)
    row.number, row.issued_at = written(year_of(now), number), now
    row.due_at = due_of(calendar(row.unit.region.code), row.limit, now)


def _rechecked(change: FindingChange, day: date, remark: str) -> None:
    change.texts(Recheck, remark=remark)
    row = change.row
    change.require(day <= change.today, "day", "复查还没有到这一天")
    early = row.replied_at is not None and day < row.replied_at.astimezone(SHANGHAI).date()
    change.require(not early, "day", "复查日期不能早于单位回复的日子")


def _keep(change: FindingChange, day: date, *, passed: bool) -> None:
    row = change.row
    if row.due_at is None or row.replied_at is None:
        raise NotNow("还没有收到整改情况", state=str(row.get_state_display()))
    Recheck.objects.create(
        finding=row, passed=passed, day=day, remark=change.words["remark"], reply=row.reply,
        replied_at=row.replied_at, due_at=row.due_at, by=change.by.actor.who,
    )  # fmt: skip
