"""What office and units do with an accepted case: assign, sign, contact, report, answer."""

from collections.abc import Sequence

from zhuqi.foundation.access import NotValid, Role
from zhuqi.foundation.attachments.actions import Prepared, attach
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import Work, required
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    AssignmentState,
    Disposition,
    InvolvementRole,
    Verb,
)
from zhuqi.ledgers.cases.models import Answer, Assignment, Note

TEXT_LIMIT = 5000


def assign(
    work: Work, *, lead: Unit | None, co: Sequence[Unit] = (), requirement: str = ""
) -> None:
    """交办: one lead unit, any co-units. The resolve clock starts now, when the sheet is issued."""
    errors = _assignable(lead, co, requirement)
    step = work.begin(Verb.ASSIGN, errors)
    if lead is None:
        raise NotValid({"lead": "请选择主办单位"})
    case = work.case
    last = max((a.sheet for a in work.dossier.assignments), default=0)
    sheets = [
        Assignment(
            case=case,
            sheet=last + number,
            unit=unit,
            role=AssignmentRole.LEAD if number == 1 else AssignmentRole.CO,
            state=AssignmentState.ISSUED,
            requirement=requirement.strip(),
            issued_at=work.now,
        )
        for number, unit in enumerate([lead, *co], 1)
    ]
    work.dossier.assignments += sheets
    for sheet in sheets:
        role = InvolvementRole.LEAD if sheet.role == AssignmentRole.LEAD else InvolvementRole.CO
        work.involve(sheet.unit, role)
    case.lead_unit = lead
    case.assigned_at = work.now
    case.round = 1
    work.happen(step, Verb.ASSIGN, sheets=sheets, data={"units": [s.unit_id for s in sheets]})


def _assignable(lead: Unit | None, co: Sequence[Unit], requirement: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if lead is None:
        errors["lead"] = "请选择主办单位"
    for unit in (lead, *co):
        if unit is not None and (not unit.active or unit.kind == UnitKind.OFFICE):
            errors["lead" if unit is lead else "co"] = f"不能交办给“{unit}”"
    if lead is not None and lead in co:
        errors["co"] = f"“{lead}”已是主办单位，不能同时协办"
    if len({unit.pk for unit in co}) != len(co):
        errors["co"] = "协办单位重复"
    if len(requirement) > TEXT_LIMIT:
        errors["requirement"] = f"办理要求最多 {TEXT_LIMIT} 字"
    return errors


def recall(work: Work, *, reason: str) -> None:
    """撤回交办: undo an assignment nobody has signed for."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "撤回原因", 500)
    step = work.begin(Verb.RECALL, errors)
    sheets = [a for a in work.dossier.assignments if a.state != AssignmentState.RECALLED]
    for sheet in sheets:
        sheet.state = AssignmentState.RECALLED
        work.touch(sheet)
    work.dossier.uninvolve += [sheet.unit_id for sheet in sheets]
    work.case.lead_unit = None
    work.case.assigned_at = None
    work.case.round = 0
    work.happen(step, Verb.RECALL, sheets=sheets, data={"reason": reason})


def sign(work: Work, *, handler_phone: str = "") -> None:
    """签收: the unit takes its sheet; the lead's signature puts the case in progress."""
    step = work.begin(Verb.SIGN)
    own = _own(work)
    own.signed_at = work.now
    own.signed_by = work.by.actor.name
    work.advance(own, Verb.SIGN)
    if own.role == AssignmentRole.LEAD:
        work.case.handler_name = work.by.actor.name
        work.case.handler_phone = handler_phone
    work.happen(step, Verb.SIGN, sheets=[own])


def _own(work: Work) -> Assignment:
    own = work.own
    if own is None:
        raise NotValid("本单位没有这件诉求的交办单")
    return own


def contact(work: Work, *, text: str) -> None:
    """联系企业: the first contact with the firm, by phone or on site, in a sentence."""
    _enter(work, Verb.CONTACT, text, "联系情况")


def report_progress(work: Work, *, text: str, files: Sequence[Prepared] = ()) -> None:
    """报告进展: a stage report; the firm reads it in its timeline."""
    _enter(work, Verb.PROGRESS, text, "进展情况", files)


def give_opinion(work: Work, *, text: str, files: Sequence[Prepared] = ()) -> None:
    """协办意见: a co-unit's opinion, for the lead unit and the office."""
    _enter(work, Verb.OPINION, text, "协办意见", files)


def _enter(work: Work, verb: Verb, text: str, label: str, files: Sequence[Prepared] = ()) -> None:
    errors: dict[str, str] = {}
    text = required(errors, "text", text, label, TEXT_LIMIT)
    step = work.begin(verb, errors)
    own = _own(work)
    if verb == Verb.OPINION:
        own.answered_at = work.now
        work.advance(own, verb)
    ordinal = work.enter(verb, text, own)
    _attach(work, files, f"entry:{ordinal}")
    work.happen(
        step, verb, sheets=[own], data={"entry": ordinal, "files": len(files)},
        erasable={"text": text},
    )  # fmt: skip


def answer(
    work: Work,
    *,
    text: str,
    disposition: Disposition,
    signed_by: str,
    files: Sequence[Prepared] = (),
) -> None:
    """提交答复: the lead unit's answer with its disposition and who signed it."""
    errors: dict[str, str] = {}
    text = required(errors, "text", text, "答复意见", TEXT_LIMIT)
    signed_by = required(errors, "signed_by", signed_by, "签发人", 40)
    step = work.begin(Verb.ANSWER, errors)
    own = _own(work)
    own.answered_at = work.now
    work.advance(own, Verb.ANSWER)
    case = work.case
    row = Answer(
        case=case,
        assignment=own,
        round=case.round,
        text=text,
        disposition=disposition,
        signed_by=signed_by,
        answered_at=work.now,
        answered_by=work.by.actor.name,
    )
    work.dossier.answers.append(row)
    work.dossier.new_rows.append(row)
    number = len(work.dossier.answers)
    _attach(work, files, f"answer:{number}")
    case.disposition = disposition
    case.answered_at = work.now
    work.happen(
        step, Verb.ANSWER, sheets=[own],
        data={"answer": number, "signed_by": signed_by, "files": len(files)},
        erasable={"text": text},
    )  # fmt: skip


def _attach(work: Work, files: Sequence[Prepared], purpose: str) -> None:
    if files:
        attach(
            files, object_type=OBJECT, object_id=work.case.pk, purpose=purpose,
            by=work.by.actor, now=work.now,
        )  # fmt: skip


def note(work: Work, *, text: str) -> None:
    """内部备注: stays inside the unit or office of its writer."""
    errors: dict[str, str] = {}
    text = required(errors, "text", text, "备注", 2000)
    step = work.begin(Verb.NOTE, errors)
    unit_id = note_unit(work)
    work.dossier.new_rows.append(
        Note(case=work.case, unit_id=unit_id, text=text, at=work.now, by=work.by.actor.name)
    )
    work.happen(step, Verb.NOTE, data={"unit": unit_id}, erasable={"text": text})


def note_unit(work: Work) -> int:
    """Whose note it is: the office's, else the writer's own sheet's unit, else the liaison's."""
    scope = work.by.scope
    if work.case.office_id in scope.offices:
        return work.case.office_id
    if work.own is not None:
        return work.own.unit_id
    return min(scope.units(Role.LIAISON), default=work.case.office_id)
