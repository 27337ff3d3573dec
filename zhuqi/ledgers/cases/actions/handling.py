"""What office and units do with an accepted case: assign, sign, contact, report, answer."""

from collections.abc import Sequence
from datetime import datetime

from zhuqi.foundation.access import NotValid, Role
from zhuqi.foundation.attachments.actions import Prepared, attach
from zhuqi.foundation.directory.codes import lineage, prefix
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import CaseChange, Laid, required
from zhuqi.ledgers.cases.approval_schemes.rules import may_sign
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    AssignmentState,
    Disposition,
    Verb,
)
from zhuqi.ledgers.cases.models import Answer, Assignment, Case, Note

TEXT_LIMIT = 5000


def assign(
    change: CaseChange,
    *,
    lead: Unit | None,
    co: Sequence[Unit] = (),
    part: Sequence[Unit] = (),
    requirement: str = "",
) -> None:
    """交办: one lead unit, any co-units and part units; a result is demanded of each.

    The resolve clock starts now, when the sheets are issued. An office of a lower level may lead:
    it passes the sheet on to its units and towns, and later asks for the strike-off.

    NotValid without a lead unit; NotNow where another room speaks against it (assigning.py).
    """
    change.ask_against_assigning(hold=True)
    errors = _assignable(change.case, lead, co, part, requirement)
    step = change.begin(Verb.ASSIGN, errors)
    if lead is None:
        raise NotValid({"lead": "请选择主办单位"})
    case = change.case
    roles = AssignmentRole
    sheets = issue(
        change,
        [(lead, roles.LEAD), *((u, roles.CO) for u in co), *((u, roles.PART) for u in part)],
        requirement,
    )
    case.lead_unit = lead
    case.assigned_at = change.now
    case.round = max(case.round, 1)
    change.happen(step, Verb.ASSIGN, sheets=sheets, data={"units": [s.unit_id for s in sheets]})


def issue(
    change: CaseChange,
    units: Sequence[tuple[Unit, AssignmentRole]],
    requirement: str,
    *,
    parent: Assignment | None = None,
    due: datetime | None = None,
) -> list[Assignment]:
    """下发: a sheet for each unit, which lets it see the case."""
    last = max((a.sheet for a in change.aggregate.assignments), default=0)
    sheets = [
        Assignment(
            case=change.case,
            sheet=last + number,
            parent=parent,
            unit=unit,
            role=role,
            state=AssignmentState.ISSUED,
            requirement=requirement.strip(),
            issued_at=change.now,
            inner_due=due,
        )
        for number, (unit, role) in enumerate(units, 1)
    ]
    change.aggregate.assignments += sheets
    for sheet in sheets:
        change.involve(sheet.unit, sheet.role)
    return sheets


def _assignable(
    case: Case, lead: Unit | None, co: Sequence[Unit], part: Sequence[Unit], requirement: str
) -> dict[str, str]:
    errors: dict[str, str] = {}
    if lead is None:
        errors["lead"] = "请选择主办单位"
    chosen = [("lead", lead), *(("co", u) for u in co), *(("part", u) for u in part)]
    seen: set[int] = set()
    for field, unit in chosen:
        if unit is None:
            continue
        if not assignable(unit, case):
            errors[field] = f"不能交办给“{unit}”"
        elif unit.pk in seen:
            errors[field] = f"“{unit}”被选择了两次：主办、协办、分办各选一次"
        seen.add(unit.pk)
    if len(requirement) > TEXT_LIMIT:
        errors["requirement"] = f"办理要求最多 {TEXT_LIMIT} 字"
    return errors


def assignable(unit: Unit, case: Case) -> bool:
    """True if the case's ledger may issue a sheet to the unit: one of its own place, or of a place
    below or above it (a county asks the city's bureau), not of the county next door, whose office
    would get it by 转办."""
    here, there = case.office.region.code, unit.region.code
    near = there.startswith(prefix(here)) or there in lineage(here)
    stands = unit.kind != UnitKind.OFFICE or unit.level in BELOW[case.level]
    return unit.active and near and stands


# Offices stand in for their level: a ledger assigns only to offices of the levels below its own.
BELOW: dict[str, frozenset[str]] = {
    Level.PROVINCE: frozenset({Level.CITY, Level.COUNTY, Level.TOWN}),
    Level.CITY: frozenset({Level.COUNTY, Level.TOWN}),
    Level.COUNTY: frozenset({Level.TOWN}),
    Level.TOWN: frozenset(),
}


def recall(change: CaseChange, *, reason: str) -> None:
    """撤回交办: undo an assignment nobody has signed for."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "撤回原因", 500)
    step = change.begin(Verb.RECALL, errors)
    sheets = [a for a in change.aggregate.assignments if a.in_force]
    closed = [a for a in change.aggregate.assignments if a.state == AssignmentState.CLOSED]
    before = {(a.unit_id, a.role) for a in closed}
    for sheet in sheets:
        change.advance(sheet, Verb.RECALL)
        if (sheet.unit_id, sheet.role) not in before:
            change.uninvolve(sheet.unit_id, sheet.role)
    change.case.lead_unit = None
    change.case.assigned_at = None
    change.happen(step, Verb.RECALL, sheets=sheets, data={"reason": reason})


def sign(change: CaseChange, *, handler_phone: str = "") -> None:
    """签收: the unit takes its sheet; the lead's signature puts the case in progress.

    NotValid where the unit has no sheet.
    """
    step = change.begin(Verb.SIGN)
    own = own_sheet(change)
    own.signed_at = change.now
    own.signed_by = change.by.actor.name
    change.advance(own, Verb.SIGN)
    if own.role == AssignmentRole.LEAD:
        # A deputy signs for the one who comes back; the page says who stands in until then.
        handler = change.by.actor.acting_for or change.by.actor
        change.case.handler = handler.user_id
        change.case.handler_name = handler.name
        change.case.handler_phone = handler_phone
    change.happen(step, Verb.SIGN, sheets=[own])


def own_sheet(change: CaseChange) -> Assignment:
    """The sheet of the actor's unit; NotValid where it has none."""
    own = change.own
    if own is None:
        raise NotValid("本单位没有这件诉求的交办单")
    return own


def contact(change: CaseChange, *, text: str) -> None:
    """联系企业: the first contact with the firm, by phone or on site, in a sentence.

    NotValid where the unit has no sheet.
    """
    _enter(change, Verb.CONTACT, text, "联系情况")


def report_progress(change: CaseChange, *, text: str, attachments: Sequence[Prepared] = ()) -> None:
    """报告进展: a stage report; the firm reads it in its timeline.

    NotValid where the unit has no sheet.
    """
    _enter(change, Verb.PROGRESS, text, "进展情况", attachments)


def give_opinion(change: CaseChange, *, text: str, attachments: Sequence[Prepared] = ()) -> None:
    """协办意见: a co-unit's opinion, for the lead unit and the office.

    NotValid where the unit has no sheet.
    """
    _enter(change, Verb.OPINION, text, "协办意见", attachments)


def _enter(
    change: CaseChange, verb: Verb, text: str, label: str, files: Sequence[Prepared] = ()
) -> None:
    errors: dict[str, str] = {}
    text = required(errors, "text", text, label, TEXT_LIMIT)
    step = change.begin(verb, errors)
    own = own_sheet(change)
    if verb == Verb.OPINION:
        own.answered_at = change.now
        change.advance(own, verb)
    ordinal = change.enter(verb, text, own)
    attach_to(change, files, f"entry:{ordinal}")
    change.happen(
        step, verb, sheets=[own], data={"entry": ordinal, "files": len(files)},
        erasable={"text": text},
    )  # fmt: skip


def answer(
    change: CaseChange,
    *,
    text: str,
    disposition: Disposition,
    signed_by: str,
    attachments: Sequence[Prepared] = (),
    scan: Sequence[Prepared] = (),
) -> None:
    """提交答复: the lead unit's answer with its disposition and who signed it.

    Where the office has adopted a signing scheme, a scan of the signed paper has to lie with it,
    unless whoever submits it holds the rank to sign.

    NotValid where the unit has no sheet, or without that scan.
    """
    errors: dict[str, str] = {}
    text = required(errors, "text", text, "答复意见", TEXT_LIMIT)
    signed_by = required(errors, "signed_by", signed_by, "签发人", 40)
    needed = change.needed_rank(disposition)
    signs = needed is not None and may_sign(change.rank, needed)
    if needed is not None and not signs and not scan:
        errors["scan"] = f"须由{needed.label}签发：请上传签发件扫描件，或改用“送签答复”"
    change.begin(Verb.ANSWER, errors)
    proof = "system" if signs else "paper" if scan else ""
    number = submit_answer(
        change,
        text=text,
        disposition=disposition,
        signed_by=signed_by,
        proof=proof,
        files=attachments,
    )
    attach_to(change, scan, f"signed:{number}")


def submit_answer(
    change: CaseChange,
    *,
    text: str,
    disposition: Disposition,
    signed_by: str,
    proof: str,
    files: Sequence[Prepared] = (),
    author: int | None = None,
) -> int:
    """The signed answer goes to the office; returns its number within the case.

    NotValid where the unit has no sheet.
    """
    step = change.begin(Verb.ANSWER)
    own = own_sheet(change)
    own.answered_at = change.now
    change.advance(own, Verb.ANSWER)
    case = change.case
    row = Answer(
        case=case,
        assignment=own,
        round=case.round,
        text=text,
        disposition=disposition,
        signed_by=signed_by,
        answered_at=change.now,
        answered_by=change.by.actor.name,
        author=change.by.actor.user_id if author is None else author,
        proof=proof,
    )
    change.aggregate.answers.append(row)
    change.aggregate.new_rows.append(row)
    number = len(change.aggregate.answers)
    attach_to(change, files, f"answer:{number}")
    case.disposition = disposition
    case.answered_at = change.now
    change.happen(
        step, Verb.ANSWER, sheets=[own],
        data={"answer": number, "signed_by": signed_by, "proof": proof, "files": len(files)},
        erasable={"text": text},
    )  # fmt: skip
    return number


def attach_to(change: CaseChange, files: Sequence[Prepared], purpose: str) -> None:
    """Lay files on the case, under the part they belong to."""
    if files and change.aggregate.fresh:
        change.aggregate.laid.append(Laid(files, purpose, change.by.actor, change.now))
    elif files:
        attach(
            files, object_type=OBJECT, object_id=change.case.pk, purpose=purpose,
            by=change.by.actor, now=change.now,
        )  # fmt: skip


def note(change: CaseChange, *, text: str) -> None:
    """内部备注: stays inside the unit or office of its writer."""
    errors: dict[str, str] = {}
    text = required(errors, "text", text, "备注", 2000)
    step = change.begin(Verb.NOTE, errors)
    unit_id = note_unit(change)
    change.aggregate.new_rows.append(
        Note(case=change.case, unit_id=unit_id, text=text, at=change.now, by=change.by.actor.name)
    )
    change.happen(step, Verb.NOTE, data={"unit": unit_id}, erasable={"text": text})


def note_unit(change: CaseChange) -> int:
    """Whose note it is: the office's, else the writer's own sheet's unit, else the liaison's."""
    scope = change.by.scope
    for office_id in (change.case.office_id, change.case.origin_office_id, change.case.superior_id):
        if office_id in scope.offices:
            return int(office_id)
    if change.own is not None:
        return change.own.unit_id
    return min(scope.units(Role.LIAISON), default=change.case.office_id)
