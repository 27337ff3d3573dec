"""提级: the county stays charged until the city takes the case; the city may return it."""

from zhuqi.foundation.lifecycle import Transitions, move, step
from zhuqi.ledgers.cases.enums import EscalationOutcome
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.answer import verdict_falls_short
from zhuqi.ledgers.cases.lifecycle.groups import DESK, WITH_THE_UNIT, CaseSteps, H, S, V


def below_the_city(facts: Facts) -> str:
    """An office stands above."""
    return "" if facts.below_the_city else "本级活动办之上没有上级台账"


def not_handed_up(facts: Facts) -> str:
    """No hand-up waits above."""
    return "已提请上级活动办研判，等上级答复" if facts.handed_up else ""


def handed_up(facts: Facts) -> str:
    """A hand-up waits for the office above."""
    return "" if facts.handed_up else "这件诉求没有待研判的提级"


IN_THE_OFFICE = (S.ACCEPTED, *WITH_THE_UNIT, S.COMPLETED)
STEPS: CaseSteps = (
    step(
        V.ESCALATE, (S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS), DESK,
        needs=[below_the_city, not_handed_up],
    ),
    step(
        V.ESCALATE, S.COMPLETED, DESK, needs=[below_the_city, not_handed_up, verdict_falls_short]
    ),
    step(V.TAKE_UP, IN_THE_OFFICE, H.SUPERIOR, to=S.ACCEPTED, needs=[handed_up]),
    step(V.SEND_DOWN, IN_THE_OFFICE, H.SUPERIOR, needs=[handed_up]),
)  # fmt: skip

ESCALATION: Transitions[EscalationOutcome, V] = Transitions(
    "提级",
    (
        move(V.TAKE_UP, EscalationOutcome.WAITING, to=EscalationOutcome.TAKEN),
        # Withdrawn or transferred, there is nothing left to be taken up.
        *(
            move(verb, EscalationOutcome.WAITING, to=EscalationOutcome.RETURNED)
            for verb in (V.SEND_DOWN, V.WITHDRAW, V.TRANSFER)
        ),
    ),
    begins=(EscalationOutcome.WAITING,),
)
