"""回头看: drawn, rung up, verified or doubted; doubted, the unit is heard before anything is
found. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.lookback.enums import (
    TO_CALL,
    DrawState,
    LookBackRole,
    LookBackState,
    LookBackVerb,
)
from zhuqi.mechanisms.lookback.rules import TRIES


@dataclass(frozen=True, slots=True)
class LookBackFacts:
    """What a decision about one needs to know.

    `away`: why the person must keep away from the call. `days_tried`: on how many days it was
    tried in vain. `statement_over`: the unit's time for a statement has passed.
    """

    state: LookBackState
    roles: frozenset[LookBackRole]
    away: str = ""
    days_tried: int = 0
    statement_over: bool = False


def may_call(facts: LookBackFacts) -> str:
    """Nothing binds the caller to the unit that answered, or to the firm."""
    return facts.away


def tried_enough(facts: LookBackFacts) -> str:
    """It was tried on several days."""
    left = TRIES - facts.days_tried
    return f"在 {TRIES} 个不同的日子没打通才能记为联系不上，还差 {left} 天" if left > 0 else ""


def unit_had_its_time(facts: LookBackFacts) -> str:
    """The unit has been heard, or has let its time pass."""
    if facts.state is S.HEARD or facts.statement_over:
        return ""
    return "先听原主办单位说明：单位还没有说明，说明时限也没有到"


R, S, V = LookBackRole, LookBackState, LookBackVerb
_FINDABLE = (S.DOUBTFUL, S.HEARD)
LOOK_BACK: Lifecycle[LookBackState, LookBackVerb, LookBackRole, LookBackFacts] = Lifecycle(
    "回头看",
    (
        step(V.VERIFY, TO_CALL, R.CALLER, to=S.VERIFIED, needs=[may_call]),
        step(V.DOUBT, TO_CALL, R.CALLER, to=S.DOUBTFUL, needs=[may_call]),
        step(V.MISS, TO_CALL, R.CALLER, to=S.CALLED, needs=[may_call]),
        step(V.GIVE_UP, S.CALLED, R.CALLER, to=S.UNREACHABLE, needs=[may_call, tried_enough]),
        step(V.DECLARE, TO_CALL, R.CALLER),
        step(V.STATE, S.DOUBTFUL, R.UNIT, to=S.HEARD),
        # Nothing is marked, counted or taken up again before the unit was heard.
        step(V.FIND_FAULT, _FINDABLE, R.REVIEWER, to=S.FAULT, needs=[unit_had_its_time]),
        step(V.FIND_NO_FAULT, _FINDABLE, R.REVIEWER, to=S.NO_FAULT, needs=[unit_had_its_time]),
        step(V.ASSIGN, TO_CALL, R.OFFICE),
        # What was noted wrongly, as long as the unit has not answered to it.
        step(
            V.CALL_ANEW, (S.VERIFIED, S.UNREACHABLE, S.DOUBTFUL), R.OFFICE, to=S.DRAWN
        ),
        # The system: the case is taken up again or handed over before anybody rang up.
        step(V.DROP, TO_CALL, (R.OFFICE, R.SYSTEM), to=S.DROPPED),
    ),
    begins=(S.DRAWN,),
)  # fmt: skip
TABLES = (LOOK_BACK,)


@dataclass(frozen=True, slots=True)
class DrawFacts:
    """Nobody stands to a draw as anything: what is made stays as it was made."""

    state: DrawState = DrawState.DRAWN
    roles: frozenset[LookBackRole] = frozenset()


# No verbs, and so nothing to draw or to owe.
DRAW: Lifecycle[DrawState, LookBackVerb, LookBackRole, DrawFacts] = Lifecycle(
    "回头看抽样", (), begins=(DrawState.DRAWN,)
)
_CALL = (Owed("回访人", why="待回访的列在首页，没打通的到约定时间再列出"),)
OWED: OwedTable = {
    LOOK_BACK: {
        S.DRAWN: _CALL,
        S.CALLED: _CALL,
        S.VERIFIED: NOTHING,
        S.UNREACHABLE: NOTHING,
        S.DOUBTFUL: (Owed("原主办单位", why="方案规定几个工作日内说明，列在首页，过期可直接认定"),),
        S.HEARD: (Owed("抽样活动办审核", why="已说明、过期未说明的都列在首页"),),
        S.FAULT: NOTHING,
        S.NO_FAULT: NOTHING,
        S.DROPPED: NOTHING,
    }
}
