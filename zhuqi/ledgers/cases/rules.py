"""Decisions about one case, without a database: may this be done now, by whom, and why not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhuqi.foundation.access import NotNow, NotYours
from zhuqi.ledgers.cases.enums import (
    TO_CARRY,
    AssignmentState,
    Disposition,
    Hat,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.lifecycle import CASE_STEPS, Need, Step, steps_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision needs to know. `own_sheet` is the actor's unit's sheet, "" if none."""

    state: State
    hats: frozenset[Hat]
    now: datetime
    historical: bool = False
    lead_sheet: AssignmentState | str = ""
    own_sheet: AssignmentState | str = ""
    disposition: Disposition | str = ""
    verdict: Verdict | str = ""
    round: int = 0
    redo_cap: int = 0
    withdrawal_asked: bool = False
    rating_due: datetime | None = None
    closed_at: datetime | None = None
    reopen_days: int = 0


def _not_signed(facts: Facts) -> str:
    return "" if facts.lead_sheet == AssignmentState.ISSUED else "主办单位已签收，不能撤回交办"


def _sheet_issued(facts: Facts) -> str:
    return "" if facts.own_sheet == AssignmentState.ISSUED else "本单位已签收"


def _sheet_open(facts: Facts) -> str:
    if facts.own_sheet == AssignmentState.ISSUED:
        return "请先签收，再提出意见"
    return "" if facts.own_sheet == AssignmentState.SIGNED else "本单位已提出意见"


def _unrated(facts: Facts) -> str:
    return "本轮办理已经评价过" if facts.verdict else ""


def _verdict_falls_short(facts: Facts) -> str:
    if facts.verdict == "":
        return "企业还没有评价"
    return "企业认可办理结果，无需重办" if facts.verdict == Verdict.SOLVED else ""


def _may_strike_off(facts: Facts) -> str:
    """解决一个、销号一个: only what the firm calls solved, or silence after a call."""
    if facts.disposition in TO_CARRY:
        return f"办理结果为“{Disposition(facts.disposition).label}”，应挂账跟踪，不能销号"
    if facts.verdict == Verdict.SOLVED:
        return ""
    if facts.verdict:
        return f"企业评价为“{Verdict(facts.verdict).label}”，不能销号"
    if facts.rating_due and facts.now >= facts.rating_due:
        return ""
    return "等待企业评价；评价期满仍未评价的，电话回访后方可销号"


def _may_carry(facts: Facts) -> str:
    if facts.state == State.CARRIED or facts.disposition in TO_CARRY:
        return ""
    if facts.verdict in {Verdict.PARTLY, Verdict.NOT_SOLVED}:
        return ""
    return "办理结果为已解决且企业未提出异议，应销号，不挂账"


def _may_reopen(facts: Facts) -> str:
    if facts.hats & {Hat.REVIEWER}:
        return ""
    if facts.state == State.CARRIED:
        return "此事已列入持续跟踪，到复核日期活动办会再办；情况有变请补充说明"
    if facts.closed_at and facts.now > facts.closed_at + timedelta(days=facts.reopen_days):
        return f"了结已超过 {facts.reopen_days} 天，请重新提交诉求"
    return ""


def _withdrawal_asked(facts: Facts) -> str:
    return "" if facts.withdrawal_asked else "企业没有申请撤回"


def _withdrawal_not_asked(facts: Facts) -> str:
    return "企业已申请撤回，请活动办先电话核实" if facts.withdrawal_asked else ""


NEEDS: dict[Need, Callable[[Facts], str]] = {
    Need.NOT_SIGNED: _not_signed,
    Need.SHEET_ISSUED: _sheet_issued,
    Need.SHEET_OPEN: _sheet_open,
    Need.UNRATED: _unrated,
    Need.VERDICT_FALLS_SHORT: _verdict_falls_short,
    Need.MAY_STRIKE_OFF: _may_strike_off,
    Need.MAY_CARRY: _may_carry,
    Need.MAY_REOPEN: _may_reopen,
    Need.WITHDRAWAL_ASKED: _withdrawal_asked,
    Need.WITHDRAWAL_NOT_ASKED: _withdrawal_not_asked,
}


def decide(facts: Facts, verb: Verb) -> Step:
    """The row of the table that applies.

    Raises NotYours if no hat of the actor may ever do this to this case, NotNow (with the
    reason and the present state) if they may, but not now.
    """
    mine = [step for step in steps_of(verb) if step.hats & facts.hats]
    if not mine:
        raise NotYours(f"您没有“{verb.label}”这件诉求的权限")
    label = str(facts.state.label)
    if facts.historical and verb != Verb.NOTE:
        raise NotNow("历史导入的诉求只供查阅", state=label)
    here = [step for step in mine if facts.state in step.states]
    if not here:
        raise NotNow(f"当前状态为“{label}”，不能{verb.label}", state=label)
    reason = ""
    for step in here:
        reason = next((why for need in step.needs if (why := NEEDS[need](facts))), "")
        if not reason:
            return step
    raise NotNow(reason, state=label)


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb as a page shows it: possible now, or the reason why not."""

    verb: Verb
    reason: str = ""

    @property
    def possible(self) -> bool:
        """True if it can be done now."""
        return not self.reason


def offers(facts: Facts) -> Iterator[Offer]:
    """Every verb the actor's hats could ever do here, in the table's order, with reasons."""
    for verb in dict.fromkeys(step.verb for step in CASE_STEPS if step.hats & facts.hats):
        try:
            decide(facts, verb)
        except NotNow as refusal:
            yield Offer(verb, refusal.reason)
        else:
            yield Offer(verb)


def redo_by_itself(facts: Facts) -> bool:
    """“Not solved” on a claimed “resolved” reopens by itself, up to the scheme's cap of rounds."""
    return (
        facts.verdict == Verdict.NOT_SOLVED
        and facts.disposition == Disposition.RESOLVED
        and facts.round <= facts.redo_cap
    )
