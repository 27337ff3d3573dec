"""走访: planned, then made, merged into somebody else's, or called off. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.liaison.enums import VisitRole, VisitState, VisitVerb


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a decision about a visit needs to know: `unsettled` follow-ups, needs that are `kept`
    unreported, whether one is `going` along already, whether somebody else plans one (`others`)."""

    state: VisitState
    roles: frozenset[VisitRole]
    unsettled: bool
    kept: bool
    going: bool
    others: bool


def something_unsettled(facts: VisitFacts) -> str:
    """A follow-up is still open."""
    return "" if facts.unsettled else "没有未办结的后续事项"


def something_kept(facts: VisitFacts) -> str:
    """A need was not reported yet."""
    return "" if facts.kept else "没有暂不上报的困难"


def not_going_yet(facts: VisitFacts) -> str:
    """One is not among those who go."""
    return "您已经在这次走访里" if facts.going else ""


def another_planned(facts: VisitFacts) -> str:
    """Somebody else plans to go there."""
    return "" if facts.others else "没有别人计划走访这家企业"


R, S, V = VisitRole, VisitState, VisitVerb
VISIT: Lifecycle[VisitState, VisitVerb, VisitRole, VisitFacts] = Lifecycle(
    "走访",
    (
        step(V.MAKE, S.PLANNED, R.CARER, to=S.MADE),
        step(V.RAISE, S.MADE, R.CARER),
        step(V.KEEP, S.MADE, R.CARER),
        step(V.AGREE, S.MADE, R.CARER, needs=[something_kept]),
        step(V.FOLLOW, S.MADE, R.CARER),
        step(V.SETTLE, S.MADE, R.CARER, needs=[something_unsettled]),
        step(V.ADD, S.MADE, R.CARER),
        step(V.JOIN, S.PLANNED, R.CARER, needs=[not_going_yet]),
        step(V.MERGE, S.PLANNED, R.VISITOR, to=S.MERGED, needs=[another_planned]),
        step(V.CANCEL, S.PLANNED, (R.CARER, R.OFFICE), to=S.CANCELLED),
    ),
    begins=(S.PLANNED,),
)
TABLES = (VISIT,)
_DATED = (Owed("走访干部", why="走访和后续事项各有约定的日期，到日子的列在首页"),)
OWED: OwedTable = {
    VISIT: {
        S.PLANNED: _DATED,
        S.MADE: _DATED,
        S.CANCELLED: NOTHING,
        S.MERGED: NOTHING,
    }
}
