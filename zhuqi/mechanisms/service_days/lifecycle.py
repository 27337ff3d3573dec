"""企业服务日: planned, held; what firms said is solved or becomes a case. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.service_days.enums import ServiceDayRole, ServiceDayState, ServiceDayVerb


@dataclass(frozen=True, slots=True)
class ServiceDayFacts:
    """What a decision needs to know. `pending`: something said is neither solved nor a case."""

    state: ServiceDayState
    roles: frozenset[ServiceDayRole]
    pending: bool


def something_pending(facts: ServiceDayFacts) -> str:
    """What a firm said is still open."""
    return "" if facts.pending else "没有未解决的发言"


R, S, V = ServiceDayRole, ServiceDayState, ServiceDayVerb
SERVICE_DAY: Lifecycle[ServiceDayState, ServiceDayVerb, ServiceDayRole, ServiceDayFacts] = (
    Lifecycle(
        "企业服务日",
        (
            step(V.REVISE, S.PLANNED, R.OFFICE),
            step(V.HOLD, S.PLANNED, R.OFFICE, to=S.HELD),
            step(V.HEAR, S.HELD, R.OFFICE),
            step(V.SOLVE, S.HELD, R.OFFICE, needs=[something_pending]),
            step(V.RAISE, S.HELD, R.OFFICE, needs=[something_pending]),
            step(V.CANCEL, S.PLANNED, R.OFFICE, to=S.CANCELLED),
        ),
        begins=(S.PLANNED,),
    )
)
TABLES = (SERVICE_DAY,)
OWED: OwedTable = {
    SERVICE_DAY: {
        S.PLANNED: (Owed("活动办", why="到日子的服务日列在首页"),),
        S.HELD: (Owed("活动办", why="没有解决的发言列在首页，转为诉求后按时限办理"),),
        S.CANCELLED: NOTHING,
    }
}
