"""The tables of bodies, items, meetings and decisions. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.meetings.enums import (
    OPEN_DECISIONS,
    TO_COME,
    WITH_UNIT,
    BodyRole,
    BodyState,
    BodyVerb,
    DecisionKind,
    DecisionRole,
    DecisionState,
    DecisionVerb,
    ItemRole,
    ItemState,
    ItemVerb,
    MeetingRole,
    MeetingState,
    MeetingVerb,
)

# Bodies -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """What a decision about a body needs to know."""

    state: BodyState
    roles: frozenset[BodyRole]


_BS, _BV, _BR = BodyState, BodyVerb, BodyRole
_KEPT = (
    _BV.REVISE, _BV.RULE, _BV.ADD, _BV.LEAVE, _BV.NAME, _BV.RELEASE,
)  # fmt: skip
BODY: Lifecycle[BodyState, BodyVerb, BodyRole, BodyFacts] = Lifecycle(
    "会议机构",
    (
        *(step(verb, _BS.ACTIVE, _BR.OFFICE) for verb in _KEPT),
        step(_BV.PROPOSE, _BS.ACTIVE, (_BR.OFFICE, _BR.SYSTEM)),
        step(_BV.END, _BS.ACTIVE, _BR.OFFICE, to=_BS.ENDED),
        step(_BV.RESUME, _BS.ENDED, _BR.OFFICE, to=_BS.ACTIVE),
    ),
    begins=(BodyState.ACTIVE,),
)

# Items --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What a decision about an item needs to know. `meeting`: where the one it is on stands;
    `decided`: that meeting has decided about it; `given`: the adviser has written already;
    `veiled`: the person reads what is written without what tells the firm."""

    state: ItemState
    roles: frozenset[ItemRole]
    meeting: MeetingState | None = None
    decided: bool = False
    given: bool = False
    veiled: bool = False


def read_in_full(facts: ItemFacts) -> str:
    """What is covered for the reader would be lost with what they send."""
    return "诉求要求保密，议题由主管这件诉求的活动办修改" if facts.veiled else ""


def not_held(facts: ItemFacts) -> str:
    """What a meeting has begun with stays on its agenda."""
    return "" if facts.meeting in TO_COME else "会议已经召开，不能再改议程"


def being_held(facts: ItemFacts) -> str:
    """Recorded from the meeting until its minutes are confirmed."""
    if facts.meeting == MeetingState.MINUTED:
        return "纪要已经确认，不能再改；要更正的，在以后的会议上另作决定"
    return "" if facts.meeting == MeetingState.HELD else "会议还没有召开"


def undecided(facts: ItemFacts) -> str:
    """One decision of a meeting about an item."""
    return "这次会议已有决定；记错的，先撤销那项决定" if facts.decided else ""


def not_given(facts: ItemFacts) -> str:
    """An opinion is given once."""
    return "您已经提过书面意见" if facts.given else ""


_IS, _IV, _IR = ItemState, ItemVerb, ItemRole
_ON_AGENDA = (_IS.LISTED, _IS.DECIDED)
ITEM: Lifecycle[ItemState, ItemVerb, ItemRole, ItemFacts] = Lifecycle(
    "议题",
    (
        step(_IV.CONFIRM, _IS.PROPOSED, _IR.OFFICE, to=_IS.READY),
        step(_IV.REFUSE, _IS.PROPOSED, _IR.OFFICE, to=_IS.REFUSED),
        step(_IV.REVISE, (_IS.PROPOSED, _IS.READY), _IR.OFFICE, needs=[read_in_full]),
        step(_IV.REVISE, _IS.LISTED, _IR.OFFICE, needs=[not_held, read_in_full]),
        step(_IV.SCHEDULE, _IS.READY, _IR.OFFICE, to=_IS.LISTED),
        step(_IV.UNSCHEDULE, _IS.LISTED, _IR.OFFICE, to=_IS.READY, needs=[not_held]),
        step(_IV.CONSULT, (_IS.READY, _IS.LISTED), _IR.OFFICE),
        step(_IV.OPINE, (_IS.READY, _IS.LISTED), _IR.ADVISER, needs=[not_given]),
        step(_IV.STATE, _ON_AGENDA, _IR.OFFICE, needs=[being_held]),
        step(_IV.DECIDE, _ON_AGENDA, _IR.OFFICE, to=_IS.DECIDED, needs=[being_held, undecided]),
        step(_IV.DECIDE, _ON_AGENDA, _IR.OFFICE, to=_IS.READY, needs=[being_held, undecided]),
        step(_IV.DROP, _IS.READY, _IR.OFFICE, to=_IS.DROPPED),
    ),
    begins=(ItemState.PROPOSED, ItemState.READY),
)

# Meetings -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What a decision about a meeting needs to know. `begun`: its time has come; `undecided`: so
    many items of its agenda without a decision."""

    state: MeetingState
    roles: frozenset[MeetingRole]
    begun: bool = True
    undecided: int = 0


def has_begun(facts: MeetingFacts) -> str:
    """Nobody has come before."""
    return "" if facts.begun else "还没有到开会时间"


def all_decided(facts: MeetingFacts) -> str:
    """Minutes leave nothing out."""
    return f"还有 {facts.undecided} 项议题没有记录决定" if facts.undecided else ""


_MS, _MV, _MR = MeetingState, MeetingVerb, MeetingRole
MEETING: Lifecycle[MeetingState, MeetingVerb, MeetingRole, MeetingFacts] = Lifecycle(
    "会议",
    (
        step(_MV.AGENDA, TO_COME, _MR.OFFICE),
        step(_MV.PAPERS, (*TO_COME, _MS.HELD), _MR.OFFICE),
        step(_MV.CALL, _MS.PLANNED, _MR.OFFICE, to=_MS.CALLED),
        step(_MV.ANSWER, _MS.CALLED, _MR.UNIT),
        step(_MV.POSTPONE, TO_COME, _MR.OFFICE),
        step(_MV.CANCEL, TO_COME, _MR.OFFICE, to=_MS.CANCELLED),
        step(_MV.HOLD, (_MS.CALLED, _MS.HELD), _MR.OFFICE, to=_MS.HELD, needs=[has_begun]),
        step(_MV.CONFIRM, _MS.HELD, _MR.SIGNER, to=_MS.MINUTED, needs=[all_decided]),
    ),
    begins=(MeetingState.PLANNED,),
)

# Decisions ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What is done about a decision depends on. `minuted`: the minutes that hold it are confirmed;
    `about_firms`: it is about a case or a topic; `recused`: the person is of the lead unit."""

    state: DecisionState
    roles: frozenset[DecisionRole]
    kind: DecisionKind
    minuted: bool = False
    about_firms: bool = False
    recused: bool = False


def not_minuted(facts: DecisionFacts) -> str:
    """Confirmed minutes stand."""
    return "纪要已经确认，要更正的，在以后的会议上另作决定" if facts.minuted else ""


def not_deferred(facts: DecisionFacts) -> str:
    """What is put off is decided next time."""
    return "推迟的议题，下次会议再定" if facts.kind == DecisionKind.DEFERRED else ""


def there_are_firms(facts: DecisionFacts) -> str:
    """Somebody to tell."""
    return "" if facts.about_firms else "这项决定不涉及企业的诉求"


def judged_by_others(facts: DecisionFacts) -> str:
    """Nobody finds their own unit's work done."""
    return "您在牵头单位任职，应当回避" if facts.recused else ""


_DS, _DV, _DR = DecisionState, DecisionVerb, DecisionRole
_VALID = (*OPEN_DECISIONS, _DS.DONE, _DS.MADE)
DECISION: Lifecycle[DecisionState, DecisionVerb, DecisionRole, DecisionFacts] = Lifecycle(
    "决定事项",
    (
        step(_DV.SIGN, _DS.ISSUED, _DR.LEAD, to=_DS.WORKING),
        step(_DV.PROGRESS, WITH_UNIT, (_DR.LEAD, _DR.CO)),
        step(_DV.REPORT, WITH_UNIT, _DR.LEAD, to=_DS.REPORTED),
        step(_DV.ACCEPT, _DS.REPORTED, _DR.JUDGE, to=_DS.DONE, needs=[judged_by_others]),
        step(_DV.RETURN, _DS.REPORTED, _DR.JUDGE, to=_DS.WORKING, needs=[judged_by_others]),
        step(_DV.TELL, _VALID, _DR.OFFICE, needs=[not_deferred, there_are_firms]),
        step(_DV.REVISE, (*WITH_UNIT, _DS.MADE), _DR.OFFICE, needs=[not_minuted]),
        step(
            _DV.VOID, (*WITH_UNIT, _DS.MADE), _DR.OFFICE, to=_DS.VOID,
            needs=[not_minuted, not_deferred],
        ),
    ),
    begins=(DecisionState.ISSUED, DecisionState.MADE),
)  # fmt: skip

TABLES = (BODY, ITEM, MEETING, DECISION)
_OFFICE = "会议机构的活动办"
OWED: OwedTable = {
    BODY: {_BS.ACTIVE: NOTHING, _BS.ENDED: NOTHING},
    ITEM: {
        _IS.PROPOSED: (Owed(_OFFICE, why="待确认的议题列在首页"),),
        _IS.READY: (Owed(_OFFICE, why="等下一次会议，列在会议机构页上"),),
        _IS.LISTED: (Owed(_OFFICE, why="随会议议定，纪要确认前每项都要有决定"),),
        _IS.DECIDED: NOTHING,
        _IS.REFUSED: NOTHING,
        _IS.DROPPED: NOTHING,
    },
    MEETING: {
        _MS.PLANNED: (Owed(_OFFICE, why="开会时间写在会议上，快到时列在首页"),),
        _MS.CALLED: (Owed("参会单位、活动办", why="开会时间写在会议上，待报参会的列在首页"),),
        _MS.HELD: (Owed("活动办签发、召集人", why="待确认纪要的列在首页"),),
        _MS.MINUTED: NOTHING,
        _MS.CANCELLED: NOTHING,
    },
    DECISION: {
        _DS.ISSUED: (Owed("牵头单位", why="完成期限写在决定上，快到期、已逾期的提醒并列在首页"),),
        _DS.WORKING: (Owed("牵头单位", why="完成期限写在决定上，快到期、已逾期的提醒并列在首页"),),
        _DS.REPORTED: (Owed(_OFFICE, why="待认定的列在首页"),),
        _DS.DONE: NOTHING,
        _DS.MADE: NOTHING,
        _DS.VOID: NOTHING,
    },
}
