"""异议: once a sheet; the office decides, finally. No clock stops for it."""

from zhuqi.foundation.lifecycle import Transitions, move, step
from zhuqi.ledgers.cases.enums import ObjectionOutcome
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.asking import (
    WITH_THE_CASE,
    WITH_THE_SHEET,
    asked_by_others,
    when,
)
from zhuqi.ledgers.cases.lifecycle.groups import (
    DESK,
    TO_BE_ANSWERED,
    WITH_THE_UNIT,
    A,
    CaseSteps,
    H,
    S,
    V,
)
from zhuqi.ledgers.cases.lifecycle.pause import not_paused
from zhuqi.ledgers.cases.lifecycle.secrecy import complained_known, marks_judged

_NONE = "没有待裁定的异议"
_OWN = "异议由您所在单位提出，须由活动办其他人员裁定"


def may_object(facts: Facts) -> str:
    """One's own sheet may still be argued, and nobody has done so."""
    asked = facts.disputes
    if asked.final:
        return "这张交办单是异议裁定后下发的，裁定为最终决定，不能再提异议"
    if asked.objected:
        return "本单位对这张交办单已提过异议，每张交办单只能提一次"
    if asked.sheet not in {A.ISSUED, A.SIGNED}:
        return "本单位已反馈，不能再提异议" if asked.sheet else "本单位没有可提异议的交办单"
    until = asked.object_until()
    if until is None:
        return "时限方案没有规定异议期限，请直接与活动办联系"
    return f"异议应在 {when(until)} 前提出，已过期限" if facts.now > until else ""


def question_open(facts: Facts) -> str:
    """An objection is not decided for good, and not one's own."""
    return asked_by_others(facts.disputes.questions, none=_NONE, own=_OWN)


def question_argued(facts: Facts) -> str:
    """An objection waits that was not sent to a consultation yet."""
    asked = facts.disputes
    if asked.questions and not asked.argued:
        return "已转会商并由单位兜底，请用“改派”写明最终由谁办理"
    return asked_by_others(asked.argued, none=_NONE, own=_OWN)


_TO_ANOTHER = (question_open, not_paused, complained_known, marks_judged)
_MEANWHILE = (question_argued, not_paused, complained_known, marks_judged)
STEPS: CaseSteps = (
    step(V.OBJECT, TO_BE_ANSWERED, (H.LEAD, H.CO, H.PART), needs=[may_object]),
    step(V.UPHOLD, WITH_THE_UNIT, DESK, needs=[question_argued]),
    # A new lead has to sign; another helper, or a fallback that keeps it, leaves the state.
    step(V.REASSIGN, TO_BE_ANSWERED, DESK, to=S.ASSIGNED, needs=_TO_ANOTHER),
    step(V.REASSIGN, TO_BE_ANSWERED, DESK, needs=_TO_ANOTHER),
    step(V.CONSULT, TO_BE_ANSWERED, DESK, to=S.ASSIGNED, needs=_MEANWHILE),
    step(V.CONSULT, TO_BE_ANSWERED, DESK, needs=_MEANWHILE),
)

OPEN = (ObjectionOutcome.WAITING, ObjectionOutcome.CONSULTING)
OBJECTION: Transitions[ObjectionOutcome, V] = Transitions(
    "异议",
    (
        move(V.UPHOLD, OPEN, to=ObjectionOutcome.UPHELD),
        move(V.REASSIGN, OPEN, to=ObjectionOutcome.REASSIGNED),
        move(V.CONSULT, OPEN, to=ObjectionOutcome.CONSULTING),
        *(
            move(verb, ObjectionOutcome.WAITING, to=ObjectionOutcome.LAPSED)
            for verb in WITH_THE_SHEET
        ),
        # A consultation is about the case, not about the sheet it began with.
        *(
            move(verb, ObjectionOutcome.CONSULTING, to=ObjectionOutcome.LAPSED)
            for verb in WITH_THE_CASE
        ),
    ),
    begins=(ObjectionOutcome.WAITING,),
)
