"""The life of a case as a table: who may do what, from which state, and where it leads.

Two nouns, two tables. A case's table is what the office and the firm see; an assignment's is
one unit's own sheet. Requirements beyond the state are named and decided in `rules`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from zhuqi.ledgers.cases.enums import AssignmentState, Hat, State, Verb

S, V, H, A = State, Verb, Hat, AssignmentState


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


@dataclass(frozen=True, slots=True)
class Step:
    """One row: in any of `states`, someone wearing any of `hats` may do `verb`, if `needs` hold.

    `to` is the state afterwards; None leaves it as it is.
    """

    verb: Verb
    states: frozenset[State]
    hats: frozenset[Hat]
    to: State | None
    needs: tuple[Need, ...] = ()


def _step(
    verb: Verb, states: Iterable[State], hats: Iterable[Hat], to: State | None, *needs: Need
) -> Step:
    return Step(verb, frozenset(states), frozenset(hats), to, needs)


BEFORE_ASSIGNMENT = (S.SUBMITTED, S.ACCEPTED)
WITH_THE_UNIT = (S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED)
EVERYWHERE = tuple(State)

CASE_STEPS: tuple[Step, ...] = (
    _step(
        V.SUPPLEMENT,
        (*BEFORE_ASSIGNMENT, *WITH_THE_UNIT, S.COMPLETED, S.CARRIED),
        (H.FIRM, H.LIAISON, H.REGISTRAR),
        None,
    ),
    _step(V.ACCEPT, (S.SUBMITTED,), (H.REGISTRAR,), S.ACCEPTED),
    _step(V.DECLINE, BEFORE_ASSIGNMENT, (H.REGISTRAR,), S.DECLINED),
    _step(V.ASSIGN, (S.ACCEPTED,), (H.REGISTRAR,), S.ASSIGNED),
    _step(V.RECALL, (S.ASSIGNED,), (H.REGISTRAR,), S.ACCEPTED, Need.NOT_SIGNED),
    _step(V.SIGN, (S.ASSIGNED,), (H.LEAD,), S.IN_PROGRESS, Need.SHEET_ISSUED),
    _step(V.SIGN, (S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED), (H.CO,), None, Need.SHEET_ISSUED),
    _step(V.CONTACT, (S.IN_PROGRESS,), (H.LEAD,), None),
    _step(V.PROGRESS, (S.IN_PROGRESS,), (H.LEAD,), None),
    _step(V.OPINION, (S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED), (H.CO,), None, Need.SHEET_OPEN),
    _step(V.ANSWER, (S.IN_PROGRESS,), (H.LEAD,), S.ANSWERED),
    _step(V.RETURN, (S.ANSWERED,), (H.REVIEWER,), S.IN_PROGRESS),
    _step(V.COMPLETE, (S.ANSWERED,), (H.REVIEWER,), S.COMPLETED, Need.WITHDRAWAL_NOT_ASKED),
    _step(V.RATE, (S.COMPLETED,), (H.FIRM,), None, Need.UNRATED),
    _step(V.RATE_BY_PHONE, (S.COMPLETED,), (H.REGISTRAR, H.REVIEWER), None, Need.UNRATED),
    _step(V.REDO, (S.COMPLETED,), (H.REVIEWER, H.SYSTEM), S.IN_PROGRESS, Need.VERDICT_FALLS_SHORT),
    _step(V.STRIKE_OFF, (S.COMPLETED,), (H.SIGNER,), S.STRUCK_OFF, Need.MAY_STRIKE_OFF),
    _step(V.CARRY, (S.COMPLETED, S.CARRIED), (H.SIGNER,), S.CARRIED, Need.MAY_CARRY),
    _step(
        V.REOPEN, (S.STRUCK_OFF, S.CARRIED), (H.FIRM, H.REVIEWER), S.IN_PROGRESS, Need.MAY_REOPEN
    ),
    _step(V.REOPEN, (S.DECLINED,), (H.REGISTRAR,), S.SUBMITTED),
    _step(V.WITHDRAW, BEFORE_ASSIGNMENT, (H.FIRM,), S.WITHDRAWN),
    _step(V.ASK_WITHDRAWAL, WITH_THE_UNIT, (H.FIRM,), None, Need.WITHDRAWAL_NOT_ASKED),
    # After assignment the office phones the firm before anything is withdrawn.
    _step(V.WITHDRAW, WITH_THE_UNIT, (H.REGISTRAR,), S.WITHDRAWN, Need.WITHDRAWAL_ASKED),
    _step(V.KEEP, WITH_THE_UNIT, (H.FIRM, H.REGISTRAR), None, Need.WITHDRAWAL_ASKED),
    _step(V.NOTE, EVERYWHERE, (H.REGISTRAR, H.REVIEWER, H.SIGNER, H.LEAD, H.CO, H.LIAISON), None),
)

# One unit's sheet: what each verb on the case makes of it.
ASSIGNMENT_STEPS: dict[tuple[AssignmentState, Verb], AssignmentState] = {
    (A.ISSUED, V.SIGN): A.SIGNED,
    (A.ISSUED, V.RECALL): A.RECALLED,
    (A.SIGNED, V.OPINION): A.ANSWERED,
    (A.SIGNED, V.ANSWER): A.ANSWERED,
    (A.ANSWERED, V.RETURN): A.SIGNED,
    (A.ANSWERED, V.REDO): A.SIGNED,
    (A.CLOSED, V.REDO): A.SIGNED,
    (A.CLOSED, V.REOPEN): A.SIGNED,
    (A.ISSUED, V.COMPLETE): A.CLOSED,
    (A.SIGNED, V.COMPLETE): A.CLOSED,
    (A.ANSWERED, V.COMPLETE): A.CLOSED,
    (A.ISSUED, V.WITHDRAW): A.RECALLED,
    (A.SIGNED, V.WITHDRAW): A.CLOSED,
    (A.ANSWERED, V.WITHDRAW): A.CLOSED,
}


def steps_of(verb: Verb) -> list[Step]:
    """All rows for a verb, in the table's order."""
    return [step for step in CASE_STEPS if step.verb == verb]
