"""The office checks, the firm judges, the office strikes off, carries or takes it up again."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from zhuqi.foundation.access import SYSTEM_PERSON
from zhuqi.foundation.quarantine.passes import refuse_marked
from zhuqi.foundation.workdays import LAST_DAY, SHANGHAI
from zhuqi.ledgers.cases.actions.work import CaseChange, close_of, optional, required
from zhuqi.ledgers.cases.enums import AssignmentState, Satisfaction, State, Verb, Verdict
from zhuqi.ledgers.cases.lifecycle import ANSWER
from zhuqi.ledgers.cases.models import Answer, Assignment, Rating
from zhuqi.ledgers.cases.rules import redo_by_itself

TEXT_LIMIT = 2000


def return_answer(change: CaseChange, *, reason: str) -> None:
    """退回重办: the office finds the answer poor; the firm has not seen it."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "退回原因", TEXT_LIMIT)
    step = change.begin(Verb.RETURN, errors)
    row = change.aggregate.answers[-1]
    row.status = ANSWER.move(Answer.Status(row.status), Verb.RETURN)
    row.return_reason = reason
    change.touch(row)
    lead = _lead(change)
    change.advance(lead, Verb.RETURN)
    change.case.disposition = ""
    change.case.answered_at = None
    change.happen(
        step,
        Verb.RETURN,
        sheets=[lead],
        data={"answer": len(change.aggregate.answers), "reason": reason},
    )


def _lead(change: CaseChange) -> Assignment:
    lead = change.aggregate.lead
    if lead is None:
        raise ValueError(f"case {change.case.pk} has no lead sheet")
    return lead


def complete(
    change: CaseChange, *, effect_money: Decimal | None = None, effect_staff: int | None = None
) -> None:
    """办结: the office accepts the answer; the firm sees it and is asked to judge.

    `effect_money` in 10,000 yuan, `effect_staff` in persons: what solving it brought.
    """
    step = change.begin(Verb.COMPLETE)
    row = change.aggregate.answers[-1]
    row.status = ANSWER.move(Answer.Status(row.status), Verb.COMPLETE)
    change.touch(row)
    sheets = [a for a in change.aggregate.assignments if a.state != AssignmentState.RECALLED]
    for sheet in sheets:
        change.advance(sheet, Verb.COMPLETE)
    case = change.case
    case.completed_at = change.now
    case.verdict = case.satisfaction = ""
    case.call_tries, case.call_again_at, case.rating_refused_at = 0, None, None
    if effect_money is not None:
        case.effect_money = effect_money
    if effect_staff is not None:
        case.effect_staff = effect_staff
    change.happen(
        step, Verb.COMPLETE, sheets=sheets, data={"answer": len(change.aggregate.answers)}
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the firm says of a round: verdict, five levels, and what is still missing."""

    verdict: Verdict
    satisfaction: Satisfaction
    comment: str = ""


def rate(
    change: CaseChange, *, verdict: Verdict, satisfaction: Satisfaction, comment: str = ""
) -> None:
    """评价: the firm's own verdict. “Not solved” on a claimed “resolved” reopens by itself."""
    _rate(
        change, Verb.RATE, Judgement(verdict, satisfaction, comment), rated_by=change.signature.name
    )


def rate_by_phone(
    change: CaseChange,
    *,
    verdict: Verdict,
    satisfaction: Satisfaction,
    comment: str,
    spoken_to: str,
) -> None:
    """电话回访评价: what the firm's person said on the phone, with the name of who said it."""
    errors: dict[str, str] = {}
    spoken_to = required(errors, "spoken_to", spoken_to, "接听人", 40)
    change.begin(Verb.RATE_BY_PHONE, errors)
    judgement = Judgement(verdict, satisfaction, comment)
    _rate(change, Verb.RATE_BY_PHONE, judgement, rated_by=spoken_to, heard_by=change.by.actor.name)


def call_again(change: CaseChange, *, day: date | None, at: time | None, reason: str = "") -> None:
    """没打通，再约时间: nobody answered; the office rings up again at that time.

    Refused where there is nothing to phone about: before the case is completed, once the firm has
    rated, and where its boundary asks for no rating. NotValid for a time that has passed.
    """
    errors: dict[str, str] = {}
    reason = optional(errors, "reason", reason, "没打通的情况", TEXT_LIMIT)
    agreed = _agreed(errors, day, at, change.now)
    step = change.begin(Verb.CALL_AGAIN, errors)
    case = change.case
    case.call_tries += 1
    case.call_again_at = agreed
    change.happen(step, Verb.CALL_AGAIN, data={"reason": reason}, due=agreed)


def refuse_rating(change: CaseChange, *, reason: str) -> None:
    """对方拒绝评价: the firm was reached and would not rate; it is rung up no more.

    It counts as not rated: neither as content nor as discontent, and in no rate of those who
    rated. It may still rate by itself. `reason` says who was on the phone and what they said.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "通话情况", TEXT_LIMIT)
    step = change.begin(Verb.REFUSE_RATING, errors)
    change.case.rating_refused_at = change.now
    change.case.call_again_at = None
    change.happen(step, Verb.REFUSE_RATING, data={"reason": reason})


def _agreed(
    errors: dict[str, str], day: date | None, at: time | None, now: datetime
) -> datetime | None:
    """The moment of a day and a time of day; notes what is wrong with either."""
    if day is None:
        errors["day"] = "请填写哪天再打"
    elif day.year >= LAST_DAY.year:
        errors["day"] = f"再打的日期应在 {LAST_DAY.year} 年以前"
    if at is None:
        errors["at"] = "请填写几点再打"
    if day is None or at is None:
        return None
    agreed = datetime.combine(day, at, tzinfo=SHANGHAI)
    if agreed <= now:
        errors["day" if agreed.date() < now.astimezone(SHANGHAI).date() else "at"] = (
            "再打的时间应在现在以后"
        )
    return agreed


def _rate(
    change: CaseChange, verb: Verb, judgement: Judgement, *, rated_by: str, heard_by: str = ""
) -> None:
    errors: dict[str, str] = {}
    comment = judgement.comment.replace("\x00", "").strip()[:TEXT_LIMIT]
    refuse_marked(comment)
    if judgement.verdict != Verdict.SOLVED:
        comment = required(errors, "comment", comment, "还有什么没解决", TEXT_LIMIT)
    step = change.begin(verb, errors)
    case = change.case
    case.verdict, case.satisfaction = judgement.verdict, judgement.satisfaction
    change.aggregate.new_rows.append(
        Rating(
            case=case,
            round=case.round,
            verdict=judgement.verdict,
            satisfaction=judgement.satisfaction,
            comment=comment,
            rated_at=change.now,
            rated_by=rated_by,
            heard_by=heard_by,
        )
    )
    change.happen(
        step,
        verb,
        data={"round": case.round},
        erasable={"comment": comment, "rated_by": rated_by},
    )
    if redo_by_itself(change.facts):
        redo(
            CaseChange(change.aggregate, SYSTEM_PERSON, change.now),
            reason="企业评价“没有解决”，自动转回重办",
        )


def redo(change: CaseChange, *, reason: str, liable: bool | None = None) -> None:
    """重办: a new round. `liable` is the office's finding (有责/无责); None where none was made."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "重办原因", TEXT_LIMIT)
    step = change.begin(Verb.REDO, errors)
    _new_round(change, Verb.REDO)
    change.happen(
        step, Verb.REDO, sheets=[_lead(change)], data={"reason": reason, "liable": liable}
    )


def _new_round(change: CaseChange, verb: Verb) -> None:
    case = change.case
    case.round += 1
    case.disposition = case.verdict = case.satisfaction = ""
    case.answered_at = case.completed_at = case.closed_at = None
    case.strike_off_asked_at = None
    case.carried_until = None
    case.refused_by_organ = case.refusal_ground = case.where_to_go = ""
    change.advance(_lead(change), verb)


def strike_off(change: CaseChange, *, reason: str = "") -> None:
    """销号: solved, or explained and accepted. Without a rating the call made has to be told, where
    it is not yet."""
    errors: dict[str, str] = {}
    if not change.case.verdict and change.case.rating_refused_at is None:
        reason = required(errors, "reason", reason, "电话回访情况（企业未评价时必填）", TEXT_LIMIT)
    step = change.begin(Verb.STRIKE_OFF, errors)
    change.case.closed_at = change.now
    change.case.carried_until = None
    change.happen(
        step, Verb.STRIKE_OFF, data={"reason": reason, "unrated": not change.case.verdict}
    )


def carry(change: CaseChange, *, until: date | None, reason: str) -> None:
    """挂账: followed with a next date, never forgotten. Done again on that day sets the next."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "挂账原因和下一步", TEXT_LIMIT)
    if until is None:
        errors["until"] = "请填写下次复核日期"
    elif until <= change.now.astimezone(SHANGHAI).date():
        errors["until"] = "下次复核日期应在今天之后"
    elif until.year >= LAST_DAY.year:
        errors["until"] = f"下次复核日期应在 {LAST_DAY.year} 年以前"
    step = change.begin(Verb.CARRY, errors)
    if until is None:
        return
    change.case.carried_until = until
    due = close_of(until, change.aggregate.calendar)
    change.happen(step, Verb.CARRY, data={"reason": reason}, due=due)


def reopen(change: CaseChange, *, reason: str) -> None:
    """重新办理: what was struck off, carried or declined is taken up again."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "原因", TEXT_LIMIT)
    step = change.begin(Verb.REOPEN, errors)
    case = change.case
    if step.to == State.SUBMITTED:
        case.refused_by_organ = case.refusal_ground = case.where_to_go = ""
        case.accepted_at = case.closed_at = None
        change.happen(step, Verb.REOPEN, data={"reason": reason})
        return
    _new_round(change, Verb.REOPEN)
    change.happen(step, Verb.REOPEN, sheets=[_lead(change)], data={"reason": reason})
