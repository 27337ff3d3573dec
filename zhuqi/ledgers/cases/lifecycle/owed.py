"""What is owed in each state of a case and of what belongs to it, and how that is timed.

`clocks.CLOCKS` says which verbs start and stop each clock; here stands which of them keeps a state
from being forgotten.
"""

from zhuqi.foundation.lifecycle import NOTHING, Owed, OwedTable
from zhuqi.ledgers.cases.enums import (
    AnswerStatus,
    AssignmentState,
    DraftState,
    EscalationOutcome,
    ExtensionOutcome,
    InstructionState,
    ObjectionOutcome,
    PauseOutcome,
    State,
    TopicState,
)
from zhuqi.ledgers.cases.enums import ClockKind as C
from zhuqi.ledgers.cases.lifecycle.answer import ANSWER
from zhuqi.ledgers.cases.lifecycle.case import CASE
from zhuqi.ledgers.cases.lifecycle.draft import DRAFT
from zhuqi.ledgers.cases.lifecycle.escalation import ESCALATION
from zhuqi.ledgers.cases.lifecycle.extension import EXTENSION
from zhuqi.ledgers.cases.lifecycle.instruction import INSTRUCTION
from zhuqi.ledgers.cases.lifecycle.objection import OBJECTION
from zhuqi.ledgers.cases.lifecycle.pause import PAUSE
from zhuqi.ledgers.cases.lifecycle.sheet import SHEET
from zhuqi.ledgers.cases.lifecycle.topic import TOPIC

_OFFICE, _LEAD, _UNIT, _FIRM = "活动办", "主办单位", "承办单位", "企业"
# What another platform gave is sent back to it, once the case has come to its end.
_SENT_BACK = Owed(_OFFICE, (C.SUPERIOR,))
_INSIDE_RESOLVE = "在办理时限之内，超过的计办理逾期"

OWED: OwedTable = {
    CASE: {
        State.SUBMITTED: (Owed(_OFFICE, (C.ACCEPT,)),),
        State.ACCEPTED: (Owed(_OFFICE, (C.ISSUE,)),),
        State.ASSIGNED: (Owed(_LEAD, (C.SIGN, C.RESOLVE)),),
        State.IN_PROGRESS: (Owed(_LEAD, (C.CONTACT, C.STAGE, C.RESOLVE, C.REDO)),),
        State.ANSWERED: (Owed(_OFFICE, (C.REVIEW,)),),
        State.COMPLETED: (
            Owed(_FIRM, (C.RATING,)),
            Owed(_OFFICE, (C.CALL_BACK, C.CONCLUDE, C.STRIKE_OFF)),
            _SENT_BACK,
        ),
        State.STRUCK_OFF: (_SENT_BACK,),
        State.CARRIED: (Owed(_OFFICE, (C.CARRY,)), _SENT_BACK),
        State.DECLINED: (_SENT_BACK,),
        State.WITHDRAWN: NOTHING,
        State.TRANSFERRED: (
            Owed("接收机关", why="回执由另一机关出具，不归平台计时"),
            _SENT_BACK,
        ),
        State.MERGED: (Owed(_OFFICE, why="并入的主诉求照自己的时限办理"),),
        State.TERMINATED: (_SENT_BACK,),
    },
    SHEET: {
        AssignmentState.ISSUED: (Owed(_UNIT, (C.SIGN,)),),
        AssignmentState.SIGNED: (Owed(_UNIT, (C.RESOLVE, C.CO_UNIT, C.PART, C.SUB, C.REDO)),),
        AssignmentState.ANSWERED: (
            Owed("交办的一方", why="反馈并入答复，由办理和办结审核的时限约束"),
        ),
        AssignmentState.CLOSED: NOTHING,
        AssignmentState.RECALLED: NOTHING,
    },
    DRAFT: {
        DraftState.WAITING: (Owed("单位领导", why=_INSIDE_RESOLVE),),
        DraftState.RETURNED: (Owed("拟稿人", why=_INSIDE_RESOLVE),),
        DraftState.SIGNED: NOTHING,
    },
    ANSWER: {
        AnswerStatus.WAITING: (Owed(_OFFICE, (C.REVIEW,)),),
        AnswerStatus.RETURNED: (Owed(_LEAD, (C.REDO,)),),
        AnswerStatus.APPROVED: NOTHING,
    },
    INSTRUCTION: {
        InstructionState.OPEN: (Owed(_LEAD, (C.INSTRUCTION,)),),
        InstructionState.REPORTED: (Owed("批示领导", why="领导圈阅不设时限，列在领导首页"),),
        InstructionState.READ: NOTHING,
    },
    ESCALATION: {
        EscalationOutcome.WAITING: (Owed("上级活动办", (C.ESCALATION,)),),
        EscalationOutcome.TAKEN: NOTHING,
        EscalationOutcome.RETURNED: NOTHING,
    },
    OBJECTION: {
        ObjectionOutcome.WAITING: (Owed(_OFFICE, (C.OBJECTION,)),),
        ObjectionOutcome.UPHELD: NOTHING,
        ObjectionOutcome.REASSIGNED: NOTHING,
        ObjectionOutcome.CONSULTING: (Owed(_OFFICE, (C.OBJECTION,)),),
        ObjectionOutcome.LAPSED: NOTHING,
    },
    EXTENSION: {
        ExtensionOutcome.WAITING: (Owed(_OFFICE, (C.EXTENSION,)),),
        ExtensionOutcome.GRANTED: NOTHING,
        ExtensionOutcome.REFUSED: NOTHING,
        ExtensionOutcome.LAPSED: NOTHING,
    },
    PAUSE: {
        PauseOutcome.WAITING: (Owed(_OFFICE, (C.ASK_PAUSE,)),),
        PauseOutcome.RUNNING: (Owed(_OFFICE, (C.PAUSE,)),),
        PauseOutcome.ENDED: NOTHING,
        PauseOutcome.REFUSED: NOTHING,
        PauseOutcome.LAPSED: NOTHING,
    },
    TOPIC: {
        TopicState.OPEN: (Owed(_OFFICE, why="研究不设时限，归入的诉求照各自的时限办理"),),
        TopicState.CLOSED: NOTHING,
    },
}
