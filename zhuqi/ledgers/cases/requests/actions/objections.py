"""异议: a unit objects to its sheet; the office upholds, reassigns, or has it consulted."""

from collections.abc import Sequence
from datetime import date

from zhuqi.foundation.access import NotValid, NotYours
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import LAST_DAY, SHANGHAI
from zhuqi.ledgers.cases.actions.handling import assignable, issue
from zhuqi.ledgers.cases.actions.work import CaseChange, close_of, required
from zhuqi.ledgers.cases.clocks import OBJECTED
from zhuqi.ledgers.cases.enums import AssignmentRole, InvolvementRole, State, Verb
from zhuqi.ledgers.cases.lifecycle import CASE, OBJECTION, CaseStep
from zhuqi.ledgers.cases.models import Assignment, Objection
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.requests.actions.asking import (
    asked_by_own,
    decided,
    end_contest,
    lead_role,
    may_be_upheld,
    sheet_from_office,
)

TEXT_LIMIT = 2000


def object_to(change: CaseChange, *, reason: str, suggested: Unit | None = None) -> None:
    """提出异议: this is not our matter. Once a sheet, soon after it was issued.

    The unit goes on working until the office has decided: no clock stops.

    NotValid where the unit has no sheet.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "异议理由", TEXT_LIMIT)
    sheet = sheet_from_office(change.aggregate, working_units(change.by.scope))
    if suggested is not None and sheet is not None and suggested.pk == sheet.unit_id:
        errors["suggested"] = "建议单位不能是本单位"
    step = change.begin(Verb.OBJECT, errors)
    if sheet is None:
        raise NotValid("本单位没有这件诉求的交办单")
    row = Objection(
        case=change.case,
        assignment=sheet,
        reason=reason,
        suggested_unit=suggested,
        asked_at=change.now,
        asked_by=change.by.actor.name,
        asked_by_id=change.by.actor.user_id,
    )
    change.aggregate.requests.objections.append(row)
    change.aggregate.new_rows.append(row)
    data = {"reason": reason, "suggested": suggested.pk if suggested else None}
    change.happen(step, Verb.OBJECT, lines=[(sheet.sheet, OBJECTED)], data=data)


def uphold(change: CaseChange, *, reason: str, sheet: int | None = None) -> None:
    """维持交办: the unit has to do it; its clocks never stopped. Final.

    NotYours for who objected or is of the unit that did; NotValid where it is not clear which is
    meant.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "维持交办的理由", TEXT_LIMIT)
    step = change.begin(Verb.UPHOLD, errors)
    row = _question(change, sheet, argued=True)
    _decide(change, row, Verb.UPHOLD, reason)
    row.given_to = row.assignment.unit
    _keep(change, row.assignment)
    lines = [(row.assignment.sheet, OBJECTED)]
    change.happen(step, Verb.UPHOLD, lines=lines, data={"reason": reason})


def reassign(
    change: CaseChange, *, unit: Unit | None, reason: str, sheet: int | None = None
) -> None:
    """改派: another unit's matter. It gets a sheet of its own with fresh clocks and may not object.

    After a consultation the fallback unit may be told to keep it: then its sheet simply goes on,
    and its clocks with it. Final either way.

    NotYours for who objected or is of the unit that did; NotValid where it is not clear which is
    meant, without a unit, or for one that can't be given the case or leads it already.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "改派理由", TEXT_LIMIT)
    change.begin(Verb.REASSIGN, errors)
    row = _question(change, sheet)
    held = _held(change, row)
    if unit is not None and held.unit_id == unit.pk and held.sheet == row.assignment.sheet:
        raise NotValid({"unit": f"“{unit}”就是提出异议的单位，要其办理请用“维持交办”"})
    if unit is None:
        raise NotValid({"unit": "请选择改派给哪个单位"})
    _decide(change, row, Verb.REASSIGN, reason)
    row.given_to = unit
    data: dict[str, object] = {"reason": reason, "unit": unit.pk}
    lines = [(row.assignment.sheet, OBJECTED)]
    if held.unit_id == unit.pk:
        _keep(change, held)
        end_contest(change, row)
        data["kept"] = held.sheet
        change.happen(_row(change, Verb.REASSIGN, None), Verb.REASSIGN, lines=lines, data=data)
        return
    new, ended = _hand_over(change, held, unit, Verb.REASSIGN)
    end_contest(change, row)
    to = State.ASSIGNED if lead_role(new) else None
    change.happen(
        _row(change, Verb.REASSIGN, to), Verb.REASSIGN,
        sheets=[new], ended=ended, lines=lines, data=data,
    )  # fmt: skip


def consult(
    change: CaseChange,
    *,
    fallback: Unit | None,
    until: date | None,
    reason: str,
    sheet: int | None = None,
) -> None:
    """会商: it is doubtful whose matter it is. A named unit (兜底) handles it meanwhile.

    The unit that objected may be that unit itself; then it goes on with the sheet it has. The
    question stays open until the date given, and ends with 改派 (or 维持交办 to the same unit).

    NotYours for who objected or is of the unit that did; NotValid where it is not clear which is
    meant, or for a unit that can't be given the case or leads it already.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "会商事项", TEXT_LIMIT)
    if until is None:
        errors["until"] = "请填写会商期限"
    elif not change.now.astimezone(SHANGHAI).date() <= until < LAST_DAY.replace(month=1, day=1):
        errors["until"] = "会商期限不能早于今天"
    if fallback is None:
        errors["fallback"] = "请选择兜底单位：会商期间由谁办理"
    change.begin(Verb.CONSULT, errors)
    row = _question(change, sheet, argued=True)
    if until is None or fallback is None:
        return
    old = row.assignment
    _decide(change, row, Verb.CONSULT, reason)
    row.fallback_unit, row.consult_until = fallback, until
    to: State | None = None
    sheets, ended = list[Assignment](), list[Assignment]()
    if fallback.pk == old.unit_id:
        old.fallback = old.final = True
        change.touch(old)
    else:
        new, ended = _hand_over(change, old, fallback, Verb.CONSULT)
        new.fallback = True
        old.contested = True
        change.involve(old.unit, InvolvementRole.PARTY)
        to, sheets = State.ASSIGNED if lead_role(new) else None, [new]
    change.happen(
        _row(change, Verb.CONSULT, to), Verb.CONSULT,
        sheets=sheets, ended=ended, lines=[(old.sheet, OBJECTED)],
        due=close_of(until, change.aggregate.calendar),
        data={"reason": reason, "unit": fallback.pk},
    )  # fmt: skip


def _row(change: CaseChange, verb: Verb, to: State | None) -> CaseStep:
    """The table's row for a verb that leads to different states."""
    return next(
        step
        for step in CASE.steps_of(verb)
        if step.to == to and change.case.state in step.states and step.roles & change.case_roles
    )


def _question(change: CaseChange, sheet: int | None, *, argued: bool = False) -> Objection:
    """The objection meant: the only one open, or the one to the sheet named."""
    rows = [
        row
        for row in change.aggregate.requests.questions
        if (not argued or may_be_upheld(row)) and sheet in {None, row.assignment.sheet}
    ]
    if len(rows) != 1:
        raise NotValid({"sheet": "请选择要裁定的异议"})
    if asked_by_own(rows[0].asked_by_id, rows[0].assignment, change.by):
        raise NotYours("异议由您所在单位提出，须由活动办其他人员裁定")
    return rows[0]


def _decide(change: CaseChange, row: Objection, verb: Verb, reason: str) -> None:
    row.outcome = OBJECTION.move(Objection.Outcome(row.outcome), verb)
    decided(change, row, reason)


def _held(change: CaseChange, row: Objection) -> Assignment:
    """The sheet the case is handled by now: the fallback's, else the one objected to."""
    if row.assignment.in_force or row.fallback_unit_id is None:
        return row.assignment
    return next(
        (
            a
            for a in reversed(change.aggregate.sheets)
            if a.fallback and a.in_force and a.unit_id == row.fallback_unit_id
        ),
        row.assignment,
    )


def _keep(change: CaseChange, sheet: Assignment) -> None:
    sheet.final, sheet.fallback = True, False
    change.touch(sheet)


def _hand_over(
    change: CaseChange, old: Assignment, unit: Unit, verb: Verb
) -> tuple[Assignment, list[Assignment]]:
    """Take the sheet (and what was passed on below it) back, issue one in its place.

    A sheet the new unit already holds as a helper ends with it: one unit, one sheet.
    """
    aggregate, case = change.aggregate, change.case
    if not assignable(unit, case):
        raise NotValid({"unit": f"不能交办给“{unit}”", "fallback": f"不能交办给“{unit}”"})
    helping = [a for a in aggregate.sheets if a.unit_id == unit.pk and a.in_force and a is not old]
    if any(lead_role(sheet) for sheet in helping):
        raise NotValid({"unit": f"“{unit}”已是主办单位", "fallback": f"“{unit}”已是主办单位"})
    ended = [sheet for outer in (old, *helping) for sheet in (outer, *aggregate.inner(outer))]
    for sheet in ended:
        _take_back(change, sheet, verb)
    [new] = issue(change, [(unit, AssignmentRole(old.role))], old.requirement)
    new.final = True
    if lead_role(new):
        case.lead_unit, case.assigned_at = unit, change.now
        case.handler_name = case.handler_phone = ""
    return new, ended


def _take_back(change: CaseChange, sheet: Assignment, verb: Verb) -> None:
    change.advance(sheet, verb)
    change.uninvolve(sheet.unit_id, sheet.role)


def open_questions(change: CaseChange) -> Sequence[Objection]:
    """Objections the person may decide on, for a form."""
    return [
        row
        for row in change.aggregate.requests.questions
        if not asked_by_own(row.asked_by_id, row.assignment, change.by)
    ]
