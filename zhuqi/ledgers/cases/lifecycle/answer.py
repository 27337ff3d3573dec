"""答复: the office lets it through or returns it; the firm rates what it was told."""

from zhuqi.foundation.lifecycle import Transitions, move, step
from zhuqi.ledgers.cases.enums import AnswerStatus, Verdict
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.groups import DESK, CaseSteps, H, S, V
from zhuqi.ledgers.cases.lifecycle.withdrawal import withdrawal_not_asked


def not_ones_own_answer(facts: Facts) -> str:
    """Four eyes: nobody passes what they wrote themselves."""
    return "答复是您本人提交的，请由活动办另一位同志审核" if facts.own_answer else ""


def parts_answered(facts: Facts) -> str:
    """No part is still to be answered."""
    if not facts.parts_open:
        return ""
    return f"分办单位{'、'.join(facts.parts_open)}还没有答复，请催办或收回其交办单"


def unrated(facts: Facts) -> str:
    """The firm may rate this round and has not."""
    if facts.no_rating:
        return facts.no_rating
    return "本轮办理已经评价过" if facts.verdict else ""


def may_be_rung_up(facts: Facts) -> str:
    """The firm has not said that it won't rate: who has is left in peace, and may still rate."""
    return "企业已在电话中表示不评价，不再打扰；企业仍可自行评价" if facts.rating_refused else ""


def verdict_falls_short(facts: Facts) -> str:
    """The firm has rated, and not as solved; the system, after a look-back found otherwise."""
    if H.SYSTEM in facts.roles:
        return ""
    if facts.verdict == "":
        return "企业还没有评价"
    return "企业认可办理结果，无需重办" if facts.verdict == Verdict.SOLVED else ""


STEPS: CaseSteps = (
    step(V.RETURN, S.ANSWERED, H.REVIEWER, to=S.IN_PROGRESS),
    step(
        V.COMPLETE, S.ANSWERED, H.REVIEWER, to=S.COMPLETED,
        needs=[withdrawal_not_asked, not_ones_own_answer, parts_answered],
    ),
    step(V.RATE, S.COMPLETED, H.FIRM, needs=[unrated]),
    step(V.RATE_BY_PHONE, S.COMPLETED, DESK, needs=[unrated, may_be_rung_up]),
    step(V.CALL_AGAIN, S.COMPLETED, DESK, needs=[unrated, may_be_rung_up]),
    step(V.REFUSE_RATING, S.COMPLETED, DESK, needs=[unrated, may_be_rung_up]),
    step(
        V.REDO, S.COMPLETED, (H.REVIEWER, H.SYSTEM), to=S.IN_PROGRESS, needs=[verdict_falls_short]
    ),
)  # fmt: skip

ANSWER: Transitions[AnswerStatus, V] = Transitions(
    "答复",
    (
        move(V.RETURN, AnswerStatus.WAITING, to=AnswerStatus.RETURNED),
        move(V.COMPLETE, AnswerStatus.WAITING, to=AnswerStatus.APPROVED),
    ),
    begins=(AnswerStatus.WAITING,),
)
