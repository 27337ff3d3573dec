"""What happens next with a case, and until when: what the firm is promised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhuqi.ledgers.cases.enums import ClockKind, State, Verdict
from zhuqi.ledgers.cases.models import Case, Clock


class Ahead(StrEnum):
    """What comes next with a case; how it is said is for the ways in."""

    DECISION = "decision"
    UNIT = "unit"
    HANDLING = "handling"
    ANSWER = "answer"
    REVIEW = "review"
    RATING = "rating"
    UNRATED = "unrated"
    STRIKING_OFF = "striking_off"
    PARTLY_SOLVED = "partly_solved"
    NOT_SOLVED = "not_solved"
    SECOND_LOOK = "second_look"
    PAUSE_ENDS = "pause_ends"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MAIN_CASE = "main_case"
    CLOSED_WITH_MAIN = "closed_with_main"
    TRANSFERRED = "transferred"
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What happens next, for the firm, and until when (None: no time promised).

    `warn_at`: from when that time is close; `unit`: what it is counted in. `lead` is empty where
    nobody has it in hand yet, `main` the number of the case it was merged into, `why` the reason
    of a pause.
    """

    what: Ahead
    office: str
    lead: str = ""
    main: str = ""
    why: str = ""
    due_at: datetime | None = None
    warn_at: datetime | None = None
    unit: str = ""


# What comes next in each state, and the clock that runs for it.
_AHEAD: Mapping[State, tuple[Ahead, ClockKind | None]] = {
    State.SUBMITTED: (Ahead.DECISION, ClockKind.ACCEPT),
    State.ACCEPTED: (Ahead.UNIT, ClockKind.ISSUE),
    State.ASSIGNED: (Ahead.HANDLING, ClockKind.RESOLVE),
    State.IN_PROGRESS: (Ahead.ANSWER, ClockKind.RESOLVE),
    State.ANSWERED: (Ahead.REVIEW, ClockKind.REVIEW),
    State.COMPLETED: (Ahead.RATING, ClockKind.RATING),
    State.CARRIED: (Ahead.SECOND_LOOK, ClockKind.CARRY),
    State.STRUCK_OFF: (Ahead.CLOSED, None),
    State.DECLINED: (Ahead.DECLINED, None),
    State.WITHDRAWN: (Ahead.WITHDRAWN, None),
    State.MERGED: (Ahead.MAIN_CASE, None),
    State.TRANSFERRED: (Ahead.TRANSFERRED, None),
    State.TERMINATED: (Ahead.TERMINATED, None),
}
_AFTER_VERDICT = {
    Verdict.SOLVED: Ahead.STRIKING_OFF,
    Verdict.PARTLY: Ahead.PARTLY_SOLVED,
    Verdict.NOT_SOLVED: Ahead.NOT_SOLVED,
}


def promise_of(case: Case, clocks: Iterable[Clock], why_paused: str = "") -> NextStep:
    """The next promised step, from the clock that runs for it."""
    running = {c.clock: c for c in clocks if c.stopped_at is None}
    what, kind = _ahead(case)
    clock = running.get(kind) if kind else None
    if case.state == State.IN_PROGRESS and not case.paused_until:
        clock = running.get(ClockKind.REDO) or clock
    return NextStep(
        what=what,
        office=case.office.name,
        lead=case.lead_unit.name if case.lead_unit_id and case.lead_unit else "",
        main=case.merged_into.number if case.merged_into else "",
        why=why_paused if case.paused_until else "",
        due_at=clock.due_at if clock else None,
        warn_at=clock.warn_at if clock else None,
        unit=clock.unit if clock else "",
    )


def _ahead(case: Case) -> tuple[Ahead, ClockKind | None]:
    if case.paused_until:
        return Ahead.PAUSE_ENDS, ClockKind.PAUSE
    if case.state == State.COMPLETED and case.verdict:
        return _AFTER_VERDICT[Verdict(case.verdict)], ClockKind.CONCLUDE
    if case.state == State.COMPLETED and case.rating_refused_at:
        return Ahead.UNRATED, ClockKind.CONCLUDE
    if case.state == State.MERGED and case.closed_at:
        return Ahead.CLOSED_WITH_MAIN, None
    return _AHEAD[State(case.state)]
