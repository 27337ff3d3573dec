"""问卷: drawn up, sent to a set of firms, answered, closed; and the reply of each firm. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.questionnaires.enums import (
    MISSING,
    SENT_OUT,
    QuestionnaireState,
    QuestionnaireVerb,
    ReplyState,
    ReplyVerb,
    SurveyRole,
)


@dataclass(frozen=True, slots=True)
class QuestionnaireFacts:
    """What a decision about a questionnaire needs to know: how many questions it has, and to how
    many firms it would go."""

    state: QuestionnaireState
    roles: frozenset[SurveyRole]
    questions: int = 0
    firms: int = 0


def something_asked(facts: QuestionnaireFacts) -> str:
    """It has a question."""
    return "" if facts.questions else "还没有题目"


def somebody_asked(facts: QuestionnaireFacts) -> str:
    """It would go to a firm."""
    return "" if facts.firms else "发放范围内没有可以发的企业"


R = SurveyRole
QS, QV = QuestionnaireState, QuestionnaireVerb
QUESTIONNAIRE: Lifecycle[
    QuestionnaireState, QuestionnaireVerb, SurveyRole, QuestionnaireFacts
] = Lifecycle(
    "问卷",
    (
        step(QV.ADD, QS.DRAFT, R.OFFICE),
        step(QV.REMOVE, QS.DRAFT, R.OFFICE, needs=[something_asked]),
        step(QV.REVISE, QS.DRAFT, R.OFFICE),
        step(
            QV.SEND, QS.DRAFT, R.OFFICE, to=QS.SENT, needs=[something_asked, somebody_asked]
        ),
        step(QV.POSTPONE, QS.SENT, R.OFFICE),
        step(QV.CLOSE, QS.SENT, R.OFFICE, to=QS.CLOSED),
        step(QV.VOID, QS.DRAFT, R.OFFICE, to=QS.VOID),
    ),
    begins=(QS.DRAFT,),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What a decision about a reply needs to know. `closed`: its questionnaire takes none any
    more; `own_people`: somebody of the firm can sign in."""

    state: ReplyState
    roles: frozenset[SurveyRole]
    closed: bool = False
    own_people: bool = False


def still_open(facts: ReplyFacts) -> str:
    """Its questionnaire is not over."""
    return "问卷已结束，不能再填写" if facts.closed else ""


def nobody_signs_in(facts: ReplyFacts) -> str:
    """Only for firms that cannot answer themselves."""
    return "这家企业有账号，请企业自己填写" if facts.own_people else ""


RS, RV = ReplyState, ReplyVerb
REPLY: Lifecycle[ReplyState, ReplyVerb, SurveyRole, ReplyFacts] = Lifecycle(
    "问卷回收",
    (
        step(RV.SAVE, MISSING, R.FIRM, to=RS.DRAFT, needs=[still_open]),
        step(RV.HAND_IN, SENT_OUT, R.FIRM, to=RS.RETURNED, needs=[still_open]),
        step(
            RV.FILL_IN, SENT_OUT, (R.LIAISON, R.OFFICE), to=RS.RETURNED,
            needs=[still_open, nobody_signs_in],
        ),
    ),
    begins=(RS.WAITING, RS.LEFT_OUT),
)  # fmt: skip
TABLES = (QUESTIONNAIRE, REPLY)
_FIRM = (Owed("企业", why="按问卷的截止日期，截止前提醒两次，之后列给助企干部打电话"),)
OWED: OwedTable = {
    QUESTIONNAIRE: {
        QS.DRAFT: (Owed("活动办受理、审核人员", why="自己拟定的问卷，没有时限"),),
        QS.SENT: (Owed("活动办受理、审核人员", why="过了截止日期的列在首页，由人结束"),),
        QS.CLOSED: NOTHING,
        QS.VOID: NOTHING,
    },
    REPLY: {RS.WAITING: _FIRM, RS.DRAFT: _FIRM, RS.RETURNED: NOTHING, RS.LEFT_OUT: NOTHING},
}
