"""走访: planned, then made or called off. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.liaison.enums import VisitRole, VisitState, VisitVerb


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a decision about a visit needs to know."""

    state: VisitState
    roles: frozenset[VisitRole]
    unsettled: bool


def something_unsettled(facts: VisitFacts) -> str:
    """A follow-up is still open."""
    return "" if facts.unsettled else "没有未办结的后续事项"


VISIT: Lifecycle[VisitState, VisitVerb, VisitRole, VisitFacts] = Lifecycle(
    "走访",
    (
        step(VisitVerb.MAKE, VisitState.PLANNED, VisitRole.CARER, to=VisitState.MADE),
        step(VisitVerb.RAISE, VisitState.MADE, VisitRole.CARER),
        step(VisitVerb.FOLLOW, VisitState.MADE, VisitRole.CARER),
        step(VisitVerb.SETTLE, VisitState.MADE, VisitRole.CARER, needs=[something_unsettled]),
        step(VisitVerb.CANCEL, VisitState.PLANNED, VisitRole, to=VisitState.CANCELLED),
    ),
    begins=(VisitState.PLANNED,),
)
TABLES = (VISIT,)
_DATED = (Owed("走访干部", why="走访和后续事项各有约定的日期，到日子的列在首页"),)
OWED: OwedTable = {
    VISIT: {VisitState.PLANNED: _DATED, VisitState.MADE: _DATED, VisitState.CANCELLED: NOTHING}
}
