"""What units ask of the office about a case: objections, extensions, pauses; read and settled.

Each has its own verbs (objections.py, extensions.py, pauses.py). Here is what they share with
every other verb: what the rules need to know of them, and that they end with what they are about.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from zhuqi.foundation.access import Person
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.clocks import EXTENDED, FAR, Reading
from zhuqi.ledgers.cases.enums import (
    OPEN_STATES,
    AssignmentRole,
    AssignmentState,
    ClockKind,
    InvolvementRole,
    Verb,
)
from zhuqi.ledgers.cases.facts import Asked, DisputeFacts
from zhuqi.ledgers.cases.lifecycle import EXTENSION, OBJECTION, PAUSE
from zhuqi.ledgers.cases.models import Assignment, Case, Extension, Objection, Pausing
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.verbs import ANSWERS, END_ALL, END_SHEETS

if TYPE_CHECKING:
    from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange


@dataclass(slots=True)
class Requests:
    """All that was ever asked about one case, in order."""

    objections: list[Objection] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    pausings: list[Pausing] = field(default_factory=list)

    @property
    def waiting(self) -> list[Extension]:
        """Extensions the office has yet to decide."""
        return [row for row in self.extensions if row.open]

    @property
    def pause_asked(self) -> Pausing | None:
        """The request for a pause that waits, if any."""
        return next((p for p in self.pausings if p.outcome == Pausing.Outcome.WAITING), None)

    @property
    def pause(self) -> Pausing | None:
        """The pause that runs, if any."""
        return next((p for p in self.pausings if p.outcome == Pausing.Outcome.RUNNING), None)

    @property
    def questions(self) -> list[Objection]:
        """Objections not decided for good."""
        return [row for row in self.objections if row.open]


def requests_of(
    objections: Iterable[Objection],
    extensions: Iterable[Extension],
    pausings: Iterable[Pausing],
    *,
    sheets: Mapping[int, Assignment],
    units: Mapping[int, Unit],
) -> dict[int, Requests]:
    """By case. Their sheets are the very rows given by id, so that a verb changes what the
    request points at; their units those given."""
    found: dict[int, Requests] = defaultdict(Requests)
    for objection in objections:
        objection.assignment = sheets[objection.assignment_id]
        objection.suggested_unit = units.get(objection.suggested_unit_id or 0)
        objection.fallback_unit = units.get(objection.fallback_unit_id or 0)
        objection.given_to = units.get(objection.given_to_id or 0)
        found[objection.case_id].objections.append(objection)
    for extension in extensions:
        extension.assignment = sheets[extension.assignment_id]
        found[extension.case_id].extensions.append(extension)
    for pausing in pausings:
        found[pausing.case_id].pausings.append(pausing)
    return found


def dispute_facts(change: "CaseChange") -> DisputeFacts:
    """What the rules need to know of requests, for the person at work."""
    aggregate, requests = change.aggregate, change.aggregate.requests
    sheet = sheet_from_office(aggregate, working_units(change.by.scope))
    asked, pause, lead = requests.pause_asked, requests.pause, aggregate.lead
    return DisputeFacts(
        sheet=AssignmentState(sheet.state) if sheet else "",
        final=bool(sheet and sheet.final),
        objected=any(row.assignment is sheet for row in requests.objections),
        object_until=lambda: object_until(aggregate, sheet) if sheet else None,
        questions=tuple(_asked(row, change.by) for row in requests.questions),
        argued=tuple(_asked(row, change.by) for row in requests.questions if may_be_upheld(row)),
        extended=any(
            row.assignment is sheet and row.round == change.case.round
            for row in requests.extensions
        ),
        ask_until=lambda: ask_until(aggregate, sheet) if sheet else None,
        extensions=tuple(_asked(row, change.by) for row in requests.waiting),
        pauses=(
            (Asked(asked.asked_by, asked_by_own(asked.asked_by_id, lead, change.by)),)
            if asked
            else ()
        ),
        paused_until=change.case.paused_until,
        pause_reason=pause.reason if pause else "",
        merged_in=len(aggregate.merged_in),
        twins=lambda: twins_of(change.case).exists(),
        merged_from=change.case.merged_from,
        split_off=change.case.split_from_id is not None,
        against_taking_back=lambda: against_taking_back(change.case),
        in_topic=change.case.topic_id is not None,
    )


def twins_of(case: Case) -> QuerySet[Case]:
    """The firm's other cases under way in the same ledger: what it may be merged into."""
    if case.enterprise_id is None:
        return Case.objects.none()
    same = Case.objects.filter(enterprise=case.enterprise_id, office=case.office_id)
    return same.filter(state__in=OPEN_STATES, historical=False).exclude(pk=case.pk)


def against_taking_back(case: Case) -> str:
    """Why the case it was split off from can't have it back; nothing if it can."""
    first = case.split_from
    if first is None:
        return ""
    if first.office_id != case.office_id:
        return f"编号 {first.number} 已不在本级台账，不能并回"
    if first.state not in OPEN_STATES:
        return f"编号 {first.number} 为“{first.get_state_display()}”，不能并回"
    if case.confidential != first.confidential:
        return f"编号 {first.number} 与本件的保密设定不同，不能并回"
    return ""


def may_be_upheld(row: Objection) -> bool:
    """True while the unit that objected still holds the sheet."""
    return row.open and row.assignment.in_force


def sheet_from_office(aggregate: "CaseAggregate", units: frozenset[int]) -> Assignment | None:
    """The sheet the office issued to one of the units and that is in force, if any."""
    order = (AssignmentState.ISSUED, AssignmentState.SIGNED, AssignmentState.ANSWERED)
    own = [a for a in aggregate.sheets if a.unit_id in units and a.state in order]
    return min(own, key=lambda a: order.index(AssignmentState(a.state)), default=None)


def object_until(aggregate: "CaseAggregate", sheet: Assignment) -> datetime | None:
    """Until when a sheet may be objected to, by the scheme; None where it says nothing."""
    case, book = aggregate.case, aggregate.rulebook
    terms = book.terms_of(case)
    rule = terms.rule_for(ClockKind.MAY_OBJECT, tier=case.tier, kind=case.kind)
    if rule is None or rule.followed:
        return None
    days = book.calendar_of(case.office_id)
    return days.due(sheet.issued_at, rule.amount, rule.unit, counting=terms.counting)


def promised_clock(aggregate: "CaseAggregate", sheet: Assignment) -> Reading | None:
    """The running clock that promises the sheet's answer: what an extension lengthens."""
    running = [
        r
        for r in aggregate.readings
        if r.stopped_at is None
        and (
            (r.clock in EXTENDED and r.sheet == sheet.sheet)
            or (r.clock == ClockKind.REDO and sheet is aggregate.lead)
        )
    ]
    return min(running, key=lambda r: r.due_at, default=None)


def ask_until(aggregate: "CaseAggregate", sheet: Assignment) -> datetime | None:
    """By when an extension has to be asked: so long before the sheet is due."""
    reading, case, book = promised_clock(aggregate, sheet), aggregate.case, aggregate.rulebook
    if reading is None or reading.due_at >= FAR:
        return None
    rule = book.terms_of(case).rule_for(ClockKind.ASK_AHEAD, tier=case.tier, kind=case.kind)
    if rule is None or rule.followed:
        return reading.due_at
    return book.calendar_of(case.office_id).before(reading.due_at, rule.amount, rule.unit)


def _asked(row: Objection | Extension, by: Person) -> Asked:
    return Asked(str(row.assignment.unit), asked_by_own(row.asked_by_id, row.assignment, by))


def asked_by_own(asked_by_id: int, sheet: Assignment | None, by: Person) -> bool:
    """True if the person asked it, or is of the unit that did: four eyes are not two."""
    own = by.scope.belongs | by.scope.own.units()
    return asked_by_id == by.actor.user_id or (sheet is not None and sheet.unit_id in own)


def decided(change: "CaseChange", row: Objection | Extension, reason: str) -> None:
    """Who decided on it when, and why."""
    row.decision = reason
    row.decided_at, row.decided_by = change.now, change.by.actor.name
    change.touch(row)


def end_requests(
    change: "CaseChange", verb: Verb, sheets: Sequence[Assignment], ended: Sequence[Assignment]
) -> None:
    """End what was asked about sheets that a verb ends, or about a case it closes.

    Called by `happen` before it logs, so that the event shows it.
    """
    everything = verb in END_ALL | END_SHEETS
    # Who answers has taken the sheet as its own; there is nothing left to decide about it.
    over = [*ended, *(sheets if verb in ANSWERS else ())]
    for row in change.aggregate.requests.questions:
        # A consultation is about the case, not about the sheet it began with.
        argued = row.outcome == Objection.Outcome.WAITING
        if everything or (argued and row.assignment in over):
            row.outcome = OBJECTION.move(
                Objection.Outcome(row.outcome), verb, Objection.Outcome.LAPSED
            )
            row.decided_at = change.now
            change.touch(row)
            end_contest(change, row)
    change.case.disputed = bool(change.aggregate.requests.questions)
    for waiting in change.aggregate.requests.waiting:
        if everything or waiting.assignment in over:
            waiting.outcome = EXTENSION.move(Extension.Outcome(waiting.outcome), verb)
            waiting.decided_at = change.now
            change.touch(waiting)
    if everything or any(lead_role(sheet) for sheet in over):
        _settle_pauses(change, verb)


def _settle_pauses(change: "CaseChange", verb: Verb) -> None:
    """Out of the lead's hands: what was asked is moot, what stood still goes on."""
    requests = change.aggregate.requests
    if asked := requests.pause_asked:
        asked.outcome = PAUSE.move(Pausing.Outcome(asked.outcome), verb)
        asked.decided_at = change.now
        change.touch(asked)
    if pause := requests.pause:
        end_pause(change, pause, verb, str(verb.label))


def end_pause(change: "CaseChange", pause: Pausing, verb: Verb, reason: str) -> None:
    """The interval ends now."""
    pause.outcome = PAUSE.move(Pausing.Outcome(pause.outcome), verb)
    pause.resumed_at = change.now
    pause.resumed_by, pause.resume_reason = change.by.actor.name, reason
    change.case.paused_until = None
    change.touch(pause)


def end_contest(change: "CaseChange", row: Objection) -> None:
    """The unit that argued reads no longer as a party to the consultation."""
    sheet = row.assignment
    if sheet.contested:
        sheet.contested = False
        change.touch(sheet)
        change.uninvolve(sheet.unit_id, InvolvementRole.PARTY)


def lead_role(sheet: Assignment) -> bool:
    """True for the lead's sheet."""
    return sheet.role == AssignmentRole.LEAD
