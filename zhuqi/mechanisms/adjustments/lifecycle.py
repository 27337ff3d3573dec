"""动态调整: drawn up, approved, in force from its day; and each of its lines. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.adjustments.enums import (
    AdjustmentRole,
    AdjustmentState,
    AdjustmentVerb,
    MoveState,
    MoveVerb,
)


@dataclass(frozen=True, slots=True)
class AdjustmentFacts:
    """What a decision about a batch needs to know.

    `proposing`: the worker is still making proposals; `listed`: lines that would take effect;
    `stale`: how many of them no longer fit what is there; `own`: the person drew it up;
    `reversed`: it was taken back already.
    """

    state: AdjustmentState
    roles: frozenset[AdjustmentRole]
    proposing: bool = False
    listed: int = 0
    stale: int = 0
    own: bool = False
    reversed: bool = False


def nothing_proposed_now(facts: AdjustmentFacts) -> str:
    """The worker is done with it."""
    return "正在生成建议，请稍等" if facts.proposing else ""


def something_listed(facts: AdjustmentFacts) -> str:
    """There is something to approve."""
    return "" if facts.listed else "还没有列入调整"


def nothing_stale(facts: AdjustmentFacts) -> str:
    """Every line fits what is there now."""
    return f"有 {facts.stale} 项与现状不符，请先不采纳这些项，或重新生成建议" if facts.stale else ""


def by_another(facts: AdjustmentFacts) -> str:
    """Two people see each batch."""
    return "自己拟定的调整由别人批准" if facts.own else ""


def not_reversed(facts: AdjustmentFacts) -> str:
    """It is taken back once."""
    return "已经拟定过撤销" if facts.reversed else ""


AR, AS, AV = AdjustmentRole, AdjustmentState, AdjustmentVerb
READY = (something_listed, nothing_stale)
ADJUSTMENT: Lifecycle[AdjustmentState, AdjustmentVerb, AdjustmentRole, AdjustmentFacts] = Lifecycle(
    "动态调整",
    (
        step(AV.PROPOSE, AS.DRAFT, AR.DRAFTER, needs=[nothing_proposed_now]),
        step(AV.ADD, AS.DRAFT, AR.DRAFTER),
        step(AV.REVISE, AS.DRAFT, AR.DRAFTER),
        step(
            AV.SUBMIT, AS.DRAFT, AR.DRAFTER, to=AS.SUBMITTED, needs=[nothing_proposed_now, *READY]
        ),
        step(AV.APPROVE, AS.SUBMITTED, AR.APPROVER, to=AS.APPLIED, needs=[by_another, *READY]),
        step(AV.RETURN, AS.SUBMITTED, AR.APPROVER, to=AS.DRAFT),
        step(AV.VOID, (AS.DRAFT, AS.SUBMITTED), AR.DRAFTER, to=AS.VOID),
        step(AV.REVERSE, AS.APPLIED, AR.DRAFTER, needs=[not_reversed]),
    ),
    begins=(AS.DRAFT,),
)


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What a decision about a line needs to know. `closed`: its batch is not drawn up any more."""

    state: MoveState
    roles: frozenset[AdjustmentRole]
    closed: bool = False


def batch_open(facts: MoveFacts) -> str:
    """Its batch is still being drawn up."""
    return "这一批已经提交或结束，不能再改" if facts.closed else ""


MS, MV = MoveState, MoveVerb
MOVE: Lifecycle[MoveState, MoveVerb, AdjustmentRole, MoveFacts] = Lifecycle(
    "调整事项",
    (
        step(MV.LEAVE_OUT, MS.LISTED, AR.DRAFTER, to=MS.LEFT_OUT, needs=[batch_open]),
        step(MV.TAKE_UP, MS.LEFT_OUT, AR.DRAFTER, to=MS.LISTED, needs=[batch_open]),
        step(MV.REPLACE, MS.LISTED, AR.SYSTEM, to=MS.REPLACED, needs=[batch_open]),
    ),
    begins=(MS.LISTED,),
)
TABLES = (ADJUSTMENT, MOVE)
_DAY = "每批有自己的生效日期，过了就不能提交和批准"
_WITH_BATCH = (Owed("活动办", why="随所在的批次办理"),)
OWED: OwedTable = {
    ADJUSTMENT: {
        AS.DRAFT: (Owed("活动办受理、审核人员", why=_DAY),),
        AS.SUBMITTED: (Owed("活动办签发人员", why=_DAY),),
        AS.APPLIED: NOTHING,
        AS.VOID: NOTHING,
    },
    MOVE: {MS.LISTED: _WITH_BATCH, MS.LEFT_OUT: NOTHING, MS.REPLACED: NOTHING},
}
