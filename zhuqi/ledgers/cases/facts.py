"""What a decision about a case needs to know, as frozen values: no database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from zhuqi.ledgers.cases.enums import AssignmentState, CaseRole, Disposition, State, Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a unit asked that waits for the office. `own`: by the actor, or their own unit."""

    unit: str
    own: bool


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """What decisions on objections, extensions, pauses, merging and topics need to know.

    `sheet`: the actor's unit's sheet from the office ("" if none); `final`: issued by a decision;
    `objected`: argued already; `object_until`: None where the scheme allows no objection.
    `questions`: objections still open, `argued` those not yet sent to a consultation;
    `extensions`, `pauses`: requests that wait. `extended`: this round of the sheet has had its
    request; `ask_until`: by when it must be asked, None where no promise runs. The two dates
    are worked out only where they are asked for. `split_off`: it came out of another case;
    `against_taking_back`: why that one can't have it back.
    """

    sheet: AssignmentState | str = ""
    final: bool = False
    objected: bool = False
    object_until: Callable[[], datetime | None] = lambda: None
    questions: tuple[Asked, ...] = ()
    argued: tuple[Asked, ...] = ()
    extended: bool = False
    ask_until: Callable[[], datetime | None] = lambda: None
    extensions: tuple[Asked, ...] = ()
    pauses: tuple[Asked, ...] = ()
    paused_until: date | None = None
    pause_reason: str = ""
    merged_in: int = 0
    twins: Callable[[], bool] = lambda: False
    merged_from: str = ""
    split_off: bool = False
    against_taking_back: Callable[[], str] = lambda: ""
    in_topic: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision needs to know. `own_sheet` is the actor's unit's sheet, "" if none.

    `roles`: as what the actor stands before the case.
    """

    state: State
    roles: frozenset[CaseRole]
    now: datetime
    disputes: DisputeFacts
    historical: bool = False
    lead_sheet: AssignmentState | str = ""
    own_sheet: AssignmentState | str = ""
    disposition: Disposition | str = ""
    verdict: Verdict | str = ""
    round: int = 0
    redo_cap: int = 0
    withdrawal_asked: bool = False
    rating_due: datetime | None = None
    closed_at: datetime | None = None
    reopen_days: int = 0
    own_answer: bool = False
    handles_or_heads: bool = False
    # Levels: whether an office stands above, whether a hand-up waits there, whose strike-off it is.
    below_the_city: bool = False
    handed_up: bool = False
    from_elsewhere: bool = False
    fed_back: bool = False
    county: str = ""
    strike_off_asked: bool = False
    # Sheets, by the names of their units: parts the office waits for, and those one may act on.
    parts_open: tuple[str, ...] = ()
    to_check: tuple[str, ...] = ()
    to_release: tuple[str, ...] = ()
    # The states of the instructions on the case, and whether its boundary forbids any.
    draft_waits: bool = False
    instructed: frozenset[str] = frozenset()
    no_instruction: str = ""
    # What the case's boundary forbids, and whether its receipt is still owed.
    no_rating: str = ""
    rating_refused: bool = False
    no_assigning: str = ""
    receipt_owed: bool = False
    tagged: bool = False
    confidential: bool = False
    has_sheets: bool = False
    recusals_in_force: bool = False
    # A unit complained of that nobody has identified; words that may tell the firm, not judged yet.
    complained_open: bool = False
    marks_open: int = 0
