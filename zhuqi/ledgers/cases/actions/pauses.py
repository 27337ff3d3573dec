"""挂起: the units' clocks stand still for a reason, until a day on which it is looked at again."""

from datetime import date

from zhuqi.foundation.workdays import LAST_DAY, SHANGHAI
from zhuqi.ledgers.cases.actions.requests import end_pause
from zhuqi.ledgers.cases.actions.work import Work, close_of, required
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Pausing

TEXT_LIMIT = 2000


def ask_pause(work: Work, *, reason: str, until: date | None) -> None:
    """申请挂起: the lead can't go on until something outside its hands has happened."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "挂起原因", TEXT_LIMIT)
    _check(work, until, errors)
    step = work.begin(Verb.ASK_PAUSE, errors)
    row = Pausing(
        case=work.case,
        reason=reason,
        wanted_until=until,
        asked_at=work.now,
        asked_by=work.by.actor.name,
        asked_by_id=work.by.actor.user_id,
    )
    work.dossier.requests.pausings.append(row)
    work.dossier.new_rows.append(row)
    work.happen(step, Verb.ASK_PAUSE, data={"reason": reason, "until": _iso(until)})


def pause(work: Work, *, reason: str, until: date | None) -> None:
    """批准挂起: what was asked, or by the office itself. The firm reads the reason and the day.

    Done again on that day it goes on until the next: one pause, for the clocks too.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "挂起原因", TEXT_LIMIT)
    _check(work, until, errors)
    step = work.begin(Verb.PAUSE, errors)
    if until is None:
        return
    requests = work.dossier.requests
    row = requests.pause or requests.pause_asked
    if row is None:
        row = Pausing(case=work.case)
        requests.pausings.append(row)
        work.dossier.new_rows.append(row)
    row.reason, row.outcome = reason, Pausing.Outcome.RUNNING
    row.decided_at = work.now
    row.since = row.since or work.now
    row.decided_by = work.by.actor.name
    row.review_on = work.case.paused_until = until
    work.touch(row)
    due = close_of(until, work.dossier.rulebook.calendar)
    work.happen(step, Verb.PAUSE, due=due, data={"reason": reason, "until": _iso(until)})


def refuse_pause(work: Work, *, reason: str) -> None:
    """不同意挂起: the unit goes on; no clock ever stood still."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "不同意的理由", TEXT_LIMIT)
    step = work.begin(Verb.REFUSE_PAUSE, errors)
    row = work.dossier.requests.pause_asked
    if row is not None:
        row.outcome, row.decision = Pausing.Outcome.REFUSED, reason
        row.decided_at, row.decided_by = work.now, work.by.actor.name
        work.touch(row)
    work.happen(step, Verb.REFUSE_PAUSE, data={"reason": reason})


def resume(work: Work, *, reason: str) -> None:
    """恢复办理: time runs on from where it stood still."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "恢复办理的原因", TEXT_LIMIT)
    step = work.begin(Verb.RESUME, errors)
    if running := work.dossier.requests.pause:
        end_pause(work, running, reason)
    work.happen(step, Verb.RESUME, data={"reason": reason})


def _check(work: Work, until: date | None, errors: dict[str, str]) -> None:
    if until is None:
        errors["until"] = "请填写复核日期"
    elif until <= work.now.astimezone(SHANGHAI).date():
        errors["until"] = "复核日期应在今天之后"
    elif until.year >= LAST_DAY.year:
        errors["until"] = f"复核日期应在 {LAST_DAY.year} 年以前"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
