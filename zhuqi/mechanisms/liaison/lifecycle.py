"""走访: planned, then made or called off. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import Lifecycle, step
from zhuqi.mechanisms.liaison.enums import VisitRole as R
from zhuqi.mechanisms.liaison.enums import VisitState as S
from zhuqi.mechanisms.liaison.enums import VisitVerb as V


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a decision about a visit needs to know."""

    state: S
    roles: frozenset[R]
    unsettled: bool


def something_unsettled(facts: VisitFacts) -> str:
    """A follow-up is still open."""
    return "" if facts.unsettled else "没有未办结的后续事项"


VISIT: Lifecycle[S, V, R, VisitFacts] = Lifecycle(
    "走访",
    (
        step(V.MAKE, S.PLANNED, R.CARER, to=S.MADE),
        step(V.RAISE, S.MADE, R.CARER),
        step(V.FOLLOW, S.MADE, R.CARER),
        step(V.SETTLE, S.MADE, R.CARER, needs=[something_unsettled]),
        step(V.CANCEL, S.PLANNED, R, to=S.CANCELLED),
    ),
    begins=(S.PLANNED,),
)
TABLES = (VISIT,)
