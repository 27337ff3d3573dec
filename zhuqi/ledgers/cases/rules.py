"""Decisions about one case, without a database: may this be done now, by whom, and why not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhuqi.foundation.access import NotNow, NotYours
from zhuqi.ledgers.cases.enums import (
    TO_CARRY,
    AssignmentState,
    CaseRole,
    Disposition,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.lifecycle import CASE_STEPS, Need, Step, steps_of
from zhuqi.ledgers.cases.requests import rules as request_rules
from zhuqi.ledgers.cases.requests.rules import DisputeFacts


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision needs to know. `own_sheet` is the actor's unit's sheet, "" if none."""

    state: State
    case_roles: frozenset[CaseRole]
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
    own_answer: bool = False
    handles_or_heads: bool = False
    # Levels: whether an office stands above, whether a hand-up waits there, whose strike-off it is.
    below_the_city: bool = False
    handed_up: bool = False
    from_elsewhere: bool = False
    fed_back: bool = False
    county: str = ""
    strike_off_asked: bool = False
    # Sheets, by the names of their units: parts the office waits for, and those one may act on.
    parts_open: tuple[str, ...] = ()
    to_check: tuple[str, ...] = ()
    to_release: tuple[str, ...] = ()
    # The states of the instructions on the case, and whether its boundary forbids any.
    draft_waits: bool = False
    instructed: frozenset[str] = frozenset()
    no_instruction: str = ""
    # What the case's boundary forbids, and whether its receipt is still owed.
    no_rating: str = ""
    no_assigning: str = ""
    receipt_owed: bool = False
    disputes: DisputeFacts | None = None
    confidential: bool = False
    has_sheets: bool = False
    recusals_in_force: bool = False


def _not_signed(facts: Facts) -> str:
    return "" if facts.lead_sheet == AssignmentState.ISSUED else "主办单位已签收，不能撤回交办"


def _sheet_issued(facts: Facts) -> str:
    return "" if facts.own_sheet == AssignmentState.ISSUED else "本单位已签收"


def _sheet_open(facts: Facts) -> str:
    if facts.own_sheet == AssignmentState.ISSUED:
        return "请先签收，再提出意见"
    return "" if facts.own_sheet == AssignmentState.SIGNED else "本单位已反馈"


def _unrated(facts: Facts) -> str:
    if facts.no_rating:
        return facts.no_rating
    return "本轮办理已经评价过" if facts.verdict else ""


def _verdict_falls_short(facts: Facts) -> str:
    if facts.verdict == "":
        return "企业还没有评价"
    return "企业认可办理结果，无需重办" if facts.verdict == Verdict.SOLVED else ""


def _may_strike_off(facts: Facts) -> str:
    """解决一个、销号一个: only what the firm calls solved, or silence after a call."""
    if facts.disposition in TO_CARRY:
        return f"办理结果为“{Disposition(facts.disposition).label}”，应挂账跟踪，不能销号"
    if facts.verdict == Verdict.SOLVED or facts.no_rating:
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
    if facts.case_roles & {CaseRole.REVIEWER}:
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


def _not_ones_own_answer(facts: Facts) -> str:
    return "答复是您本人提交的，请由活动办另一位同志审核" if facts.own_answer else ""


def _handles_or_heads(facts: Facts) -> str:
    if facts.handles_or_heads or CaseRole.SYSTEM in facts.case_roles:
        return ""
    return "移交由经办人本人或单位负责人办理"


def _below_the_city(facts: Facts) -> str:
    return "" if facts.below_the_city else "本级活动办之上没有上级台账"


def _not_handed_up(facts: Facts) -> str:
    return "已提请上级活动办研判，等上级答复" if facts.handed_up else ""


def _handed_up(facts: Facts) -> str:
    return "" if facts.handed_up else "这件诉求没有待研判的提级"


def _from_elsewhere(facts: Facts) -> str:
    if not facts.from_elsewhere:
        return "这件诉求没有来源编号，不需反馈来源"
    return "办理结果已反馈来源" if facts.fed_back else ""


def _sheet_signed(facts: Facts) -> str:
    if facts.own_sheet == AssignmentState.ISSUED:
        return "请先签收，再二次分办"
    return "" if facts.own_sheet == AssignmentState.SIGNED else "本单位已反馈，不能再分办"


def _sheet_to_check(facts: Facts) -> str:
    return "" if facts.to_check else "没有已提交的分办答复"


def _sheet_to_release(facts: Facts) -> str:
    return "" if facts.to_release else "没有可以收回的交办单"


def _parts_answered(facts: Facts) -> str:
    if not facts.parts_open:
        return ""
    return f"分办单位{'、'.join(facts.parts_open)}还没有答复，请催办或收回其交办单"


def _county_on_it(facts: Facts) -> str:
    if not facts.county:
        return "由本级活动办直接销号，不需申请"
    return "已申请销号，等上级活动办审核" if facts.strike_off_asked else ""


def _county_has_asked(facts: Facts) -> str:
    if not facts.county or facts.strike_off_asked:
        return ""
    return f"由{facts.county}申请销号后办理"


def _strike_off_asked(facts: Facts) -> str:
    return "" if facts.strike_off_asked else "县区没有申请销号"


def _may_be_instructed(facts: Facts) -> str:
    return facts.no_instruction


def _instruction_open(facts: Facts) -> str:
    return "" if "open" in facts.instructed else "没有待报告的批示"


def _instruction_reported(facts: Facts) -> str:
    return "" if "reported" in facts.instructed else "没有待圈阅的报告"


def _no_draft(facts: Facts) -> str:
    return "已有答复送签，等待签发" if facts.draft_waits else ""


def _draft_waits(facts: Facts) -> str:
    return "" if facts.draft_waits else "没有待签发的答复"


def _instructions_read(facts: Facts) -> str:
    if facts.instructed - {"read"}:
        return "有领导批示件，待批示领导或督查人员圈阅报告后办理"
    return ""


def _of_disputes(why_not: Callable[[DisputeFacts], str]) -> Callable[[Facts], str]:
    return lambda facts: why_not(facts.disputes or DisputeFacts(facts.now))


def _may_be_assigned(facts: Facts) -> str:
    return facts.no_assigning


def _receipt_owed(facts: Facts) -> str:
    return "" if facts.receipt_owed else "已登记过回执"


def _confidential(facts: Facts) -> str:
    return "" if facts.confidential else "这件诉求没有标为保密"


def _not_confidential(facts: Facts) -> str:
    return "这件诉求已经标为保密" if facts.confidential else ""


def _has_sheets(facts: Facts) -> str:
    return "" if facts.has_sheets else "还没有交办，没有可以告知的单位"


def _recusals_in_force(facts: Facts) -> str:
    return "" if facts.recusals_in_force else "这件诉求没有设定回避"


NEEDS: dict[Need, Callable[[Facts], str]] = {
    **{need: _of_disputes(why_not) for need, why_not in request_rules.NEEDS.items()},
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
    Need.NOT_ONES_OWN_ANSWER: _not_ones_own_answer,
    Need.HANDLES_OR_HEADS: _handles_or_heads,
    Need.BELOW_THE_CITY: _below_the_city,
    Need.NOT_HANDED_UP: _not_handed_up,
    Need.HANDED_UP: _handed_up,
    Need.FROM_ELSEWHERE: _from_elsewhere,
    Need.SHEET_SIGNED: _sheet_signed,
    Need.SHEET_TO_CHECK: _sheet_to_check,
    Need.SHEET_TO_RELEASE: _sheet_to_release,
    Need.PARTS_ANSWERED: _parts_answered,
    Need.COUNTY_ON_IT: _county_on_it,
    Need.COUNTY_HAS_ASKED: _county_has_asked,
    Need.STRIKE_OFF_ASKED: _strike_off_asked,
    Need.MAY_BE_INSTRUCTED: _may_be_instructed,
    Need.INSTRUCTION_OPEN: _instruction_open,
    Need.INSTRUCTION_REPORTED: _instruction_reported,
    Need.INSTRUCTIONS_READ: _instructions_read,
    Need.NO_DRAFT: _no_draft,
    Need.DRAFT_WAITS: _draft_waits,
    Need.MAY_BE_ASSIGNED: _may_be_assigned,
    Need.RECEIPT_OWED: _receipt_owed,
    Need.CONFIDENTIAL: _confidential,
    Need.NOT_CONFIDENTIAL: _not_confidential,
    Need.HAS_SHEETS: _has_sheets,
    Need.RECUSALS_IN_FORCE: _recusals_in_force,
}


def decide(facts: Facts, verb: Verb) -> Step:
    """The row of the table that applies.

    Raises NotYours if no hat of the actor may ever do this to this case, NotNow (with the
    reason and the present state) if they may, but not now.
    """
    mine = [step for step in steps_of(verb) if step.case_roles & facts.case_roles]
    if not mine:
        raise NotYours(f"您没有“{verb.label}”这件诉求的权限")
    label = str(facts.state.label)
    if facts.historical and verb not in {Verb.NOTE, Verb.TAG}:
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
    for verb in dict.fromkeys(
        step.verb for step in CASE_STEPS if step.case_roles & facts.case_roles
    ):
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
