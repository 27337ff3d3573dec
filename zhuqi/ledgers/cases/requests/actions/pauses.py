"""挂起: the units' clocks stand still for a reason, until a day on which it is looked at again."""

from datetime import date

from zhuqi.foundation.workdays import LAST_DAY, SHANGHAI
from zhuqi.ledgers.cases.actions.work import CaseChange, close_of, required
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.lifecycle import PAUSE
from zhuqi.ledgers.cases.models import Pausing
from zhuqi.ledgers.cases.requests.actions.asking import end_pause

TEXT_LIMIT = 2000


def ask_pause(change: CaseChange, *, reason: str, until: date | None) -> None:
    """申请挂起: the lead can't go on until something outside its hands has happened."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "挂起原因", TEXT_LIMIT)
    _check(change, until, errors)
    step = change.begin(Verb.ASK_PAUSE, errors)
    row = Pausing(
        case=change.case,
        reason=reason,
        wanted_until=until,
        asked_at=change.now,
        asked_by=change.by.actor.name,
        asked_by_id=change.by.actor.user_id,
    )
    change.aggregate.requests.pausings.append(row)
    change.aggregate.new_rows.append(row)
    change.happen(step, Verb.ASK_PAUSE, data={"reason": reason, "until": _iso(until)})


def pause(change: CaseChange, *, reason: str, until: date | None) -> None:
    """批准挂起: what was asked, or by the office itself. The firm reads the reason and the day.

    Done again on that day it goes on until the next: one pause, for the clocks too.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "挂起原因", TEXT_LIMIT)
    _check(change, until, errors)
    step = change.begin(Verb.PAUSE, errors)
    if until is None:
        return
    requests = change.aggregate.requests
    row = requests.pause or requests.pause_asked
    if row is None:
        row = Pausing(case=change.case)
        requests.pausings.append(row)
        change.aggregate.new_rows.append(row)
    row.reason = reason
    row.outcome = PAUSE.move(Pausing.Outcome(row.outcome), Verb.PAUSE)
    row.decided_at = change.now
    row.since = row.since or change.now
    row.decided_by = change.by.actor.name
    row.review_on = change.case.paused_until = until
    change.touch(row)
    due = close_of(until, change.aggregate.calendar)
    change.happen(step, Verb.PAUSE, due=due, data={"reason": reason, "until": _iso(until)})


def refuse_pause(change: CaseChange, *, reason: str) -> None:
    """不同意挂起: the unit goes on; no clock ever stood still."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "不同意的理由", TEXT_LIMIT)
    step = change.begin(Verb.REFUSE_PAUSE, errors)
    row = change.aggregate.requests.pause_asked
    if row is not None:
        row.outcome = PAUSE.move(Pausing.Outcome(row.outcome), Verb.REFUSE_PAUSE)
        row.decision = reason
        row.decided_at, row.decided_by = change.now, change.by.actor.name
        change.touch(row)
    change.happen(step, Verb.REFUSE_PAUSE, data={"reason": reason})


def resume(change: CaseChange, *, reason: str) -> None:
    """恢复办理: time runs on from where it stood still."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "恢复办理的原因", TEXT_LIMIT)
    step = change.begin(Verb.RESUME, errors)
    if running := change.aggregate.requests.pause:
        end_pause(change, running, Verb.RESUME, reason)
    change.happen(step, Verb.RESUME, data={"reason": reason})


def _check(change: CaseChange, until: date | None, errors: dict[str, str]) -> None:
    if until is None:
        errors["until"] = "请填写复核日期"
    elif until <= change.now.astimezone(SHANGHAI).date():
        errors["until"] = "复核日期应在今天之后"
    elif until.year >= LAST_DAY.year:
        errors["until"] = f"复核日期应在 {LAST_DAY.year} 年以前"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
