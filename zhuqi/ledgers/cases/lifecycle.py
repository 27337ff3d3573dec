"""The life of a case as a table: who may do what, from which state, and where it leads.

Two nouns, two tables. A case's table is what the office and the firm see; an assignment's is
one unit's own sheet. Requirements beyond the state are named and decided in `rules`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from zhuqi.ledgers.cases.enums import AssignmentState, CaseRole, State, Verb

S, V, H, A = State, Verb, CaseRole, AssignmentState


class Need(StrEnum):
    """A requirement that the state alone does not show; `rules.NEEDS` decides each."""

    NOT_SIGNED = "not_signed"
    SHEET_ISSUED = "sheet_issued"
    SHEET_OPEN = "sheet_open"
    UNRATED = "unrated"
    VERDICT_FALLS_SHORT = "verdict_falls_short"
    MAY_STRIKE_OFF = "may_strike_off"
    MAY_CARRY = "may_carry"
    MAY_REOPEN = "may_reopen"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_NOT_ASKED = "withdrawal_not_asked"
    NOT_ONES_OWN_ANSWER = "not_ones_own_answer"
    HANDLES_OR_HEADS = "handles_or_heads"
    BELOW_THE_CITY = "below_the_city"
    NOT_HANDED_UP = "not_handed_up"
    HANDED_UP = "handed_up"
    FROM_ELSEWHERE = "from_elsewhere"
    SHEET_SIGNED = "sheet_signed"
    SHEET_TO_CHECK = "sheet_to_check"
    SHEET_TO_RELEASE = "sheet_to_release"
    PARTS_ANSWERED = "parts_answered"
    COUNTY_ON_IT = "county_on_it"
    COUNTY_HAS_ASKED = "county_has_asked"
    STRIKE_OFF_ASKED = "strike_off_asked"
    MAY_BE_INSTRUCTED = "may_be_instructed"
    INSTRUCTION_OPEN = "instruction_open"
    INSTRUCTION_REPORTED = "instruction_reported"
    INSTRUCTIONS_READ = "instructions_read"
    NO_DRAFT = "no_draft"
    DRAFT_WAITS = "draft_waits"
    MAY_OBJECT = "may_object"
    QUESTION_OPEN = "question_open"
    QUESTION_ARGUED = "question_argued"
    NOT_PAUSED = "not_paused"
    MAY_ASK_EXTENSION = "may_ask_extension"
    EXTENSION_ASKED = "extension_asked"
    MAY_ASK_PAUSE = "may_ask_pause"
    MAY_PAUSE = "may_pause"
    PAUSE_ASKED = "pause_asked"
    PAUSED = "paused"
    MAY_BE_ASSIGNED = "may_be_assigned"
    RECEIPT_OWED = "receipt_owed"
    CONFIDENTIAL = "confidential"
    NOT_CONFIDENTIAL = "not_confidential"
    HAS_SHEETS = "has_sheets"
    RECUSALS_IN_FORCE = "recusals_in_force"
    NOTHING_MERGED_IN = "nothing_merged_in"
    HAS_A_TWIN = "has_a_twin"
    CAME_IN_NEW = "came_in_new"
    NOT_IN_TOPIC = "not_in_topic"
    IN_TOPIC = "in_topic"
    MAY_TERMINATE = "may_terminate"


@dataclass(frozen=True, slots=True)
class Step:
    """One row: in any of `states`, someone wearing any of `hats` may do `verb`, if `needs` hold.

    `to` is the state afterwards; None leaves it as it is.
    """

    verb: Verb
    states: frozenset[State]
    case_roles: frozenset[CaseRole]
    to: State | None
    needs: tuple[Need, ...] = ()


def _step(
    verb: Verb,
    states: Iterable[State],
    case_roles: Iterable[CaseRole],
    to: State | None,
    *needs: Need,
) -> Step:
    return Step(verb, frozenset(states), frozenset(case_roles), to, needs)


BEFORE_ASSIGNMENT = (S.SUBMITTED, S.ACCEPTED)
WITH_THE_UNIT = (S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED)
IN_THE_OFFICE = (S.ACCEPTED, *WITH_THE_UNIT, S.COMPLETED)
DONE_WITH = (S.COMPLETED, S.STRUCK_OFF, S.CARRIED, S.DECLINED, S.TRANSFERRED, S.TERMINATED)
TO_BE_ANSWERED = (S.ASSIGNED, S.IN_PROGRESS)
EVERYWHERE = tuple(State)
OFFICE = (H.REGISTRAR, H.REVIEWER, H.SIGNER)
OFFICIALS = (*OFFICE, H.LEAD, H.CO, H.PART, H.SUB, H.LIAISON, H.ORIGIN, H.SUPERIOR)
MAY_BE_COMMON = (
    *(*BEFORE_ASSIGNMENT, *WITH_THE_UNIT),
    *(S.COMPLETED, S.CARRIED, S.STRUCK_OFF, S.TERMINATED),
)

# What a merged case comes back to: as it was, but its sheets were closed, so that what had been
# with a unit is assigned anew.
COMES_BACK: dict[State, State] = {
    S.SUBMITTED: S.SUBMITTED,
    **dict.fromkeys((S.ACCEPTED, *WITH_THE_UNIT), S.ACCEPTED),
}

CASE_STEPS: tuple[Step, ...] = (
    _step(
        V.SUPPLEMENT,
        (*BEFORE_ASSIGNMENT, *WITH_THE_UNIT, S.COMPLETED, S.CARRIED),
        (H.FIRM, H.LIAISON, H.REGISTRAR, H.ORIGIN),
        None,
    ),
    _step(V.ACCEPT, (S.SUBMITTED,), (H.REGISTRAR,), S.ACCEPTED),
    _step(V.DECLINE, BEFORE_ASSIGNMENT, (H.REGISTRAR,), S.DECLINED, Need.NOT_HANDED_UP),
    _step(V.FORWARD, BEFORE_ASSIGNMENT, (H.REGISTRAR,), S.SUBMITTED, Need.NOT_HANDED_UP),
    _step(V.ASSIGN, (S.ACCEPTED,), (H.REGISTRAR,), S.ASSIGNED, Need.MAY_BE_ASSIGNED),
    # 移送: what is another organ's; sealed where no copy may be kept. The receipt ends it.
    _step(V.TRANSFER, (*BEFORE_ASSIGNMENT, *WITH_THE_UNIT), (H.SIGNER,), S.TRANSFERRED),
    _step(V.RECEIPT, (S.TRANSFERRED,), (H.REGISTRAR, H.SIGNER), None, Need.RECEIPT_OWED),
    # 提级: the county stays charged until the city takes the case; the city may return it.
    _step(
        V.ESCALATE,
        (S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS),
        (H.REGISTRAR, H.REVIEWER),
        None,
        Need.BELOW_THE_CITY,
        Need.NOT_HANDED_UP,
    ),
    _step(
        V.ESCALATE,
        (S.COMPLETED,),
        (H.REGISTRAR, H.REVIEWER),
        None,
        Need.BELOW_THE_CITY,
        Need.NOT_HANDED_UP,
        Need.VERDICT_FALLS_SHORT,
    ),
    _step(V.TAKE_UP, IN_THE_OFFICE, (H.SUPERIOR,), S.ACCEPTED, Need.HANDED_UP),
    _step(V.SEND_DOWN, IN_THE_OFFICE, (H.SUPERIOR,), None, Need.HANDED_UP),
    _step(V.RECALL, (S.ASSIGNED,), (H.REGISTRAR,), S.ACCEPTED, Need.NOT_SIGNED),
    _step(V.SIGN, (S.ASSIGNED,), (H.LEAD,), S.IN_PROGRESS, Need.SHEET_ISSUED),
    _step(V.SIGN, WITH_THE_UNIT, (H.CO, H.PART, H.SUB), None, Need.SHEET_ISSUED),
    _step(V.ENLIST, (S.ASSIGNED, S.IN_PROGRESS), (H.REGISTRAR,), None),
    _step(
        V.RELEASE,
        WITH_THE_UNIT,
        (H.REGISTRAR, H.LEAD, H.CO, H.PART),
        None,
        Need.SHEET_TO_RELEASE,
    ),
    _step(V.SUB_ASSIGN, WITH_THE_UNIT, (H.LEAD, H.CO, H.PART), None, Need.SHEET_SIGNED),
    _step(V.PART_ANSWER, WITH_THE_UNIT, (H.PART, H.SUB), None, Need.SHEET_OPEN, Need.NOT_PAUSED),
    _step(
        V.RETURN_PART,
        WITH_THE_UNIT,
        (H.REGISTRAR, H.REVIEWER, H.LEAD, H.CO, H.PART),
        None,
        Need.SHEET_TO_CHECK,
    ),
    _step(V.CONTACT, (S.IN_PROGRESS,), (H.LEAD,), None),
    _step(V.PROGRESS, (S.IN_PROGRESS,), (H.LEAD,), None),
    _step(V.OPINION, WITH_THE_UNIT, (H.CO,), None, Need.SHEET_OPEN, Need.NOT_PAUSED),
    _step(V.ANSWER, (S.IN_PROGRESS,), (H.LEAD,), S.ANSWERED, Need.NOT_PAUSED, Need.NO_DRAFT),
    # 签发: a draft waits inside the unit; signed, it is the answer.
    _step(V.DRAFT_ANSWER, (S.IN_PROGRESS,), (H.LEAD,), None, Need.NO_DRAFT),
    _step(V.SIGN_ANSWER, (S.IN_PROGRESS,), (H.HEAD,), None, Need.NOT_PAUSED, Need.DRAFT_WAITS),
    _step(V.RETURN_DRAFT, (S.IN_PROGRESS,), (H.HEAD, H.LEAD), None, Need.DRAFT_WAITS),
    _step(V.RETURN, (S.ANSWERED,), (H.REVIEWER,), S.IN_PROGRESS),
    _step(
        V.COMPLETE,
        (S.ANSWERED,),
        (H.REVIEWER,),
        S.COMPLETED,
        Need.WITHDRAWAL_NOT_ASKED,
        Need.NOT_ONES_OWN_ANSWER,
        Need.PARTS_ANSWERED,
    ),
    _step(V.RATE, (S.COMPLETED,), (H.FIRM,), None, Need.UNRATED),
    _step(V.RATE_BY_PHONE, (S.COMPLETED,), (H.REGISTRAR, H.REVIEWER), None, Need.UNRATED),
    _step(V.REDO, (S.COMPLETED,), (H.REVIEWER, H.SYSTEM), S.IN_PROGRESS, Need.VERDICT_FALLS_SHORT),
    # 谁销号: the office of the ledger; the county asks for what the city assigned.
    _step(
        V.ASK_STRIKE_OFF,
        (S.COMPLETED,),
        (H.LEAD, H.ORIGIN),
        None,
        Need.COUNTY_ON_IT,
        Need.MAY_STRIKE_OFF,
    ),
    _step(V.REFUSE_STRIKE_OFF, (S.COMPLETED,), (H.SIGNER,), None, Need.STRIKE_OFF_ASKED),
    _step(
        V.STRIKE_OFF,
        (S.COMPLETED,),
        (H.SIGNER,),
        S.STRUCK_OFF,
        Need.NOT_HANDED_UP,
        Need.MAY_STRIKE_OFF,
        Need.COUNTY_HAS_ASKED,
        Need.INSTRUCTIONS_READ,
    ),
    _step(
        V.CARRY,
        (S.COMPLETED, S.CARRIED),
        (H.SIGNER,),
        S.CARRIED,
        Need.NOT_HANDED_UP,
        Need.MAY_CARRY,
    ),
    _step(V.SEND_BACK, DONE_WITH, (H.REGISTRAR, H.REVIEWER), None, Need.FROM_ELSEWHERE),
    _step(
        V.REOPEN, (S.STRUCK_OFF, S.CARRIED), (H.FIRM, H.REVIEWER), S.IN_PROGRESS, Need.MAY_REOPEN
    ),
    # 终结: after the second round, with grounds and where to go; the office may take it up again.
    _step(
        V.TERMINATE,
        (S.COMPLETED,),
        (H.SIGNER,),
        S.TERMINATED,
        Need.NOT_HANDED_UP,
        Need.INSTRUCTIONS_READ,
        Need.MAY_TERMINATE,
    ),
    _step(V.REOPEN, (S.TERMINATED,), (H.REVIEWER,), S.IN_PROGRESS),
    _step(V.REOPEN, (S.DECLINED,), (H.REGISTRAR,), S.SUBMITTED),
    _step(V.WITHDRAW, BEFORE_ASSIGNMENT, (H.FIRM,), S.WITHDRAWN),
    _step(V.ASK_WITHDRAWAL, WITH_THE_UNIT, (H.FIRM,), None, Need.WITHDRAWAL_NOT_ASKED),
    # After assignment the office phones the firm before anything is withdrawn.
    _step(V.WITHDRAW, WITH_THE_UNIT, (H.REGISTRAR,), S.WITHDRAWN, Need.WITHDRAWAL_ASKED),
    _step(V.KEEP, WITH_THE_UNIT, (H.FIRM, H.REGISTRAR), None, Need.WITHDRAWAL_ASKED),
    # The system's turn is a whole hand-over (移交全部在办) that an administrator ordered.
    _step(
        V.HAND_OVER,
        (S.IN_PROGRESS, S.ANSWERED, S.COMPLETED, S.CARRIED),
        (H.LEAD, H.SYSTEM),
        None,
        Need.HANDLES_OR_HEADS,
    ),
    # 批示: closed when the leader, or the inspection office, has read the report.
    _step(
        V.INSTRUCT,
        (*BEFORE_ASSIGNMENT, *WITH_THE_UNIT, S.COMPLETED, S.CARRIED),
        (H.LEADER, H.REGISTRAR, H.REVIEWER, H.SIGNER),
        None,
        Need.MAY_BE_INSTRUCTED,
    ),
    _step(
        V.REPORT_ON,
        EVERYWHERE,
        (H.LEAD, H.REGISTRAR, H.REVIEWER, H.SIGNER),
        None,
        Need.INSTRUCTION_OPEN,
    ),
    _step(V.MARK_READ, EVERYWHERE, (H.LEADER, H.INSPECTOR), None, Need.INSTRUCTION_REPORTED),
    # 合并: of one firm in one ledger; the way back is `COMES_BACK`.
    _step(
        V.MERGE,
        (*BEFORE_ASSIGNMENT, *WITH_THE_UNIT),
        (H.REGISTRAR, H.REVIEWER),
        S.MERGED,
        Need.NOT_HANDED_UP,
        Need.NOTHING_MERGED_IN,
        Need.HAS_A_TWIN,
    ),
    _step(V.UNMERGE, (S.MERGED,), (H.REGISTRAR, H.REVIEWER), S.SUBMITTED, Need.CAME_IN_NEW),
    _step(V.UNMERGE, (S.MERGED,), (H.REGISTRAR, H.REVIEWER), S.ACCEPTED),
    # 共性问题: the case goes on by itself, whatever becomes of the topic.
    _step(V.BUNDLE, MAY_BE_COMMON, (H.REGISTRAR, H.REVIEWER), None, Need.NOT_IN_TOPIC),
    _step(V.UNBUNDLE, EVERYWHERE, (H.REGISTRAR, H.REVIEWER), None, Need.IN_TOPIC),
    # 延期: once a sheet and round, asked in time, not of oneself.
    _step(
        V.ASK_EXTENSION,
        TO_BE_ANSWERED,
        (H.LEAD, H.PART),
        None,
        Need.NOT_PAUSED,
        Need.MAY_ASK_EXTENSION,
    ),
    _step(V.GRANT_EXTENSION, TO_BE_ANSWERED, (H.REVIEWER, H.SIGNER), None, Need.EXTENSION_ASKED),
    _step(V.REFUSE_EXTENSION, TO_BE_ANSWERED, (H.REVIEWER, H.SIGNER), None, Need.EXTENSION_ASKED),
    # 挂起: an interval, no state; the office approves, or pauses by itself and looks again.
    _step(V.ASK_PAUSE, (S.IN_PROGRESS,), (H.LEAD,), None, Need.MAY_ASK_PAUSE),
    _step(V.PAUSE, (S.IN_PROGRESS,), (H.REVIEWER, H.SIGNER), None, Need.MAY_PAUSE),
    _step(V.REFUSE_PAUSE, (S.IN_PROGRESS,), (H.REVIEWER, H.SIGNER), None, Need.PAUSE_ASKED),
    _step(V.RESUME, (S.IN_PROGRESS,), (H.LEAD, H.REVIEWER, H.SIGNER), None, Need.PAUSED),
    _step(
        V.NOTE,
        EVERYWHERE,
        (
            *(H.REGISTRAR, H.REVIEWER, H.SIGNER, H.ORIGIN, H.SUPERIOR),
            *(H.LEAD, H.CO, H.PART, H.SUB, H.LIAISON),
        ),
        None,
    ),
    # 异议: once a sheet; the office decides, finally. No clock stops for it.
    _step(V.OBJECT, TO_BE_ANSWERED, (H.LEAD, H.CO, H.PART), None, Need.MAY_OBJECT),
    _step(V.UPHOLD, WITH_THE_UNIT, (H.REGISTRAR, H.REVIEWER), None, Need.QUESTION_ARGUED),
    # A new lead has to sign; another helper, or a fallback that keeps it, leaves the state.
    *(
        _step(verb, TO_BE_ANSWERED, (H.REGISTRAR, H.REVIEWER), to, need, Need.NOT_PAUSED)
        for verb, need in (
            (V.REASSIGN, Need.QUESTION_OPEN),
            (V.CONSULT, Need.QUESTION_ARGUED),
        )
        for to in (S.ASSIGNED, None)
    ),
    _step(V.CONCEAL, EVERYWHERE, OFFICE, None, Need.NOT_CONFIDENTIAL),
    _step(V.UNCONCEAL, EVERYWHERE, (H.REVIEWER, H.SIGNER), None, Need.CONFIDENTIAL),
    _step(V.DISCLOSE, EVERYWHERE, OFFICE, None, Need.CONFIDENTIAL, Need.HAS_SHEETS),
    _step(V.RECUSE, EVERYWHERE, OFFICE, None),
    _step(V.LIFT_RECUSAL, EVERYWHERE, (H.REVIEWER, H.SIGNER), None, Need.RECUSALS_IN_FORCE),
    _step(V.DECLARE_RECUSAL, EVERYWHERE, OFFICIALS, None),
    _step(V.TAG, EVERYWHERE, (H.REGISTRAR, H.REVIEWER, H.SIGNER), None),
)

# One unit's sheet: what each verb on the case makes of it.
ASSIGNMENT_STEPS: dict[tuple[AssignmentState, Verb], AssignmentState] = {
    (A.ISSUED, V.SIGN): A.SIGNED,
    (A.ISSUED, V.RECALL): A.RECALLED,
    (A.SIGNED, V.OPINION): A.ANSWERED,
    (A.SIGNED, V.ANSWER): A.ANSWERED,
    (A.SIGNED, V.PART_ANSWER): A.ANSWERED,
    (A.ANSWERED, V.RETURN_PART): A.SIGNED,
    (A.ISSUED, V.RELEASE): A.RECALLED,
    (A.SIGNED, V.RELEASE): A.RECALLED,
    (A.ISSUED, V.TAKE_UP): A.CLOSED,
    (A.SIGNED, V.TAKE_UP): A.CLOSED,
    (A.ANSWERED, V.TAKE_UP): A.CLOSED,
    (A.ANSWERED, V.RETURN): A.SIGNED,
    (A.ANSWERED, V.REDO): A.SIGNED,
    (A.CLOSED, V.REDO): A.SIGNED,
    (A.CLOSED, V.REOPEN): A.SIGNED,
    (A.ISSUED, V.COMPLETE): A.CLOSED,
    (A.SIGNED, V.COMPLETE): A.CLOSED,
    (A.ANSWERED, V.COMPLETE): A.CLOSED,
    (A.ISSUED, V.REASSIGN): A.RECALLED,
    (A.SIGNED, V.REASSIGN): A.RECALLED,
    (A.ANSWERED, V.REASSIGN): A.RECALLED,
    (A.ISSUED, V.CONSULT): A.RECALLED,
    (A.SIGNED, V.CONSULT): A.RECALLED,
    (A.ANSWERED, V.CONSULT): A.RECALLED,
    (A.ISSUED, V.MERGE): A.CLOSED,
    (A.SIGNED, V.MERGE): A.CLOSED,
    (A.ANSWERED, V.MERGE): A.CLOSED,
    (A.CLOSED, V.UNMERGE): A.RECALLED,
    (A.ISSUED, V.TRANSFER): A.RECALLED,
    (A.SIGNED, V.TRANSFER): A.CLOSED,
    (A.ANSWERED, V.TRANSFER): A.CLOSED,
    (A.ISSUED, V.WITHDRAW): A.RECALLED,
    (A.SIGNED, V.WITHDRAW): A.CLOSED,
    (A.ANSWERED, V.WITHDRAW): A.CLOSED,
}


def steps_of(verb: Verb) -> list[Step]:
    """All rows for a verb, in the table's order."""
    return [step for step in CASE_STEPS if step.verb == verb]
