"""The timeline of a case: its events read into moments, cut to what a reader may know."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from zhuqi.foundation.access import ActorKind
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.models import ErasableValue, Event
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import CaseAggregate
from zhuqi.ledgers.cases.clocks import ASKED_MORE, Reading
from zhuqi.ledgers.cases.enums import (
    VERBS,
    AssignmentRole,
    CaseRole,
    ClockKind,
    Disposition,
    Satisfaction,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.instructions.reading import InstructionView, instruction_view
from zhuqi.ledgers.cases.models import Answer, Case, Entry, Rating, RecusalKind
from zhuqi.ledgers.cases.reading.fields import Field, outside
from zhuqi.ledgers.cases.reading.moments import (
    Answered,
    Bundled,
    CallAgain,
    CameIn,
    Covered,
    Details,
    Disclosed,
    HandedOver,
    HandedToOrgan,
    Instructed,
    Merged,
    Moment,
    MoreTime,
    Moved,
    Objected,
    PausedUntil,
    Rated,
    Recused,
    Refused,
    Sheet,
    Signature,
    Split,
    Started,
    Tagged,
)
from zhuqi.ledgers.cases.secrecy.redaction import HIDDEN_FIRM
from zhuqi.ledgers.cases.verbs import (
    ARGUED,
    CAME_IN,
    INSIDE,
    LEADERS_OWN,
    OF_RECUSAL,
    OF_SECRECY,
    SHOWN_REMARKS,
    UNSHOWN,
)

# Who reads what -----------------------------------------------------------------------------------

SHOWN_CLOCKS = frozenset(
    {
        ClockKind.ACCEPT,
        ClockKind.ISSUE,
        ClockKind.RESOLVE,
        ClockKind.REDO,
        ClockKind.RATING,
        ClockKind.CONCLUDE,
        ClockKind.CARRY,
        ClockKind.PAUSE,
    }
)
PURPOSES = {Verb.INSTRUCT: "instruction", Verb.REPORT_ON: "report"}


def moments_of(
    aggregate: CaseAggregate,
    readings: Iterable[Reading],
    files: Sequence[Attachment],
    fields_: frozenset[Field],
    case_roles: frozenset[CaseRole],
    *,
    user_id: int,
) -> list[Moment]:
    """The timeline, oldest first, cut to what a person of these roles and fields may read.

    `files` are cut to them already; `readings` are all runs of the aggregate's clocks.
    """
    teller = _Teller(aggregate, readings, files, fields_, user_id)
    told = teller.notify()
    return [_for_outside(moment) for moment in told] if outside(case_roles) else list(told)


def _for_outside(moment: Moment) -> Moment:
    """Inner clocks are no promise to the firm, and officials' remarks are not written for it."""
    told = moment.verb in SHOWN_REMARKS
    return replace(
        moment,
        details=moment.details if told else None,
        reason=moment.reason if told and moment.verb not in ARGUED else "",
        started=tuple(one for one in moment.started if one.clock in SHOWN_CLOCKS),
    )


@dataclass(slots=True)
class _Past:
    """What the events so far have said, for those that lean on it."""

    office: int
    answers: int = 0
    ground: str = ""
    where_to_go: str = ""

    def note(self, verb: Verb, facts: Mapping[str, Any]) -> None:
        """Go on to the next event."""
        changes = facts.get("changes", {})
        if verb == Verb.ANSWER:
            self.answers = facts.get("answer", self.answers)
        self.office = changes.get("office_id", (0, self.office))[1]
        self.ground = changes.get("refusal_ground", ("", self.ground))[1]
        self.where_to_go = changes.get("where_to_go", ("", self.where_to_go))[1]


@dataclass(slots=True)
class _Said:
    """What an event says, before it is redacted for the reader."""

    text: str = ""
    purpose: str = ""
    details: Details | None = None
    inside: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _Teller:
    """Reads the events of one case for one person."""

    aggregate: CaseAggregate
    readings: Iterable[Reading]
    files: Sequence[Attachment]
    fields: frozenset[Field]
    user_id: int
    units: dict[int, Unit] = field(init=False)
    entries: dict[int, Entry] = field(init=False)
    ratings: dict[int, Rating] = field(init=False)
    words: dict[int, InstructionView] = field(init=False)
    past: _Past = field(init=False)

    def __post_init__(self) -> None:
        case = self.aggregate.case
        self.units = {a.sheet: a.unit for a in self.aggregate.assignments}
        self.entries = {entry.ordinal: entry for entry in self.aggregate.entries}
        self.ratings = {rating.round: rating for rating in self.aggregate.ratings}
        self.words = {
            row.ordinal: instruction_view(row, self.fields, self.user_id)
            for row in self.aggregate.instructions
        }
        self.past = _Past(case.office_id)

    def notify(self) -> Iterator[Moment]:
        case = self.aggregate.case
        names = _names(case)
        started = self._started()
        by_purpose: dict[str, list[Attachment]] = defaultdict(list)
        for file in self.files:
            by_purpose[file.purpose].append(file)
        place = 0
        for event in self.aggregate.past:
            if event.kind not in VERBS:
                continue
            place += 1
            verb, facts = Verb(event.kind), event.facts
            self.past.note(verb, facts)
            if not _shown(verb, self.fields):
                continue
            said = self._said(verb, facts)
            if said.inside and not self.fields & {Field.ANSWERS_IN_REVIEW, Field.OPINIONS}:
                continue
            before, after = facts.get("changes", {}).get("state", ("", ""))
            yield Moment(
                seq=event.seq,
                at=event.occurred_at,
                verb=verb,
                by=Signature() if said.hidden else _signature(case, event, names),
                text=self._redact(said.text),
                reason=self._redact(str(facts.get("reason") or "")),
                details=self._redacted(said.details),
                files=tuple(by_purpose.get(said.purpose, ())),
                inside=said.inside,
                sheets=tuple(self._sheets(facts)),
                office=self.past.office,
                before=State(before) if before else "",
                after=State(after) if after else "",
                started=tuple(started.get(place, ())),
            )

    def _started(self) -> dict[int, list[Started]]:
        """Which clocks each event began, by its place among the case's own events."""
        found: dict[int, list[Started]] = defaultdict(list)
        for reading in self.readings:
            if row := self.aggregate.clocks.get(reading.key):
                found[reading.begun].append(Started(reading.clock, row.due_at))
        return found

    def _sheets(self, facts: Mapping[str, Any]) -> Iterator[Sheet]:
        redaction = self.aggregate.case.redaction
        for number, role in () if redaction and redaction.shut else facts.get("sheets", ()):
            if role in AssignmentRole.values and number in self.units:
                unit = self.units[number]
                yield Sheet(number, AssignmentRole(role), unit.name, unit.pk)

    def _redact(self, text: str) -> str:
        redaction = self.aggregate.case.redaction
        return redaction.over(text) if redaction else text

    def _redacted(self, details: Details | None) -> Details | None:
        """What officials wrote may name the firm too; of a sealed case nothing at all is told.

        Numbers of transfer sheets and receipts tell nothing of what was handed over.
        """
        redaction = self.aggregate.case.redaction
        if details is None or isinstance(details, HandedToOrgan) or redaction is None:
            return details
        if redaction.shut:
            unnamed = isinstance(details, Instructed) and not details.named
            return Instructed(named=False, leader="", requirement="") if unnamed else None
        redacted: dict[str, Any] = {}
        for column in fields(details):
            value = getattr(details, column.name)
            if type(value) is str:  # an enum's member is a word of ours
                redacted[column.name] = redaction.over(value)
            elif isinstance(value, tuple):
                redacted[column.name] = tuple(redaction.over(one) for one in value)
        return replace(details, **redacted)

    def _said(self, verb: Verb, facts: Mapping[str, Any]) -> _Said:
        inside = verb in INSIDE or verb in OF_RECUSAL
        if "entry" in facts:
            ordinal = facts["entry"]
            split = _split(self, facts) if verb == Verb.SPLIT else None
            return _Said(self.entries[ordinal].text, f"entry:{ordinal}", split, inside)
        if verb == Verb.ANSWER:
            return self._answered(facts)
        if verb in {Verb.RATE, Verb.RATE_BY_PHONE} and facts["round"] in self.ratings:
            rating = self.ratings[facts["round"]]
            rated = Rated(
                Verdict(rating.verdict), Satisfaction(rating.satisfaction), self._rated_answer()
            )
            return _Said(rating.comment, verb.value, rated)
        if "instruction" in facts:
            return self._instructed(verb, facts["instruction"])
        details = _DETAILS[verb](self, facts) if verb in _DETAILS else None
        return _Said("", verb.value, details, inside)

    def _answered(self, facts: Mapping[str, Any]) -> _Said:
        number = facts["answer"]
        answer = self.aggregate.answers[number - 1]
        details = Answered(number, Disposition(answer.disposition), answer.signed_by)
        inside = answer.status != Answer.Status.APPROVED
        return _Said(answer.text, f"answer:{number}", details, inside)

    def _rated_answer(self) -> Disposition | str:
        """What the answer claimed that lay before the firm then: the last one let through."""
        given = self.aggregate.answers[: self.past.answers]
        approved = [a.disposition for a in given if a.status == Answer.Status.APPROVED]
        return Disposition(approved[-1]) if approved else ""

    def _instructed(self, verb: Verb, ordinal: int) -> _Said:
        told = self.words[ordinal]
        purpose = f"{PURPOSES.get(verb, verb.value)}:{ordinal}"
        hidden = verb in LEADERS_OWN and not told.named
        if verb != Verb.INSTRUCT:
            text = told.report if verb == Verb.REPORT_ON else told.remark
            return _Said(text, purpose, None, verb in INSIDE, hidden)
        details = Instructed(told.named, told.leader, told.requirement)
        return _Said(told.text, purpose, details, verb in INSIDE, hidden)

    def unit_of(self, unit_id: int | None) -> str:
        """The name of a unit that an objection was about."""
        named = {
            unit.pk: unit.name
            for row in self.aggregate.requests.objections
            for unit in (row.suggested_unit, row.fallback_unit, row.given_to)
            if unit is not None
        }
        return named.get(unit_id or 0, "")

    def more_time(self, facts: Mapping[str, Any], amount: str) -> MoreTime:
        """By the fact of that name, on the sheet it was asked for."""
        whose = next((n for n, role in facts.get("sheets", ()) if role == ASKED_MORE), 0)
        unit = self.units.get(whose)
        return MoreTime(facts[amount], facts["unit"], unit.name if unit else "")

    def refused(self, _facts: Mapping[str, Any]) -> Refused:
        """The ground and the place as they were named then; both may have changed since."""
        return Refused(self.past.ground, self.past.where_to_go)


def _recused(_teller: _Teller, facts: Mapping[str, Any]) -> Recused:
    return Recused(facts["who"], RecusalKind(facts["kind"]))


def _moved(teller: _Teller, facts: Mapping[str, Any]) -> Moved:
    return Moved(teller.unit_of(facts["unit"]))


def _paused(_teller: _Teller, facts: Mapping[str, Any]) -> PausedUntil:
    return PausedUntil(date.fromisoformat(facts["until"]))


def _call_again(_teller: _Teller, facts: Mapping[str, Any]) -> CallAgain:
    tries = facts["changes"]["call_tries"][1]
    return CallAgain(tries, datetime.fromisoformat(facts["due"]))


def _merged(_teller: _Teller, facts: Mapping[str, Any]) -> Merged:
    return Merged(facts["into"])


def _split(_teller: _Teller, facts: Mapping[str, Any]) -> Split:
    return Split(facts["second"] if "second" in facts else facts["first"])


def without_number(moment: Moment, named: Collection[str]) -> Moment:
    """The moment, without the number of a case split off that may not be named."""
    details = moment.details
    if not isinstance(details, Split) or details.number in named:
        return moment
    return replace(moment, details=Split(""))


def _came_in(_teller: _Teller, facts: Mapping[str, Any]) -> CameIn:
    return CameIn(bool(facts.get("changes", {}).get("confidential", (False, False))[1]))


def _tagged(_teller: _Teller, facts: Mapping[str, Any]) -> Tagged:
    before, after = facts["tags"]
    return Tagged(
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
    )


_DETAILS: dict[Verb, Callable[[_Teller, Mapping[str, Any]], Details]] = {
    **dict.fromkeys(OF_RECUSAL - {Verb.COVER}, _recused),
    Verb.COVER: lambda _teller, facts: Covered(facts["covered"], facts["uncovered"]),
    Verb.OBJECT: lambda teller, facts: Objected(teller.unit_of(facts["suggested"])),
    Verb.REASSIGN: _moved,
    Verb.CONSULT: _moved,
    Verb.ASK_EXTENSION: lambda teller, facts: teller.more_time(facts, "amount"),
    Verb.GRANT_EXTENSION: lambda teller, facts: teller.more_time(facts, "extra"),
    Verb.ASK_PAUSE: _paused,
    Verb.PAUSE: _paused,
    Verb.CALL_AGAIN: _call_again,
    Verb.MERGE: _merged,
    Verb.UNMERGE: _merged,
    Verb.SPLIT_OFF: _split,
    Verb.UNSPLIT: _merged,
    Verb.END_WITH_MAIN: _merged,
    Verb.GO_ON_WITH_MAIN: _merged,
    Verb.BUNDLE: lambda _teller, facts: Bundled(facts["title"]),
    Verb.HAND_OVER: lambda _teller, facts: HandedOver(facts["from"], facts["to"]),
    Verb.DECLINE: _Teller.refused,
    Verb.TERMINATE: _Teller.refused,
    Verb.TRANSFER: lambda _teller, facts: HandedToOrgan(facts["number"], organ=facts["organ"]),
    Verb.RECEIPT: lambda _teller, facts: HandedToOrgan(facts["number"], receipt=facts["receipt"]),
    Verb.PACK: lambda _teller, facts: HandedToOrgan(facts["number"]),
    Verb.DISCLOSE: lambda _teller, facts: Disclosed(tuple(facts["names"])),
    Verb.TAG: _tagged,
    Verb.UNTAG: _tagged,
    Verb.SUBMIT: _came_in,
    Verb.REGISTER: _came_in,
}


def _shown(verb: Verb, fields_: frozenset[Field]) -> bool:
    if verb in OF_RECUSAL:
        return Field.RECUSALS in fields_
    if verb in OF_SECRECY:
        return Field.FIRM in fields_
    return verb not in UNSHOWN


def _signature(case: Case, event: Event, names: Mapping[int, str]) -> Signature:
    """Who did it; a hidden firm's people have no name, for the firm itself they have."""
    if case.redaction is not None and (event.actor_kind == ActorKind.FIRM or event.kind in CAME_IN):
        return Signature(unit=HIDDEN_FIRM)
    kind = ActorKind(event.actor_kind)
    if event.pk in names:
        return Signature(kind, event.actor_id, case.firm_name, names[event.pk])
    return Signature(kind, event.actor_id, event.actor_unit, event.who)


def _names(case: Case) -> dict[int, str]:
    """Who of the firm did what, by event: beside the log of a confidential case, not in it."""
    if not case.confidential or case.redaction is not None:
        return {}
    values = ErasableValue.objects.filter(
        event__object_type=OBJECT, event__object_id=case.pk, name="actor", value__isnull=False
    )
    return {pk: name or "" for pk, name in values.values_list("event_id", "value")}
