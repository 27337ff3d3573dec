"""Sheets beside and below the lead's: part units, helpers enlisted later, 二次分办."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.attachments.actions import Prepared
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions.handling import attach_to, issue, own_sheet
from zhuqi.ledgers.cases.actions.work import TO_ANSWER, CaseChange, close_of, required
from zhuqi.ledgers.cases.clocks import FAR
from zhuqi.ledgers.cases.enums import AssignmentRole, AssignmentState, ClockKind, Verb
from zhuqi.ledgers.cases.models import Assignment

TEXT_LIMIT = 5000
# What the outer sheet owes, by which an inner one must be done.
OUTER_CLOCKS = frozenset({ClockKind.RESOLVE, ClockKind.REDO, ClockKind.PART, ClockKind.CO_UNIT})


def enlist(
    change: CaseChange, *, co: Sequence[Unit] = (), part: Sequence[Unit] = (), requirement: str = ""
) -> None:
    """增加协办、分办: more units join a case already assigned; their clocks start now."""
    errors: dict[str, str] = {}
    if not co and not part:
        errors["co"] = "请选择协办或分办单位"
    taken = {a.unit_id for a in change.aggregate.sheets if a.in_force}
    for field, units in (("co", co), ("part", part)):
        for unit in units:
            if unit.pk in taken:
                errors[field] = f"“{unit}”已有这件诉求的交办单，或被重复选择"
            taken.add(unit.pk)
    step = change.begin(Verb.ENLIST, errors)
    sheets = issue(
        change,
        [(u, AssignmentRole.CO) for u in co] + [(u, AssignmentRole.PART) for u in part],
        requirement,
    )
    change.happen(step, Verb.ENLIST, sheets=sheets, data={"units": [s.unit_id for s in sheets]})


def release(change: CaseChange, *, sheet: int, reason: str) -> None:
    """收回交办单: a co, part or inner sheet is taken back before anything was answered on it.

    NotValid where there is no such sheet to take back.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "收回原因", 500)
    step = change.begin(Verb.RELEASE, errors)
    row = _among(change.releasable, sheet)
    ended = [row, *(a for a in change.aggregate.inner(row) if a.state in TO_ANSWER)]
    for each in ended:
        change.advance(each, Verb.RELEASE)
        change.uninvolve(each.unit_id, each.role)
    change.happen(
        step, Verb.RELEASE, ended=ended,
        data={"reason": reason, "units": [a.unit_id for a in ended]},
    )  # fmt: skip


def _among(rows: Sequence[Assignment], sheet: int) -> Assignment:
    for row in rows:
        if row.sheet == sheet:
            return row
    raise NotValid({"sheet": "请选择单位"})


def inner_targets(own: Unit) -> QuerySet[Unit]:
    """Whom a sheet may be passed on to: an office's units and towns; a unit's own parts."""
    active = Unit.objects.filter(active=True).select_related("region")
    if own.kind == UnitKind.OFFICE:
        ground = active.filter(region__code__startswith=prefix(own.region.code))
        return ground.filter(level__in=_below(own.level)).exclude(
            kind__in=(UnitKind.OFFICE, UnitKind.SECTION)
        )
    return active.filter(parent=own)


def _below(level: str) -> list[str]:
    levels = list(Level.values)
    return levels[levels.index(level) :]


def outer_due(change: CaseChange) -> datetime:
    """By when one's own sheet has to be done; FAR where nothing is promised or time stands.

    NotValid where the unit has no sheet.
    """
    own = own_sheet(change)
    return min(
        (
            r.due_at
            for r in change.aggregate.readings
            if r.clock in OUTER_CLOCKS
            and r.stopped_at is None
            and (r.sheet == own.sheet or (not r.sheet and own.role == AssignmentRole.LEAD))
        ),
        default=FAR,
    )


def sub_assign(
    change: CaseChange, *, units: Sequence[Unit], until: date | None, requirement: str = ""
) -> None:
    """二次分办: pass one's sheet on inside, with a date of one's own.

    The inner clock never moves the outer: the date must lie within one's own limit, and the
    unit that passed the sheet on stays charged with it.

    NotValid for a date outside it, and for units that are not one's own or have a sheet already.
    """
    errors: dict[str, str] = {}
    if not units:
        errors["units"] = "请选择分办给谁"
    due = _inner_due(change, until, errors)
    step = change.begin(Verb.SUB_ASSIGN, errors)
    own = own_sheet(change)
    allowed = set(inner_targets(own.unit).values_list("pk", flat=True))
    busy = {a.unit_id for a in change.aggregate.inner(own) if a.in_force}
    for unit in units:
        if unit.pk not in allowed:
            raise NotValid({"units": f"“{unit}”不是本单位的下属或辖区单位"})
        if unit.pk in busy:
            raise NotValid({"units": f"已分办给“{unit}”，不必重复"})
    sheets = issue(
        change, [(unit, AssignmentRole.SUB) for unit in units], requirement, parent=own, due=due
    )
    change.happen(
        step, Verb.SUB_ASSIGN, sheets=sheets, due=due,
        data={"units": [s.unit_id for s in sheets], "parent": own.sheet},
    )  # fmt: skip


def _inner_due(change: CaseChange, until: date | None, errors: dict[str, str]) -> datetime | None:
    if until is None:
        errors["until"] = "请填写要求何时反馈"
        return None
    calendar = change.aggregate.calendar
    if until < change.now.astimezone(SHANGHAI).date():
        errors["until"] = "反馈日期不能早于今天"
        return None
    if not calendar.is_working(until):
        errors["until"] = f"{until:%m月%d日}不是工作日"
        return None
    due = close_of(until, calendar)
    if change.own is not None and due > outer_due(change):
        errors["until"] = "不能晚于本单位的办理时限：二次分办不改变本单位的时限"
    return due


def part_answer(change: CaseChange, *, text: str, attachments: Sequence[Prepared] = ()) -> None:
    """提交分办答复: a part unit answers its own part; an inner unit answers who passed it on.

    NotValid where the unit has no sheet.
    """
    errors: dict[str, str] = {}
    text = required(errors, "text", text, "分办答复", TEXT_LIMIT)
    step = change.begin(Verb.PART_ANSWER, errors)
    own = own_sheet(change)
    own.answered_at = change.now
    change.advance(own, Verb.PART_ANSWER)
    ordinal = change.enter(Verb.PART_ANSWER, text, own)
    attach_to(change, attachments, f"entry:{ordinal}")
    change.happen(
        step, Verb.PART_ANSWER, sheets=[own], data={"entry": ordinal, "files": len(attachments)},
        erasable={"text": text},
    )  # fmt: skip


def return_part(change: CaseChange, *, sheet: int, reason: str, until: date | None = None) -> None:
    """退回分办: whoever asked for a part finds it wanting. A new date where it is an inner one.

    NotValid where there is no such part to return, or for a date missing or outside one's own
    limit.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "退回原因", 2000)
    step = change.begin(Verb.RETURN_PART, errors)
    row = _among(change.answered_below, sheet)
    due = None
    if row.role == AssignmentRole.SUB:
        due = _inner_due(change, until, errors)
        if errors:
            raise NotValid(errors)
        row.inner_due = due
    row.answered_at = None
    row.state = AssignmentState.ANSWERED
    change.advance(row, Verb.RETURN_PART)
    change.happen(step, Verb.RETURN_PART, sheets=[row], due=due, data={"reason": reason})
