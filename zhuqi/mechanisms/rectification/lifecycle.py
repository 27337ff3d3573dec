"""专项整治: entered, worked on by the unit, proven, struck off by the office. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.rectification.enums import (
    RUNNING,
    RectificationRole,
    RectificationState,
    RectificationVerb,
)


@dataclass(frozen=True, slots=True)
class RectificationFacts:
    """What a decision needs to know. `recused`: the person works for the unit they would judge."""

    state: RectificationState
    roles: frozenset[RectificationRole]
    recused: bool = False


def judged_by_others(facts: RectificationFacts) -> str:
    """Nobody decides about their own unit."""
    return "您在责任单位任职，应当回避" if facts.recused else ""


R, S, V = RectificationRole, RectificationState, RectificationVerb
_OTHERS = [judged_by_others]
RECTIFICATION: Lifecycle[
    RectificationState, RectificationVerb, RectificationRole, RectificationFacts
] = Lifecycle(
    "专项整治",
    (
        step(V.REVISE, S.OPEN, R.OFFICE, needs=_OTHERS),
        step(V.PROGRESS, S.OPEN, R.UNIT),
        step(V.PROVE, S.OPEN, R.UNIT, to=S.PROVEN),
        step(V.CLOSE, S.PROVEN, R.REVIEWER, to=S.CLOSED, needs=_OTHERS),
        step(V.RETURN, S.PROVEN, R.REVIEWER, to=S.OPEN, needs=_OTHERS),
        step(V.REOPEN, S.CLOSED, R.REVIEWER, to=S.OPEN, needs=_OTHERS),
        step(V.VOID, RUNNING, R.REVIEWER, to=S.VOID, needs=_OTHERS),
    ),
    begins=(RectificationState.OPEN,),
)
TABLES = (RECTIFICATION,)
OWED: OwedTable = {
    RECTIFICATION: {
        S.OPEN: (Owed("责任单位", why="整改期限写在台账上，快到期、已逾期的列在首页"),),
        S.PROVEN: (Owed("列账的活动办", why="待销号的列在首页"),),
        S.CLOSED: NOTHING,
        S.VOID: NOTHING,
    }
}
