"""A case with what belongs to it, and what verbs need beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from zhuqi.foundation.access import Actor, NotValid
from zhuqi.foundation.attachments.actions import Prepared
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import Aggregate
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import Calendar
from zhuqi.ledgers.cases.approval_schemes.rules import ApprovalRow
from zhuqi.ledgers.cases.clock_runs import readings
from zhuqi.ledgers.cases.clocks import NO_TERMS, Happening, Reading, SchemeTerms
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    AssignmentState,
)
from zhuqi.ledgers.cases.models import (
    Answer,
    Assignment,
    Case,
    CaseFact,
    Clock,
    Cover,
    Draft,
    Entry,
    Escalation,
    Instruction,
    Involvement,
    Rating,
    Recusal,
)
from zhuqi.ledgers.cases.requests.actions.asking import Requests

# Written in full by the event; long or personal texts go beside the chain, as erasable values.
LOGGED_FIELDS = (
    "state", "level", "office_id", "enterprise_id", "channel", "foreign_number", "kind", "tier",
    "nature", "urgency", "sector", "item_id", "scheme_version_id", "disposition", "verdict",
    "satisfaction", "round", "lead_unit_id", "handler", "withdrawal_asked_at", "refused_by_organ",
    "refusal_ground", "where_to_go", "effect_money", "effect_staff", "carried_until",
    "chamber_id", "confidential", "boundary_id", "sealed",
    "strike_off_asked_at", "superior_id", "origin_office_id", "fed_back_at", "disputed",
    "paused_until", "merged_into_id", "merged_from", "topic_id", "complained_open",
    "call_tries", "call_again_at", "rating_refused_at", "split_from_id",
)  # fmt: skip


# Would tell the firm of a confidential case to whoever reads the log: erasable values there.
REVEALING_FIELDS = ("enterprise_id", "chamber_id", "foreign_number")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What verbs need beside the case: the calendar and every scheme version named in it."""

    calendar: Calendar
    scheme_terms: Mapping[int, SchemeTerms]
    caps: Mapping[int, tuple[int, int]]
    """scheme version id → (rounds that reopen by themselves, days in which a firm may reopen)"""
    signing: Mapping[int, tuple[ApprovalRow, ...]] = field(default_factory=dict)
    """office id → who signs answers to it, where it has adopted a scheme"""
    of_offices: Mapping[int, Calendar] = field(default_factory=dict)
    """office id → its calendar, where it keeps other hours than most"""

    def calendar_of(self, office: int | None) -> Calendar:
        """The calendar of an office: the same days for all, with its own office hours."""
        return self.of_offices.get(office or 0, self.calendar)

    def terms_of(self, case: Case) -> SchemeTerms:
        """By what a case is judged; terms that promise nothing before it has a scheme."""
        return self.scheme_terms.get(case.scheme_version_id or 0, NO_TERMS)

    def on_days_of(self, days: Calendar) -> "Rulebook":
        """The same book with other days, each office keeping its hours."""
        kept = {pk: replace(days, hours=one.hours) for pk, one in self.of_offices.items()}
        return replace(self, calendar=days, of_offices=kept)


@dataclass(frozen=True, slots=True)
class Laid:
    """Files laid on a case that is not stored yet; they are tied to its row when it is."""

    files: Sequence[Prepared]
    purpose: str
    by: Actor
    at: datetime


class PastUnreadError(LookupError):
    """A clock was asked for of a case that was loaded without its log."""


@dataclass(slots=True)
class CaseAggregate(Aggregate[Case]):
    """A case with what belongs to it, loaded or new; collects what has to be written."""

    logged_fields: ClassVar[tuple[str, ...]] = LOGGED_FIELDS

    case: Case
    rulebook: Rulebook
    assignments: list[Assignment] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    instructions: list[Instruction] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    timeline: list[Happening] = field(default_factory=list)
    past: list[Event] = field(default_factory=list)
    """What is stored of the log, in order; `timeline` is what the clocks see of it."""
    clocks: dict[tuple[str, int, int], Clock] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    units: Mapping[int, Unit] = field(default_factory=dict)
    """Every unit it names, by id."""
    involve: list[Involvement] = field(default_factory=list)
    uninvolve: list[tuple[int, str]] = field(default_factory=list)
    facts: list[CaseFact] = field(default_factory=list)
    open_facts: list[CaseFact] = field(default_factory=list)
    """What is stored as true until now; ends where new facts begin."""
    recusals: list[Recusal] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    requests: Requests = field(default_factory=Requests)
    merged_in: list[str] = field(default_factory=list)
    """The numbers of cases handled as this one."""
    # The numbers of what was split off from it, and whether each is confidential.
    split_off: dict[str, bool] = field(default_factory=dict)
    """The numbers of cases taken out of this one."""
    tagged: bool = False
    laid: list[Laid] = field(default_factory=list)
    past_read: bool = True
    """False where it was loaded without its log, for a decision alone."""
    against_assigning: str | None = None
    """What other rooms say against assigning it; None until they are asked."""
    due_moved: bool = False
    """True where the case's due time is not the one its other rows repeat."""
    _read: tuple[int, list[Reading]] = field(default=(-1, []), init=False, repr=False)

    @property
    def row(self) -> Case:
        """The case itself."""
        return self.case

    @property
    def calendar(self) -> Calendar:
        """The days, and the hours of the office whose case it is."""
        return self.rulebook.calendar_of(self.case.office_id)

    @property
    def sheets(self) -> list[Assignment]:
        """The sheets issued by the office and not taken back: lead, co, part."""
        return [
            a for a in self.assignments
            if a.parent is None and a.state != AssignmentState.RECALLED
        ]  # fmt: skip

    @property
    def lead(self) -> Assignment | None:
        """The lead unit's sheet in force, if any: the last one issued."""
        leads = [a for a in self.sheets if a.role == AssignmentRole.LEAD]
        return next((a for a in reversed(leads) if a.in_force), leads[-1] if leads else None)

    def sheet(self, number: int) -> Assignment:
        """The sheet of that number; NotValid where the case has none."""
        for assignment in self.assignments:
            if assignment.sheet == number:
                return assignment
        raise NotValid("这件诉求没有这张交办单")

    def inner(self, parent: Assignment) -> list[Assignment]:
        """Sheets the parent's unit passed on inside, not taken back."""
        return [
            a for a in self.assignments
            if a.parent is parent and a.state != AssignmentState.RECALLED
        ]  # fmt: skip

    def sheet_of(self, units: frozenset[int]) -> Assignment | None:
        """The sheet of one of the units that most needs an act: issued, then signed, then any."""
        order = [AssignmentState.ISSUED, AssignmentState.SIGNED, AssignmentState.ANSWERED]
        own = [
            a for a in self.assignments
            if a.unit_id in units and a.state != AssignmentState.RECALLED
        ]  # fmt: skip
        own.sort(key=lambda a: order.index(a.state) if a.state in order else len(order))  # type: ignore[arg-type]
        return own[0] if own else None

    @property
    def readings(self) -> list[Reading]:
        """All clocks, computed from what happened: once, until something more happens.

        PastUnreadError where that was not read.
        """
        if not self.past_read:
            raise PastUnreadError
        if self.case.historical:
            return []
        length, found = self._read
        if length != len(self.timeline):
            book = self.rulebook
            found = readings(self.timeline, book.scheme_terms, book.calendar, book.of_offices)
            self._read = len(self.timeline), found
        return found
