"""三办联动: an alliance, a case shared with a sister, a judgement that two are two. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.sister_offices.enums import (
    RUNNING,
    AllianceRole,
    AllianceState,
    AllianceVerb,
    DistinctionRole,
    DistinctionState,
    DistinctionVerb,
    SharingRole,
    SharingState,
    SharingVerb,
)


@dataclass(frozen=True, slots=True)
class AllianceFacts:
    """What a decision needs to know."""

    state: AllianceState
    roles: frozenset[AllianceRole]


@dataclass(frozen=True, slots=True)
class SharingFacts:
    """What a decision needs to know.

    `allied`: the owner and the sister are sisters today. `movable`: the case has not been assigned,
    or why it can't change hands. `contested`: with another sister it is being settled who owns it.
    """

    state: SharingState
    roles: frozenset[SharingRole]
    allied: bool = True
    movable: str = ""
    contested: bool = False


@dataclass(frozen=True, slots=True)
class DistinctionFacts:
    """What a decision needs to know."""

    state: DistinctionState
    roles: frozenset[DistinctionRole]


def allied(facts: SharingFacts) -> str:
    """Owner and sister are sisters today."""
    return "" if facts.allied else "主管活动办和对方现在不在同一联动里，只能结束共享"


def movable(facts: SharingFacts) -> str:
    """The case may change hands: nobody has been assigned to it."""
    return facts.movable


def not_contested(facts: SharingFacts) -> str:
    """With no other sister it is being settled who owns it."""
    return "这件诉求正和另一活动办商量移交，等有了结果再办" if facts.contested else ""


AR, AS, AV = AllianceRole, AllianceState, AllianceVerb
ALLIANCE: Lifecycle[AllianceState, AllianceVerb, AllianceRole, AllianceFacts] = Lifecycle(
    "活动办联动",
    (
        step(AV.JOIN, AS.RUNNING, AR.INVITED),
        step(AV.INVITE, AS.RUNNING, AR.KEEPER),
        step(AV.REVISE, AS.RUNNING, AR.KEEPER),
        step(AV.LEAVE, AS.RUNNING, (AR.MEMBER, AR.INVITED)),
        step(AV.END, AS.RUNNING, (AR.KEEPER, AR.SYSTEM), to=AS.ENDED),
    ),
    begins=(AllianceState.RUNNING,),
)

R, S, V = SharingRole, SharingState, SharingVerb
BOTH = (R.OWNER, R.SISTER)
SHARING: Lifecycle[SharingState, SharingVerb, SharingRole, SharingFacts] = Lifecycle(
    "联动事项",
    (
        step(V.AGREE, S.ASKED, R.OWNER, to=S.SHARED, needs=[allied]),
        step(V.REFUSE, S.ASKED, R.OWNER, to=S.REFUSED),
        step(V.OPINE, (S.SHARED, S.OFFERED, S.WANTED), BOTH),
        step(V.OFFER, S.SHARED, R.OWNER, to=S.OFFERED, needs=[allied, movable, not_contested]),
        step(V.ACCEPT, S.OFFERED, R.SISTER, to=S.HANDED, needs=[allied, movable]),
        step(V.DECLINE, S.OFFERED, R.SISTER, to=S.SHARED),
        step(V.TAKE_BACK, S.OFFERED, R.OWNER, to=S.SHARED),
        step(V.WANT, S.SHARED, R.SISTER, to=S.WANTED, needs=[allied, movable, not_contested]),
        step(V.YIELD, S.WANTED, R.OWNER, to=S.HANDED, needs=[allied, movable]),
        step(V.KEEP, S.WANTED, R.OWNER, to=S.SHARED),
        step(V.END, RUNNING, (*BOTH, R.SYSTEM), to=S.ENDED),
    ),
    begins=(SharingState.ASKED, SharingState.SHARED, SharingState.OFFERED),
)

DISTINCTION: Lifecycle[DistinctionState, DistinctionVerb, DistinctionRole, DistinctionFacts] = (
    Lifecycle(
        "不是同一件事的判定",
        (
            step(
                DistinctionVerb.REVOKE, DistinctionState.HOLDS, DistinctionRole.JUDGE,
                to=DistinctionState.REVOKED,
            ),
        ),
        begins=(DistinctionState.HOLDS,),
    )
)  # fmt: skip

TABLES = (ALLIANCE, SHARING, DISTINCTION)
_QUEUE = "待答复的列在首页；交办时限照常计算，拖着不答由主管活动办自己逾期"
OWED: OwedTable = {
    ALLIANCE: {
        AS.RUNNING: (Owed("被邀请的活动办", why="待确认加入的列在首页，确认前不起作用"),),
        AS.ENDED: NOTHING,
    },
    SHARING: {
        S.ASKED: (Owed("主管活动办", why=_QUEUE),),
        S.SHARED: NOTHING,
        S.OFFERED: (Owed("联动活动办", why=_QUEUE),),
        S.WANTED: (Owed("主管活动办", why=_QUEUE),),
        S.HANDED: NOTHING,
        S.REFUSED: NOTHING,
        S.ENDED: NOTHING,
    },
    DISTINCTION: {DistinctionState.HOLDS: NOTHING, DistinctionState.REVOKED: NOTHING},
}
