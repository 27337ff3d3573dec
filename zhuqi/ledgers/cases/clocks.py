"""The clocks of a case, computed from what happened: pure, no running counters.

Each clock is a row of `CLOCKS`: which verbs start and stop it. What it may take comes from the
scheme version in force when it started, so a later version never changes an old promise.
The resolve clock starts when the sheet is issued (下发), not when it is signed for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from zhuqi.foundation.workdays import (
    CIVIL_CODE,
    Counting,
    Pause,
    Unit,
    in_shanghai,
    months_after,
)
from zhuqi.ledgers.cases.enums import AssignmentRole, ClockKind, State, Verb
from zhuqi.ledgers.cases.verbs import ISSUE

V = Verb

# Sorts what has no due time behind all that has; a clock that is paused has none either.
FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a scheme: how long a clock may take. Empty tier or kind: any.

    Amount 0 is the same day. `followed`: to zero (13710), without a limit. `ours`: not of the
    scheme's source but added by this platform; `note`: what else is to be said of it.
    """

    clock: ClockKind
    amount: int
    unit: Unit
    tier: str = ""
    kind: str = ""
    followed: bool = False
    ours: bool = False
    note: str = ""

    @property
    def says(self) -> str:
        """15 个工作日, 1 个月, 当日, 跟踪到清零."""
        if self.followed:
            return "跟踪到清零，不设时限"
        if not self.amount:
            return "当日" if self.unit is not Unit.HOUR else "即时"
        return measured(self.amount, self.unit)


def measured(amount: int, unit: Unit) -> str:
    """7 个自然日."""
    word = "个" if unit is Unit.NATURAL_DAY else ""
    return f"{amount} {word}{unit.label}"


@dataclass(frozen=True, slots=True)
class SchemeTerms:
    """A scheme version as a frozen value.

    `counting`: how its limits in days are counted. `yellow_days`: how long before a due time its
    light turns yellow; `yellow_percent`: for a limit in hours, after how much of it.
    """

    version_id: int
    rules: tuple[Rule, ...]
    counting: Counting = CIVIL_CODE
    yellow_days: int = 1
    yellow_percent: int = 50

    def rule_for(self, clock: ClockKind, *, tier: str, kind: str) -> Rule | None:
        """The most specific row: tier and kind, then tier, then kind, then any."""
        best: tuple[int, Rule] | None = None
        for rule in self.rules:
            if rule.clock != clock or rule.tier not in {"", tier} or rule.kind not in {"", kind}:
                continue
            weight = 2 * bool(rule.tier) + bool(rule.kind)
            if best is None or weight > best[0]:
                best = (weight, rule)
        return best[1] if best else None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the clocks see it.

    `sheets`: for an assignment, (number of the sheet, its role); for a unit's own act, its sheet.
    An instruction counts as a sheet of the role "instruction", the question whose a sheet is as
    one of the role "objection", more time asked for it as one of the role "extension".
    `ended`: sheets whose clocks end.
    `scheme`, `tier`, `kind`, `office`, `lead`: set where the event set them. `due`: a date given
    by a person. `extra`: by how much more a grant lets the clock run, in the clock's own unit.
    `superior`: the office a hand-up waits for.
    """

    verb: Verb
    at: datetime
    sheets: tuple[tuple[int, str], ...] = ()
    ended: tuple[int, ...] = ()
    scheme: int | None = None
    tier: str | None = None
    kind: str | None = None
    office: int | None = None
    lead: int | None = None
    superior: int | None = None
    due: datetime | None = None
    extra: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One run of one clock. `sheet` is 0 for clocks of the whole case; `run` counts from 1.

    `owner`: the unit charged if it runs out, as it was when the run began; None for the firm, and
    for a sheet's clock, which is its unit's. `due_at` is FAR while the clock is paused.
    `pauses`: what stood still, for the explanation; `extra`: granted on top of `amount`.
    `begun`: which happening of the timeline began the run, counted from 1. `counting`: how its
    scheme counts; `office`: whose office hours it goes by.
    """

    clock: ClockKind
    sheet: int
    run: int
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    stopped_at: datetime | None
    amount: int
    unit: Unit | str
    provisional: bool = False
    owner: int | None = None
    extra: int = 0
    pauses: tuple[Pause, ...] = ()
    begun: int = 0
    counting: Counting = CIVIL_CODE
    office: int | None = None

    @property
    def key(self) -> tuple[str, int, int]:
        """What identifies the run within its case."""
        return (self.clock.value, self.sheet, self.run)


# The role under which an instruction's number stands beside those of sheets.
INSTRUCTED = "instruction"


class Owner(StrEnum):
    """Who is charged with a clock (charges.py says it in words)."""

    OFFICE = "office"
    SUPERIOR = "superior"
    LEAD = "lead"
    SHEET = "sheet"
    FIRM = "firm"


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """Which verbs start and stop a clock, and whose it is.

    `per`: the roles of sheets it runs for (empty: the whole case). `pausable`: stands still while
    the case is paused. `given`: a date set by a person goes before the scheme's. `survives`: runs
    on when the case moves to another ledger or is closed. `returns`: verbs that start it too, where
    they bring the case into `state`. `with_lead`: a new sheet stops it only if it is the lead's.
    """

    clock: ClockKind
    starts: frozenset[Verb]
    stops: frozenset[Verb]
    owner: Owner = Owner.OFFICE
    per: frozenset[str] = frozenset()
    pausable: bool = False
    given: bool = False
    survives: bool = False
    returns: frozenset[Verb] = frozenset()
    state: State | None = None
    with_lead: bool = False

    def started_by(self, happening: "Happening") -> bool:
        """True if the event begins a run."""
        verb = happening.verb
        back = verb in self.returns and happening.state == self.state
        return verb in self.starts or back

    @property
    def on_sheets(self) -> bool:
        """True for clocks of units' sheets, which end with the sheet."""
        return bool(self.per) and self.per != {INSTRUCTED}


LEAD = frozenset({AssignmentRole.LEAD.value})
CO = frozenset({AssignmentRole.CO.value})
PART = frozenset({AssignmentRole.PART.value})
SUB = frozenset({AssignmentRole.SUB.value})
OBJECTED = "objection"
ASKED_MORE = "extension"

CLOCKS: tuple[ClockSpec, ...] = (
    ClockSpec(
        ClockKind.ACCEPT,
        frozenset({V.SUBMIT, V.REGISTER, V.SPLIT_OFF, V.FORWARD}),
        frozenset({V.ACCEPT, V.DECLINE}),
        # A declined case taken up again waits to be accepted, like on its first day; so does one
        # that was merged before anyone had accepted it.
        returns=frozenset({V.REOPEN, V.UNMERGE}),
        state=State.SUBMITTED,
    ),
    # From the acceptance until units have it: a sheet taken back leaves the office charged again.
    ClockSpec(
        ClockKind.ISSUE, frozenset({V.ACCEPT, V.RECALL, V.TAKE_UP}), frozenset({V.ASSIGN}),
        returns=frozenset({V.UNMERGE}), state=State.ACCEPTED,
    ),
    ClockSpec(
        ClockKind.SIGN, ISSUE, frozenset({V.SIGN}), Owner.SHEET, LEAD | CO | PART | SUB
    ),
    ClockSpec(
        ClockKind.CONTACT, ISSUE, frozenset({V.CONTACT, V.ANSWER}), Owner.SHEET, LEAD,
        pausable=True,
    ),
    ClockSpec(
        ClockKind.STAGE, ISSUE, frozenset({V.PROGRESS, V.ANSWER}), Owner.SHEET, LEAD,
        pausable=True,
    ),
    ClockSpec(
        ClockKind.RESOLVE, ISSUE, frozenset({V.ANSWER}), Owner.SHEET, LEAD, pausable=True
    ),
    ClockSpec(
        ClockKind.CO_UNIT, ISSUE, frozenset({V.OPINION}), Owner.SHEET, CO, pausable=True
    ),
    ClockSpec(
        ClockKind.PART, ISSUE | {V.RETURN_PART}, frozenset({V.PART_ANSWER}), Owner.SHEET, PART,
        pausable=True,
    ),
    # The inner clock: its date is set by whoever passes the sheet on, and moves no other clock.
    ClockSpec(
        ClockKind.SUB, frozenset({V.SUB_ASSIGN, V.RETURN_PART}), frozenset({V.PART_ANSWER}),
        Owner.SHEET, SUB, pausable=True, given=True,
    ),
    ClockSpec(ClockKind.REVIEW, frozenset({V.ANSWER}), frozenset({V.RETURN, V.COMPLETE})),
    ClockSpec(
        ClockKind.RATING,
        frozenset({V.COMPLETE}),
        frozenset({V.RATE, V.RATE_BY_PHONE, V.REFUSE_RATING, V.REDO, V.CARRY}),
        Owner.FIRM,
    ),
    # Silence is never satisfaction: a firm that has not rated is called; one that did not answer,
    # again at the time agreed on.
    ClockSpec(
        ClockKind.CALL_BACK, frozenset({V.COMPLETE, V.CALL_AGAIN}),
        frozenset({V.RATE, V.RATE_BY_PHONE, V.CALL_AGAIN, V.REFUSE_RATING, V.REDO, V.CARRY}),
        given=True,
    ),
    # The firm has judged, or said that it won't: struck off, done again, carried or ended, as the
    # office decides; what a county asks for meanwhile is timed by itself.
    ClockSpec(
        ClockKind.CONCLUDE,
        frozenset({V.RATE, V.RATE_BY_PHONE, V.REFUSE_RATING, V.REFUSE_STRIKE_OFF}),
        frozenset({V.ASK_STRIKE_OFF, V.STRIKE_OFF, V.RATE, V.REDO, V.CARRY}),
    ),
    ClockSpec(
        ClockKind.REDO, frozenset({V.RETURN, V.REDO}),
        frozenset({V.ANSWER, V.REASSIGN, V.CONSULT}), Owner.LEAD,
        pausable=True, returns=frozenset({V.REOPEN}), state=State.IN_PROGRESS, with_lead=True,
    ),
    ClockSpec(
        ClockKind.CARRY, frozenset({V.CARRY}), frozenset({V.CARRY, V.REOPEN}), given=True
    ),
    ClockSpec(
        ClockKind.ESCALATION, frozenset({V.ESCALATE}), frozenset({V.TAKE_UP, V.SEND_DOWN}),
        Owner.SUPERIOR,
    ),
    ClockSpec(
        ClockKind.STRIKE_OFF, frozenset({V.ASK_STRIKE_OFF}),
        frozenset({V.REFUSE_STRIKE_OFF, V.STRIKE_OFF, V.REDO, V.CARRY}),
    ),
    # By its number, which stands where other clocks have a sheet's.
    ClockSpec(
        ClockKind.INSTRUCTION, frozenset({V.INSTRUCT}), frozenset({V.REPORT_ON}), Owner.LEAD,
        frozenset({INSTRUCTED}), given=True, survives=True,
    ),
    # The unit's own clocks run on meanwhile; a consultation is given its date.
    ClockSpec(
        ClockKind.OBJECTION, frozenset({V.OBJECT, V.CONSULT}),
        frozenset({V.UPHOLD, V.REASSIGN, V.CONSULT, V.ANSWER, V.PART_ANSWER, V.OPINION}),
        per=frozenset({OBJECTED}), given=True,
    ),
    ClockSpec(
        ClockKind.EXTENSION, frozenset({V.ASK_EXTENSION}),
        frozenset({V.GRANT_EXTENSION, V.REFUSE_EXTENSION, V.ANSWER, V.PART_ANSWER}),
        per=frozenset({ASKED_MORE}),
    ),
    # What was asked is moot once the lead has answered, or is the lead no more.
    ClockSpec(
        ClockKind.ASK_PAUSE, frozenset({V.ASK_PAUSE}),
        frozenset({V.PAUSE, V.REFUSE_PAUSE, V.ANSWER, V.REASSIGN, V.CONSULT}), with_lead=True,
    ),
    # The day on which a pause is looked at again; it stands still for nothing itself.
    ClockSpec(
        ClockKind.PAUSE, frozenset({V.PAUSE}), frozenset({V.PAUSE, V.RESUME, V.RECALL}),
        given=True,
    ),
    # What the province gave: runs until the result is sent back, whatever happens in between.
    ClockSpec(
        ClockKind.SUPERIOR, frozenset({V.REGISTER}), frozenset({V.SEND_BACK}), given=True,
        survives=True,
    ),
)  # fmt: skip

# Before a case has a scheme, and for dates people name without one.
NO_TERMS = SchemeTerms(0, ())

# What an extension lengthens.
EXTENDED = frozenset({ClockKind.RESOLVE, ClockKind.PART})


def counted_as(amount: int, unit: Unit, extra: int, start: datetime) -> tuple[int, Unit]:
    """An amount with what was granted on top: of a month clock days are granted."""
    if unit is not Unit.MONTH or not extra:
        return amount + extra, unit
    begins = in_shanghai(start).date()
    return (months_after(begins, amount) - begins).days + extra, Unit.NATURAL_DAY


def extended_by(amount: int, unit: Unit) -> tuple[int, Unit]:
    """The most that may be granted on top of a promise, and in which unit."""
    return (amount * 30, Unit.NATURAL_DAY) if unit is Unit.MONTH else (amount, unit)
