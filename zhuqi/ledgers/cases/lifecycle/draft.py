"""签发: a draft waits inside the unit; signed, it is the answer."""

from zhuqi.foundation.lifecycle import Transitions, move, step
from zhuqi.ledgers.cases.enums import DraftState
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.groups import CaseSteps, H, S, V
from zhuqi.ledgers.cases.lifecycle.pause import not_paused


def no_draft(facts: Facts) -> str:
    """No draft waits to be signed."""
    return "已有答复送签，等待签发" if facts.draft_waits else ""


def draft_waits(facts: Facts) -> str:
    """A draft waits to be signed."""
    return "" if facts.draft_waits else "没有待签发的答复"


STEPS: CaseSteps = (
    step(V.DRAFT_ANSWER, S.IN_PROGRESS, H.LEAD, needs=[no_draft]),
    step(V.SIGN_ANSWER, S.IN_PROGRESS, H.HEAD, needs=[not_paused, draft_waits]),
    step(V.RETURN_DRAFT, S.IN_PROGRESS, (H.HEAD, H.LEAD), needs=[draft_waits]),
)

DRAFT: Transitions[DraftState, V] = Transitions(
    "拟稿",
    (
        move(V.SIGN_ANSWER, DraftState.WAITING, to=DraftState.SIGNED),
        move(V.RETURN_DRAFT, DraftState.WAITING, to=DraftState.RETURNED),
    ),
    begins=(DraftState.WAITING,),
)
