"""撤回: after assignment the office phones the firm before anything is withdrawn."""

from zhuqi.foundation.lifecycle import step
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.groups import (
    BEFORE_ASSIGNMENT,
    WITH_THE_UNIT,
    CaseSteps,
    H,
    S,
    V,
)


def withdrawal_asked(facts: Facts) -> str:
    """The firm wants it back."""
    return "" if facts.withdrawal_asked else "企业没有申请撤回"


def withdrawal_not_asked(facts: Facts) -> str:
    """The firm has not asked for it back."""
    return "企业已申请撤回，请活动办先电话核实" if facts.withdrawal_asked else ""


STEPS: CaseSteps = (
    step(V.WITHDRAW, BEFORE_ASSIGNMENT, H.FIRM, to=S.WITHDRAWN),
    step(V.ASK_WITHDRAWAL, WITH_THE_UNIT, H.FIRM, needs=[withdrawal_not_asked]),
    step(V.WITHDRAW, WITH_THE_UNIT, H.REGISTRAR, to=S.WITHDRAWN, needs=[withdrawal_asked]),
    step(V.KEEP, WITH_THE_UNIT, (H.FIRM, H.REGISTRAR), needs=[withdrawal_asked]),
)
