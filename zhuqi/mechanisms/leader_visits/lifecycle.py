"""领导调研: drafted, approved by the office, made, and what was demanded followed up. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.leader_visits.enums import (
    TO_COME,
    LeaderVisitRole,
    LeaderVisitState,
    LeaderVisitVerb,
)


@dataclass(frozen=True, slots=True)
class LeaderVisitFacts:
    """What a decision needs to know."""

    state: LeaderVisitState
    roles: frozenset[LeaderVisitRole]
    unsettled: bool
    approver: bool


def something_unsettled(facts: LeaderVisitFacts) -> str:
    """A demand is still open."""
    return "" if facts.unsettled else "没有未办结的要求"


def somebody_approves(facts: LeaderVisitFacts) -> str:
    """One of those named may approve it."""
    return "" if facts.approver else "可看的人里没有活动办审核、签发人员，请先加上"


R, S, V = LeaderVisitRole, LeaderVisitState, LeaderVisitVerb
LEADER_VISIT: Lifecycle[LeaderVisitState, LeaderVisitVerb, LeaderVisitRole, LeaderVisitFacts] = (
    Lifecycle(
        "领导调研",
        (
            step(V.REVISE, S.DRAFTED, R.KEEPER),
            step(V.NAME, (*TO_COME, S.MADE), R.KEEPER),
            step(V.SUBMIT, S.DRAFTED, R.KEEPER, to=S.SUBMITTED, needs=[somebody_approves]),
            step(V.APPROVE, S.SUBMITTED, R.APPROVER, to=S.APPROVED),
            step(V.RETURN, S.SUBMITTED, R.APPROVER, to=S.DRAFTED),
            step(V.MAKE, S.APPROVED, R.KEEPER, to=S.MADE),
            step(V.DEMAND, S.MADE, R.KEEPER),
            step(V.SETTLE, S.MADE, R.KEEPER, needs=[something_unsettled]),
            step(V.CANCEL, TO_COME, R.KEEPER, to=S.CANCELLED),
        ),
        begins=(S.DRAFTED,),
    )
)
TABLES = (LEADER_VISIT,)
_DATED = (Owed("拟稿人", why="调研和领导要求各有约定的日期，到日子的列在首页"),)
OWED: OwedTable = {
    LEADER_VISIT: {
        S.DRAFTED: _DATED,
        S.SUBMITTED: (Owed("可看的活动办审核、签发人员", why="待审定的列在首页"),),
        S.APPROVED: _DATED,
        S.MADE: _DATED,
        S.CANCELLED: NOTHING,
    }
}
