"""诉求: taken in, closed, followed; and the whole table, put together from each noun's rows."""

from datetime import timedelta

from zhuqi.foundation.lifecycle import Lifecycle, step
from zhuqi.ledgers.cases.enums import TO_CARRY, CaseRole, Disposition, State, Verb, Verdict
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle import (
    answer,
    draft,
    escalation,
    extension,
    instruction,
    merging,
    objection,
    pause,
    secrecy,
    sheet,
    splitting,
    topic,
    withdrawal,
)
from zhuqi.ledgers.cases.lifecycle.escalation import not_handed_up
from zhuqi.ledgers.cases.lifecycle.groups import (
    BEFORE_ASSIGNMENT,
    DESK,
    EVERYWHERE,
    FOLLOWED,
    OFFICE,
    UNDER_WAY,
    CaseSteps,
    H,
    S,
    V,
)
from zhuqi.ledgers.cases.lifecycle.instruction import instructions_read
from zhuqi.ledgers.cases.lifecycle.secrecy import complained_known, marks_judged
from zhuqi.ledgers.cases.verbs import SPECS

# From this round on a case may end without the firm's consent.
LAST_ROUND = 2


def may_be_assigned(facts: Facts) -> str:
    """Its boundary lets a copy be kept, so that units may read it; no other room speaks against."""
    return facts.no_assigning


def tagged(facts: Facts) -> str:
    """There is a tag to take off."""
    return "" if facts.tagged else "这件诉求没有标签"


def receipt_owed(facts: Facts) -> str:
    """Whoever it was handed over to has not confirmed it."""
    return "" if facts.receipt_owed else "已登记过回执"


def may_strike_off(facts: Facts) -> str:
    """解决一个、销号一个: only what the firm calls solved, or silence after a call, as of one that
    would not rate."""
    if facts.disposition in TO_CARRY:
        return f"办理结果为“{Disposition(facts.disposition).label}”，应挂账跟踪，不能销号"
    if facts.verdict == Verdict.SOLVED or facts.no_rating:
        return ""
    if facts.verdict:
        return f"企业评价为“{Verdict(facts.verdict).label}”，不能销号"
    if facts.rating_refused:
        return ""
    if facts.rating_due and facts.now >= facts.rating_due:
        return ""
    return "等待企业评价；评价期满仍未评价的，电话回访后方可销号"


def county_on_it(facts: Facts) -> str:
    """An office below leads it or handed it up, and has not asked yet."""
    if not facts.county:
        return "由本级活动办直接销号，不需申请"
    return "已申请销号，等上级活动办审核" if facts.strike_off_asked else ""


def county_has_asked(facts: Facts) -> str:
    """No office below is on it, or it has asked."""
    if not facts.county or facts.strike_off_asked:
        return ""
    return f"由{facts.county}申请销号后办理"


def strike_off_asked(facts: Facts) -> str:
    """An office below waits for the strike-off."""
    return "" if facts.strike_off_asked else "县区没有申请销号"


def may_carry(facts: Facts) -> str:
    """It is not solved, by its result or by the firm's word."""
    if facts.state == S.CARRIED or facts.disposition in TO_CARRY:
        return ""
    if facts.verdict in {Verdict.PARTLY, Verdict.NOT_SOLVED}:
        return ""
    return "办理结果为已解决且企业未提出异议，应销号，不挂账"


def may_terminate(facts: Facts) -> str:
    """The firm is not content after the last round."""
    if not facts.verdict:
        return "企业还没有评价，不能终结"
    if facts.verdict == Verdict.SOLVED:
        return "企业认可办理结果，应销号或挂账，不终结"
    return "" if facts.round >= LAST_ROUND else "至少办理两轮后企业仍未认可的，才能终结；请先重办"


def may_reopen(facts: Facts) -> str:
    """The office may at any time, and the system after a look-back; the firm for some days after
    the strike-off."""
    if facts.roles & {H.REVIEWER, H.SYSTEM}:
        return ""
    if facts.state == S.CARRIED:
        return "此事已列入持续跟踪，到复核日期活动办会再办；情况有变请补充说明"
    if facts.closed_at and facts.now > facts.closed_at + timedelta(days=facts.reopen_days):
        return f"了结已超过 {facts.reopen_days} 天，请重新提交诉求"
    return ""


def from_elsewhere(facts: Facts) -> str:
    """Another platform gave it, and has not heard of the result."""
    if not facts.from_elsewhere:
        return "这件诉求没有来源编号，不需反馈来源"
    return "办理结果已反馈来源" if facts.fed_back else ""


def handles_or_heads(facts: Facts) -> str:
    """It is one's own to hand over, or one's unit's."""
    if facts.handles_or_heads or H.SYSTEM in facts.roles:
        return ""
    return "移交由经办人本人或单位负责人办理"


DONE_WITH = (S.COMPLETED, S.STRUCK_OFF, S.CARRIED, S.DECLINED, S.TRANSFERRED, S.TERMINATED)
WORKING = (H.LEAD, H.CO, H.PART, H.SUB, H.LIAISON)

INTAKE: CaseSteps = (
    step(V.SUPPLEMENT, FOLLOWED, (H.FIRM, H.LIAISON, H.REGISTRAR, H.ORIGIN)),
    step(V.ACCEPT, S.SUBMITTED, H.REGISTRAR, to=S.ACCEPTED),
    step(V.DECLINE, BEFORE_ASSIGNMENT, H.REGISTRAR, to=S.DECLINED, needs=[not_handed_up]),
    # The system's turn is a hand-over to which both offices have agreed.
    step(
        V.FORWARD, BEFORE_ASSIGNMENT, (H.REGISTRAR, H.SYSTEM), to=S.SUBMITTED,
        needs=[not_handed_up, complained_known],
    ),
    step(
        V.ASSIGN, S.ACCEPTED, H.REGISTRAR, to=S.ASSIGNED,
        needs=[may_be_assigned, complained_known, marks_judged],
    ),
    # 移送: what is another organ's; sealed where no copy may be kept. The receipt ends it.
    step(V.TRANSFER, UNDER_WAY, H.SIGNER, to=S.TRANSFERRED),
    step(V.RECEIPT, S.TRANSFERRED, (H.REGISTRAR, H.SIGNER), needs=[receipt_owed]),
)  # fmt: skip

CLOSING: CaseSteps = (
    # 谁销号: the office of the ledger; the county asks for what the city assigned.
    step(
        V.ASK_STRIKE_OFF, S.COMPLETED, (H.LEAD, H.ORIGIN), needs=[county_on_it, may_strike_off]
    ),
    step(V.REFUSE_STRIKE_OFF, S.COMPLETED, H.SIGNER, needs=[strike_off_asked]),
    step(
        V.STRIKE_OFF, S.COMPLETED, H.SIGNER, to=S.STRUCK_OFF,
        needs=[not_handed_up, may_strike_off, county_has_asked, instructions_read],
    ),
    step(
        V.CARRY, (S.COMPLETED, S.CARRIED), H.SIGNER, to=S.CARRIED, needs=[not_handed_up, may_carry]
    ),
    step(V.SEND_BACK, DONE_WITH, DESK, needs=[from_elsewhere]),
    step(
        V.REOPEN, (S.STRUCK_OFF, S.CARRIED), (H.FIRM, H.REVIEWER, H.SYSTEM), to=S.IN_PROGRESS,
        needs=[may_reopen],
    ),
    # 终结: after the second round, with grounds and where to go; the office may take it up again.
    step(
        V.TERMINATE, S.COMPLETED, H.SIGNER, to=S.TERMINATED,
        needs=[not_handed_up, instructions_read, may_terminate],
    ),
    step(V.REOPEN, S.TERMINATED, (H.REVIEWER, H.SYSTEM), to=S.IN_PROGRESS),
    step(V.REOPEN, S.DECLINED, H.REGISTRAR, to=S.SUBMITTED),
)  # fmt: skip

# The system's turn is a whole hand-over (移交全部在办) that an administrator ordered.
HANDING_OVER: CaseSteps = (
    step(
        V.HAND_OVER, (S.IN_PROGRESS, S.ANSWERED, S.COMPLETED, S.CARRIED), (H.LEAD, H.SYSTEM),
        needs=[handles_or_heads],
    ),
)  # fmt: skip
NOTES: CaseSteps = (step(V.NOTE, EVERYWHERE, (*OFFICE, H.ORIGIN, H.SUPERIOR, *WORKING)),)
# 标签 are the office's own words, kept by the ledger's office alone; firms never read them.
TAGS: CaseSteps = (
    step(V.TAG, EVERYWHERE, OFFICE),
    step(V.UNTAG, EVERYWHERE, OFFICE, needs=[tagged]),
)

# Pages offer verbs in this order.
CASE_STEPS: CaseSteps = (
    *INTAKE,
    *escalation.STEPS,
    *sheet.STEPS,
    *draft.STEPS,
    *answer.STEPS,
    *CLOSING,
    *withdrawal.STEPS,
    *HANDING_OVER,
    *instruction.STEPS,
    *merging.STEPS,
    *splitting.STEPS,
    *topic.STEPS,
    *extension.STEPS,
    *pause.STEPS,
    *NOTES,
    *objection.STEPS,
    *secrecy.STEPS,
    *TAGS,
)


def _historical(facts: Facts, verb: Verb) -> str:
    """Old registers are for looking up."""
    if facts.historical and not SPECS[verb].on_historical:
        return "历史导入的诉求只供查阅"
    return ""


CASE: Lifecycle[State, Verb, CaseRole, Facts] = Lifecycle(
    "诉求", CASE_STEPS, begins=(S.SUBMITTED,), bar=_historical
)
