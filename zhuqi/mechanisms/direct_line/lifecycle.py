"""信息直通车: a firm's letter to whoever looks after it. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.direct_line.enums import LetterRole, LetterState, LetterVerb


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a decision about a letter needs to know. `escalated`: the office was asked already."""

    state: LetterState
    roles: frozenset[LetterRole]
    escalated: bool = False


def not_escalated(facts: LetterFacts) -> str:
    """The office is asked once."""
    return "已经转请活动办处理" if facts.escalated else ""


R, S, V = LetterRole, LetterState, LetterVerb
HANDLERS = (R.RECIPIENT, R.OFFICE)
LETTER: Lifecycle[LetterState, LetterVerb, LetterRole, LetterFacts] = Lifecycle(
    "企业来信",
    (
        step(V.ANSWER, S.WAITING, HANDLERS, to=S.ANSWERED),
        step(V.TURN, (S.WAITING, S.ANSWERED), HANDLERS, to=S.TURNED),
        step(V.PASS_ON, S.WAITING, HANDLERS),
        step(V.WITHDRAW, S.WAITING, R.SENDER, to=S.WITHDRAWN),
        step(V.ESCALATE, S.WAITING, (R.RECIPIENT, R.SYSTEM), needs=[not_escalated]),
    ),
    begins=(S.WAITING,),
)
TABLES = (LETTER,)
OWED: OwedTable = {
    LETTER: {
        S.WAITING: (
            Owed("收信的领导、干部", why="每封信有答复期限，到期前提醒，过期转请活动办处理"),
        ),
        S.ANSWERED: NOTHING,
        S.TURNED: NOTHING,
        S.WITHDRAWN: NOTHING,
    }
}
