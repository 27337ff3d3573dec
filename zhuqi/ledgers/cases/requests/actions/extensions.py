"""延期: the unit asks for more time, the office grants all, some or none of it."""

from collections.abc import Sequence

from zhuqi.foundation.access import NotValid, NotYours
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions.work import CaseChange, required
from zhuqi.ledgers.cases.clocks import ASKED_MORE, Reading, extended_by, measured
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.lifecycle import EXTENSION
from zhuqi.ledgers.cases.models import Extension
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.requests.actions.asking import (
    asked_by_own,
    decided,
    promised_clock,
    sheet_from_office,
)

TEXT_LIMIT = 2000


def ask_extension(change: CaseChange, *, amount: int | None, reason: str) -> None:
    """申请延期: once a sheet and round, early enough before it is due; the clock runs on.

    `amount` in the unit of the clock it is about (in days where that is months), at most as much
    again as was promised.

    NotValid where no resolve clock runs, and for an amount or reason missing or out of bounds.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "延期理由", TEXT_LIMIT)
    step = change.begin(Verb.ASK_EXTENSION)
    sheet = sheet_from_office(change.aggregate, working_units(change.by.scope))
    reading = promised_clock(change.aggregate, sheet) if sheet else None
    if sheet is None or reading is None:
        raise NotValid("没有正在计时的办理时限，不需延期")
    most, unit = most_of(reading)
    if amount is None or not 1 <= amount <= most:
        errors["amount"] = f"请填写 1 至 {most}：延期不超过原定时限"
    if errors or amount is None:
        raise NotValid(errors)
    row = Extension(
        case=change.case,
        assignment=sheet,
        round=change.case.round,
        reason=reason,
        amount=amount,
        unit=str(unit),
        asked_at=change.now,
        asked_by=change.by.actor.name,
        asked_by_id=change.by.actor.user_id,
    )
    change.aggregate.requests.extensions.append(row)
    change.aggregate.new_rows.append(row)
    change.happen(
        step, Verb.ASK_EXTENSION, lines=[(sheet.sheet, ASKED_MORE)],
        data={"reason": reason, "amount": amount, "unit": row.unit},
    )  # fmt: skip


def grant_extension(
    change: CaseChange, *, reason: str, amount: int | None = None, sheet: int | None = None
) -> None:
    """同意延期: as much as was asked, or less. The firm reads why, and what the promise is now.

    NotYours for who asked or is of the unit that did; NotValid where it is not clear which is
    meant, or for more than was asked.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "延期原因", TEXT_LIMIT)
    step = change.begin(Verb.GRANT_EXTENSION, errors)
    row = _request(change, sheet)
    granted = row.amount if amount is None else amount
    if not 1 <= granted <= row.amount:
        raise NotValid({"amount": f"请填写 1 至 {row.amount}：不超过申请的时间"})
    row.granted = granted
    _decide(change, row, Verb.GRANT_EXTENSION, reason)
    change.happen(
        step, Verb.GRANT_EXTENSION, lines=[(row.assignment.sheet, ASKED_MORE)], extra=granted,
        data={"reason": row.decision, "unit": row.unit},
    )  # fmt: skip


def refuse_extension(change: CaseChange, *, reason: str, sheet: int | None = None) -> None:
    """不同意延期: the unit answers by the old promise.

    NotYours for who asked or is of the unit that did; NotValid where it is not clear which is
    meant.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "不同意的理由", TEXT_LIMIT)
    step = change.begin(Verb.REFUSE_EXTENSION, errors)
    row = _request(change, sheet)
    _decide(change, row, Verb.REFUSE_EXTENSION, reason)
    lines = [(row.assignment.sheet, ASKED_MORE)]
    change.happen(step, Verb.REFUSE_EXTENSION, lines=lines, data={"reason": reason})


def _request(change: CaseChange, sheet: int | None) -> Extension:
    rows = [r for r in change.aggregate.requests.waiting if sheet in {None, r.assignment.sheet}]
    if len(rows) != 1:
        raise NotValid({"sheet": "请选择要审批的延期申请"})
    if asked_by_own(rows[0].asked_by_id, rows[0].assignment, change.by):
        raise NotYours("延期由您所在单位申请，须由他人审批")
    return rows[0]


def _decide(change: CaseChange, row: Extension, verb: Verb, reason: str) -> None:
    row.outcome = EXTENSION.move(Extension.Outcome(row.outcome), verb)
    decided(change, row, reason)


def open_extensions(change: CaseChange) -> Sequence[Extension]:
    """Requests the person may decide on, for a form."""
    return [
        row
        for row in change.aggregate.requests.waiting
        if not asked_by_own(row.asked_by_id, row.assignment, change.by)
    ]


def may_be_extended(change: CaseChange) -> Reading | None:
    """The clock an extension of one's own sheet would lengthen, for a form."""
    sheet = sheet_from_office(change.aggregate, working_units(change.by.scope))
    return promised_clock(change.aggregate, sheet) if sheet else None


def most_of(reading: Reading) -> tuple[int, TimeUnit]:
    """The most that may be asked on top of a promise, and its unit."""
    return extended_by(reading.amount, TimeUnit(reading.unit))


def time_of(amount: int, unit: str) -> str:
    """5 个工作日."""
    return measured(amount, TimeUnit(unit))
