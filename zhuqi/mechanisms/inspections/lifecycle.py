"""督导检查: a round, the inspection of each unit in it, and what is found. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.inspections.enums import (
    OPEN,
    TO_COME,
    FindingRole,
    FindingState,
    FindingVerb,
    RoundRole,
    RoundState,
    RoundVerb,
    VisitRole,
    VisitState,
    VisitVerb,
)

# A round ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What a decision about a round needs to know.

    `missing`: what it still needs to begin, in words; `to_come`: units not inspected yet;
    `visited`: how many are.
    """

    state: RoundState
    roles: frozenset[RoundRole]
    missing: str = ""
    to_come: int = 0
    visited: int = 0


def nothing_missing(facts: RoundFacts) -> str:
    """Team, units and checklist are there."""
    return f"还不能开始：{facts.missing}" if facts.missing else ""


def all_inspected(facts: RoundFacts) -> str:
    """No unit is left."""
    left = facts.to_come
    return f"还有 {left} 家没有检查完，请先查完，或注明不再检查" if left else ""


def none_inspected(facts: RoundFacts) -> str:
    """Nothing has been done yet that would be lost."""
    return f"已经检查了 {facts.visited} 家，只能结束，不能取消" if facts.visited else ""


RR, RS, RV = RoundRole, RoundState, RoundVerb
RUNNING = (RS.PLANNED, RS.UNDERWAY)
ROUND: Lifecycle[RoundState, RoundVerb, RoundRole, RoundFacts] = Lifecycle(
    "督导检查轮次",
    (
        step(RV.REVISE, RS.PLANNED, RR.OFFICE),
        step(RV.TEAM, RUNNING, RR.OFFICE),
        step(RV.ADD, RUNNING, RR.OFFICE),
        step(RV.START, RS.PLANNED, RR.REVIEWER, to=RS.UNDERWAY, needs=[nothing_missing]),
        step(RV.END, RS.UNDERWAY, RR.REVIEWER, to=RS.ENDED, needs=[all_inspected]),
        step(RV.CANCEL, RUNNING, RR.REVIEWER, to=RS.CANCELLED, needs=[none_inspected]),
    ),
    begins=(RS.PLANNED,),
)

# The inspection of one unit -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a decision about it needs to know.

    `waits`: why nothing can be done on the spot, `over`: why nothing can be arranged any more, ""
    where it can; `recused`: the person works for
    the unit; `unanswered`: things on the checklist without a result; `checked`: those with one.
    """

    state: VisitState
    roles: frozenset[VisitRole]
    waits: str = ""
    over: str = ""
    recused: bool = False
    unanswered: int = 0
    checked: int = 0


def may_inspect(facts: VisitFacts) -> str:
    """The round is under way, and the person does not work for the unit."""
    return KEPT_AWAY if facts.recused else facts.waits


def may_arrange(facts: VisitFacts) -> str:
    """The round is not over, and the person does not work for the unit."""
    return KEPT_AWAY if facts.recused else facts.over


def all_answered(facts: VisitFacts) -> str:
    """Each thing on the checklist has a result."""
    left = facts.unanswered
    return f"还有 {left} 项没有填检查结果" if left else ""


def nothing_checked(facts: VisitFacts) -> str:
    """Nobody has been there yet."""
    return f"已经查了 {facts.checked} 项，请完成检查" if facts.checked else ""


KEPT_AWAY = "您在这个单位任职，应当回避"
VR, VS, VV = VisitRole, VisitState, VisitVerb
VISIT: Lifecycle[VisitState, VisitVerb, VisitRole, VisitFacts] = Lifecycle(
    "检查记录",
    (
        step(VV.ANSWER, TO_COME, VR.TEAM, to=VS.CHECKING, needs=[may_inspect]),
        step(VV.FIND, (VS.CHECKING, VS.VISITED), VR.TEAM, needs=[may_inspect]),
        step(VV.FINISH, VS.CHECKING, VR.TEAM, to=VS.VISITED, needs=[may_inspect, all_answered]),
        step(VV.REOPEN, VS.VISITED, VR.TEAM, to=VS.CHECKING, needs=[may_inspect]),
        step(VV.TAKE_OFF, VS.CHECKING, VR.TEAM, needs=[may_inspect]),
        step(VV.MOVE, TO_COME, VR.OFFICE, needs=[may_arrange]),
        # Not called off for good: it is planned again by its new day.
        step(VV.MOVE, VS.SKIPPED, VR.OFFICE, to=VS.PLANNED, needs=[may_arrange]),
        step(VV.SKIP, TO_COME, VR.OFFICE, to=VS.SKIPPED, needs=[may_arrange, nothing_checked]),
    ),
    begins=(VS.PLANNED,),
)

# What is found ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What a decision about it needs to know. `recused`: the person works for the unit they would
    judge; `unfinished`: the inspection at which it was found is not over."""

    state: FindingState
    roles: frozenset[FindingRole]
    recused: bool = False
    unfinished: bool = False


def judged_by_others(facts: FindingFacts) -> str:
    """Nobody writes, issues, drops or re-checks what is about their own unit."""
    return KEPT_AWAY if facts.recused else ""


def inspection_over(facts: FindingFacts) -> str:
    """The unit's inspection is finished."""
    return "检查还没有完成，完成后再拟整改通知" if facts.unfinished else ""


FR, FS, FV = FindingRole, FindingState, FindingVerb
_OTHERS = [judged_by_others]
FINDING: Lifecycle[FindingState, FindingVerb, FindingRole, FindingFacts] = Lifecycle(
    "整改通知",
    (
        step(
            FV.DRAFT, FS.FOUND, (FR.TEAM, FR.OFFICE), to=FS.DRAFTED,
            needs=[*_OTHERS, inspection_over],
        ),
        step(FV.ISSUE, FS.DRAFTED, FR.SIGNER, to=FS.ISSUED, needs=_OTHERS),
        step(FV.RETURN, FS.DRAFTED, FR.SIGNER, to=FS.FOUND, needs=_OTHERS),
        step(FV.SIGN, FS.ISSUED, FR.UNIT, to=FS.SIGNED),
        step(FV.REPLY, FS.SIGNED, FR.UNIT, to=FS.REPLIED),
        step(FV.PASS, FS.REPLIED, (FR.TEAM, FR.OFFICE), to=FS.CLOSED, needs=_OTHERS),
        step(FV.FAIL, FS.REPLIED, (FR.TEAM, FR.OFFICE), to=FS.SIGNED, needs=_OTHERS),
        # Written down by mistake.
        step(FV.DROP, FS.FOUND, FR.TEAM, to=FS.DROPPED, needs=_OTHERS),
        step(FV.DROP, OPEN, (FR.OFFICE, FR.SIGNER), to=FS.DROPPED, needs=_OTHERS),
    ),
    begins=(FS.FOUND,),
)  # fmt: skip
TABLES = (ROUND, VISIT, FINDING)
_DATED = (Owed("检查组成员", why="每家单位有约定的检查日期，到日子的列在首页"),)
_LIMIT = (Owed("责任单位", why="通知上写明几个工作日内整改回复，快到期、已逾期的列在首页"),)
OWED: OwedTable = {
    ROUND: {
        RS.PLANNED: (Owed("组织检查的活动办", why="开始日期写在方案里"),),
        RS.UNDERWAY: (Owed("组织检查的活动办", why="结束日期写在方案里，没有查完的列在本轮页上"),),
        RS.ENDED: NOTHING,
        RS.CANCELLED: NOTHING,
    },
    VISIT: {
        VS.PLANNED: _DATED,
        VS.CHECKING: _DATED,
        VS.VISITED: NOTHING,
        VS.SKIPPED: NOTHING,
    },
    FINDING: {
        FS.FOUND: (Owed("组织检查的活动办", why="待拟通知的列在首页"),),
        FS.DRAFTED: (Owed("组织检查的活动办签发", why="待签发的列在首页，签发了才编号计时"),),
        FS.ISSUED: _LIMIT,
        FS.SIGNED: _LIMIT,
        FS.REPLIED: (Owed("检查组成员、活动办", why="待复查的列在首页"),),
        FS.CLOSED: NOTHING,
        FS.DROPPED: NOTHING,
    },
}
