"""交办单: what units do with their sheets, and what the case's verbs make of a sheet."""

from zhuqi.foundation.lifecycle import Transitions, move, step
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.draft import no_draft
from zhuqi.ledgers.cases.lifecycle.groups import (
    TO_BE_ANSWERED,
    WITH_THE_UNIT,
    A,
    CaseSteps,
    H,
    S,
    V,
)
from zhuqi.ledgers.cases.lifecycle.pause import not_paused
from zhuqi.ledgers.cases.lifecycle.secrecy import complained_known, marks_judged


def not_signed(facts: Facts) -> str:
    """The lead has not signed for its sheet."""
    return "" if facts.lead_sheet == A.ISSUED else "主办单位已签收，不能撤回交办"


def sheet_issued(facts: Facts) -> str:
    """One's own sheet waits to be signed for."""
    return "" if facts.own_sheet == A.ISSUED else "本单位已签收"


def sheet_open(facts: Facts) -> str:
    """One's own sheet is signed for and not answered."""
    if facts.own_sheet == A.ISSUED:
        return "请先签收，再提出意见"
    return "" if facts.own_sheet == A.SIGNED else "本单位已反馈"


def sheet_signed(facts: Facts) -> str:
    """One's own sheet may be passed on inside."""
    if facts.own_sheet == A.ISSUED:
        return "请先签收，再二次分办"
    return "" if facts.own_sheet == A.SIGNED else "本单位已反馈，不能再分办"


def sheet_to_check(facts: Facts) -> str:
    """A part answer under one's hand may be sent back."""
    return "" if facts.to_check else "没有已提交的分办答复"


def sheet_to_release(facts: Facts) -> str:
    """A sheet under one's hand may be taken back."""
    return "" if facts.to_release else "没有可以收回的交办单"


HELPERS = (H.CO, H.PART, H.SUB)
HOLDERS = (H.LEAD, H.CO, H.PART)
STEPS: CaseSteps = (
    step(V.RECALL, S.ASSIGNED, H.REGISTRAR, to=S.ACCEPTED, needs=[not_signed]),
    step(V.SIGN, S.ASSIGNED, H.LEAD, to=S.IN_PROGRESS, needs=[sheet_issued]),
    step(V.SIGN, WITH_THE_UNIT, HELPERS, needs=[sheet_issued]),
    step(V.ENLIST, TO_BE_ANSWERED, H.REGISTRAR, needs=[complained_known, marks_judged]),
    step(V.RELEASE, WITH_THE_UNIT, (H.REGISTRAR, *HOLDERS), needs=[sheet_to_release]),
    step(V.SUB_ASSIGN, WITH_THE_UNIT, HOLDERS, needs=[sheet_signed, complained_known]),
    step(V.PART_ANSWER, WITH_THE_UNIT, (H.PART, H.SUB), needs=[sheet_open, not_paused]),
    step(V.RETURN_PART, WITH_THE_UNIT, (H.REGISTRAR, H.REVIEWER, *HOLDERS), needs=[sheet_to_check]),
    step(V.CONTACT, S.IN_PROGRESS, H.LEAD),
    step(V.PROGRESS, S.IN_PROGRESS, H.LEAD),
    step(V.OPINION, WITH_THE_UNIT, H.CO, needs=[sheet_open, not_paused]),
    step(V.ANSWER, S.IN_PROGRESS, H.LEAD, to=S.ANSWERED, needs=[not_paused, no_draft]),
)

IN_FORCE = (A.ISSUED, A.SIGNED, A.ANSWERED)
SHEET: Transitions[A, V] = Transitions(
    "交办单",
    (
        move(V.SIGN, A.ISSUED, to=A.SIGNED),
        # Whatever was issued with the lead's sheet goes with it; what ended in an earlier life of
        # the case stays as it ended.
        move(V.RECALL, IN_FORCE, to=A.RECALLED),
        move(V.OPINION, A.SIGNED, to=A.ANSWERED),
        move(V.ANSWER, A.SIGNED, to=A.ANSWERED),
        move(V.PART_ANSWER, A.SIGNED, to=A.ANSWERED),
        move(V.RETURN_PART, A.ANSWERED, to=A.SIGNED),
        move(V.RELEASE, (A.ISSUED, A.SIGNED), to=A.RECALLED),
        move(V.TAKE_UP, IN_FORCE, to=A.CLOSED),
        move(V.RETURN, A.ANSWERED, to=A.SIGNED),
        move(V.REDO, (A.ANSWERED, A.CLOSED), to=A.SIGNED),
        move(V.REOPEN, A.CLOSED, to=A.SIGNED),
        move(V.COMPLETE, IN_FORCE, to=A.CLOSED),
        move(V.REASSIGN, IN_FORCE, to=A.RECALLED),
        move(V.CONSULT, IN_FORCE, to=A.RECALLED),
        move(V.MERGE, IN_FORCE, to=A.CLOSED),
        move(V.UNMERGE, A.CLOSED, to=A.RECALLED),
        move(V.TRANSFER, A.ISSUED, to=A.RECALLED),
        move(V.TRANSFER, (A.SIGNED, A.ANSWERED), to=A.CLOSED),
        move(V.WITHDRAW, A.ISSUED, to=A.RECALLED),
        move(V.WITHDRAW, (A.SIGNED, A.ANSWERED), to=A.CLOSED),
    ),
    begins=(A.ISSUED,),
)
