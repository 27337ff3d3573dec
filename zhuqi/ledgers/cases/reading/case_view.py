"""One case as a page shows it: timeline, clocks with their explanation, what can be done now."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.absences import Away, away_on
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.changes import Part, ReadTogether, locked, present
from zhuqi.foundation.directory.item_names import path_then
from zhuqi.foundation.directory.models import Item, ItemName, Official, Tag, Unit
from zhuqi.foundation.directory.queries import (
    calendar,
    calendars,
    liaison_officials,
    phones_revealed,
)
from zhuqi.foundation.workdays import (
    CIVIL_CODE,
    LATE,
    Calendar,
    ExplanationLine,
    ExplanationPart,
    in_shanghai,
)
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.foundation.workdays import remaining as distance
from zhuqi.ledgers.cases.actions.store import CASES, OBJECT, load, save
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange
from zhuqi.ledgers.cases.clocks import FAR, Reading, counted_as, extended_by, measured
from zhuqi.ledgers.cases.enums import (
    FIRM_CLOCKS,
    AssignmentState,
    CaseRole,
    ClockKind,
    Light,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.instructions.reading import InstructionRow, rows_of
from zhuqi.ledgers.cases.models import (
    Answer,
    Assignment,
    Case,
    Channel,
    Clock,
    Note,
    Recusal,
    RecusalKind,
    Scheme,
    SchemeVersion,
)
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.ledgers.cases.queries import light_of
from zhuqi.ledgers.cases.reading.fields import WRITES_NOTES, Field, outside, visible_fields
from zhuqi.ledgers.cases.reading.file_access import readable, with_merged
from zhuqi.ledgers.cases.reading.moments import SHOWN_CLOCKS, Moment, moments_of
from zhuqi.ledgers.cases.reading.officers import Officer, liaison_among, officer_of
from zhuqi.ledgers.cases.rules import Offer, offers
from zhuqi.ledgers.cases.secrecy.models import redact, redactions_of
from zhuqi.ledgers.cases.secrecy.redaction import Redaction


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A run of a clock: whose, until when, how it stands, and why until then.

    `late` is true for a run that ended late or runs late; `remaining` is Chinese, empty if ended.
    """

    clock: ClockKind
    owner: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    light: Light
    late: bool
    remaining: str
    explanation: tuple[ExplanationLine, ...]
    provisional: bool


class Ahead(StrEnum):
    """What comes next with a case; how it is said is for the ways in."""

    DECISION = "decision"
    UNIT = "unit"
    HANDLING = "handling"
    ANSWER = "answer"
    REVIEW = "review"
    RATING = "rating"
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


class CaseView:
    """Everything the page of one case needs, already cut to what the person may see.

    Built of an aggregate, at a moment; each part is made when it is first asked for, so that a form
    pays for no timeline. The aggregate must not be saved any more once verbs have been refused.
    """

    def __init__(self, aggregate: CaseAggregate, person: Person, now: datetime) -> None:
        self.aggregate = _redacted(aggregate, person)
        self.case = self.aggregate.case
        self.person = person
        self.now = now
        self.change = CaseChange(self.aggregate, person, now)
        self.case_roles = self.change.case_roles

    @cached_property
    def fields(self) -> frozenset[Field]:
        """What of the row the person may read."""
        case = self.case
        fields = visible_fields(
            self.case_roles, confidential=case.confidential, told=case.redaction is None
        )
        masked = Field.PHONES not in fields and case.redaction is None
        if masked and phones_revealed(OBJECT, case.pk, self._user_id, self.now):
            fields |= {Field.PHONES}
        return fields

    @property
    def _user_id(self) -> int:
        return self.person.scope.user_id

    @cached_property
    def offers(self) -> list[Offer]:
        """Every verb the person may ever do here, with the reason where not now."""
        return list(offers(self.change.facts))

    def offer(self, verb: Verb) -> Offer | None:
        """What is offered of one verb; asks no more than that verb needs."""
        return next((offer for offer in offers(self.change.facts) if offer.verb == verb), None)

    @cached_property
    def moments(self) -> list[Moment]:
        """The timeline."""
        return moments_of(
            self.aggregate,
            self.aggregate.readings,
            self.files,
            self.fields,
            self.case_roles,
            user_id=self._user_id,
        )

    @cached_property
    def clocks(self) -> list[ClockRow]:
        """Every run of every clock the person is told of."""
        return [
            line
            for line in _clock_lines(self.aggregate, self.now)
            if _is_told(line, self.case_roles)
        ]

    @property
    def assignments(self) -> list[Assignment]:
        """All sheets, by number."""
        return self.aggregate.assignments

    @cached_property
    def answers(self) -> list[Answer]:
        """Answers the person may read."""
        return _answers(self.aggregate, self.fields)

    @cached_property
    def _shown(self) -> "Shown":
        """What only a page shows, in one statement."""
        return _read_shown(self.case, self.person)

    @property
    def channel(self) -> Channel | None:
        """How it came in; None for one that is no more."""
        return self._shown.channel

    @property
    def tags(self) -> list[Tag]:
        """Its tags, in their order; none for who follows it from outside."""
        return [] if self.outside else self._shown.tags

    @property
    def item(self) -> list[Item]:
        """The item with what it belonged to when the office chose it, from above; empty before it
        is accepted."""
        return self._shown.item

    @property
    def item_now(self) -> list[Item]:
        """The same as it is called today."""
        return self._shown.item_now

    @property
    def scheme(self) -> str:
        """The edition its clocks go by; "" where it has none."""
        return self._shown.scheme

    @cached_property
    def notes(self) -> list[Note]:
        """Notes of one's own unit or office, of nobody else's."""
        if Field.NOTES not in self.fields:
            return []
        redaction = self.case.redaction
        for note in self._shown.notes if redaction else ():
            note.text = redaction.over(note.text) if redaction else note.text
        return self._shown.notes

    @cached_property
    def files(self) -> list[Attachment]:
        """Files the person may open."""
        return readable(
            self.case,
            with_merged(self.case, self._shown.files, self.aggregate.past),
            self.aggregate.instructions,
            fields=self.fields,
            user_id=self._user_id,
        )

    @cached_property
    def words(self) -> list[InstructionRow]:
        """Instructions as this person may read them."""
        aggregate = self.aggregate
        return rows_of(
            aggregate.instructions, aggregate.clocks, self.files, self.fields, self._user_id
        )

    @cached_property
    def liaisons(self) -> list[Official]:
        """The officials who look after the firm today."""
        enterprise = self.case.enterprise
        return liaison_officials(enterprise, self._today) if enterprise else []

    @property
    def liaison(self) -> Officer | None:
        """The firm's 助企干部; nobody for a confidential case, of which they know nothing."""
        return None if self.case.confidential else liaison_among(self.liaisons)

    @property
    def _today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def away(self) -> Away | None:
        """Where the handler is away today: until when, and who stands in."""
        return away_on([self.case.handler], self._today).get(self.case.handler)

    @property
    def officer(self) -> Officer:
        """Who answers for the case now."""
        return officer_of(self.case, self.liaison, self.away)

    @cached_property
    def next_step(self) -> NextStep:
        """What happens next, for the firm."""
        pause = self.aggregate.requests.pause
        return promise_of(self.case, self.aggregate.clocks.values(), pause.reason if pause else "")

    @cached_property
    def recusals(self) -> list[Recusal]:
        """Who keeps away, for whoever may know."""
        told = self.aggregate.recusals and Field.RECUSALS in self.fields
        return _recusals(self.case) if told else []

    @cached_property
    def told(self) -> list[Unit]:
        """Units that have been told the firm's name, for whoever knows it."""
        told = self.case.confidential and Field.FIRM in self.fields
        return _disclosed_to(self.case) if told else []

    @property
    def complained_away(self) -> bool:
        """True if a unit complained of keeps away from the case."""
        return any(
            row.in_force and row.kind == RecusalKind.COMPLAINED_OF
            for row in self.aggregate.recusals
        )

    @cached_property
    def redacted_for_units(self) -> Redaction | None:
        """What hides the firm from those who may not know it, for whoever judges that."""
        judged = self.case.confidential and self.case.redaction is None
        return redactions_of([self.case])[self.case.pk] if judged else None

    @property
    def outside(self) -> bool:
        """True if the person follows the case as its firm or its chamber does."""
        return outside(self.case_roles)

    @property
    def deemed_received(self) -> list[Assignment]:
        """Sheets unsigned past their limit: 视同签收, read off the clocks, no event."""
        over = {
            key[1]
            for key, clock in self.aggregate.clocks.items()
            if clock.clock == ClockKind.SIGN
            and clock.stopped_at is None
            and clock.due_at <= self.now
        }
        return [
            a for a in self.assignments if a.state == AssignmentState.ISSUED and a.sheet in over
        ]


def case_file(person: Person, case: int | str, now: datetime | None = None) -> CaseView | None:
    """The case (by id, or by number) as the person may see it, or None where they may not.

    In a fixed number of queries.
    """
    moment = now or timezone.now()
    row = _seen(person, case).select_related("region", "enterprise").order_by().first()
    return CaseView(load([row])[0], person, moment) if row else None


def _seen(person: Person, case: int | str) -> CaseQuerySet:
    named = {"number": case} if isinstance(case, str) else {"pk": case}
    return Case.objects.visible_to(person.scope).filter(**named)


@contextmanager
def case_at_hand(
    person: Person, case: int | str, *, also: Iterable[int] = (), now: datetime | None = None
) -> Iterator[tuple[CaseChange, CaseView]]:
    """The case for a verb and for its page, loaded once: locked, if the person may see it.

    Case.DoesNotExist where they may not. What the verb changed is written at the end, in the same
    transaction; whatever it raises undoes everything, and the file is then still the page of
    before if nothing had been altered yet (`untouched`). `also` as in `open_case`; they are not
    judged by what the person may see.
    """
    with transaction.atomic():
        seen = _seen(person, case).order_by().values("pk")
        wanted, others = Q(pk__in=seen) | Q(merged_into__in=seen), set(also)
        rows = Case.objects.filter(wanted | Q(pk__in=others) if others else wanted)
        found = locked(CASES, rows.select_related("region", "enterprise"))
        main = next((d for d in found.values() if case in {d.case.pk, d.case.number}), None)
        if main is None:
            raise Case.DoesNotExist
        del found[main.case.pk]
        change = CaseChange(main, person, now or present(main.past), found)
        yield change, CaseView(main, person, change.now)
        save([main, *(other for other in found.values() if other.logged)])


def _redacted(aggregate: CaseAggregate, person: Person) -> CaseAggregate:
    """The aggregate as the person may read it: itself, or a copy without what tells the firm.

    A copy, because a row from which something is taken can't be saved.
    """
    case = aggregate.case
    if case.redaction is None and (case.confidential or case.sealed):
        case = copy(case)
        redact([case], person.scope)
        if case.redaction is not None or case.sealed:
            shared = (aggregate.rulebook, aggregate.units)
            aggregate = deepcopy(aggregate, {id(each): each for each in shared})
            aggregate.case = case
    _redact_view(case, aggregate, aggregate.assignments)
    return aggregate


# What people write into instructions and requests.
WRITTEN = (
    "text",
    "requirement",
    "report",
    "read_remark",
    "reason",
    "decision",
    "resume_reason",
    "return_reason",
)


def _redact_view(case: Case, aggregate: CaseAggregate, assignments: Iterable[Assignment]) -> None:
    """What officials wrote may name the firm too: the same words go from it, in memory."""
    if case.redaction is None:
        return
    for sheet in assignments:
        sheet.requirement = case.redaction.over(sheet.requirement)
    for answer in aggregate.answers:
        answer.text = case.redaction.over(answer.text)
        answer.return_reason = case.redaction.over(answer.return_reason)
    asked = aggregate.requests
    for row in (
        *aggregate.instructions, *aggregate.escalations, *aggregate.drafts,
        *asked.objections, *asked.extensions, *asked.pausings,
    ):  # fmt: skip
        for name in WRITTEN:
            if hasattr(row, name):
                setattr(row, name, case.redaction.over(getattr(row, name)))


def _recusals(case: Case) -> list[Recusal]:
    return list(case.recusals.filter(lifted_at=None).select_related("unit", "user"))


def _disclosed_to(case: Case) -> list[Unit]:
    return [row.unit for row in case.disclosures.select_related("unit")]


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
    if case.state == State.MERGED and case.closed_at:
        return Ahead.CLOSED_WITH_MAIN, None
    return _AHEAD[State(case.state)]


def _answers(aggregate: CaseAggregate, fields: frozenset[Field]) -> list[Answer]:
    if Field.ANSWERS_IN_REVIEW in fields:
        return aggregate.answers
    return [a for a in aggregate.answers if a.status == Answer.Status.APPROVED]


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows beside a case that no verb needs."""

    files: list[Attachment]
    notes: list[Note]
    channel: Channel | None
    tags: list[Tag]
    item: list[Item]
    item_now: list[Item]
    scheme: str


def _shown_parts(case: int, own: Collection[int], item: int, version: int) -> tuple[Part, ...]:
    items, versions = Item.objects.filter(pk=item), SchemeVersion.objects.filter(pk=version)
    former = ItemName.objects.filter(item=item)
    headings = Q(pk__in=items.values("parent")) | Q(pk__in=former.values("parent"))
    return (
        Attachment.objects.filter(
            Q(object_id=case)
            | Q(object_id__in=Case.objects.filter(merged_into=case).order_by().values("pk")),
            object_type=OBJECT,
            removed_at__isnull=True,
        ),
        Note.objects.filter(case=case, unit__in=own),
        Channel.objects.filter(code__in=Case.objects.filter(pk=case).values("channel")),
        Tag.objects.filter(pk__in=Case.tags.through.objects.filter(case=case).values("tag")),
        Item.objects.filter(Q(pk=item) | headings),
        ItemName.objects.filter(Q(item=item) | Q(item__in=Item.objects.filter(headings))),
        versions,
        Scheme.objects.filter(pk__in=versions.values("scheme")),
        Unit.objects.filter(pk__in=own),
    )


_SHOWN = ReadTogether(_shown_parts)


def _read_shown(case: Case, person: Person) -> Shown:
    own = person.scope.units(*WRITES_NOTES)
    item_id, version_id = case.item_id or 0, case.scheme_version_id or 0
    files, notes, channels, tags, items, former, versions, schemes, writers = _SHOWN(
        case=case.pk, own=own, item=item_id, version=version_id
    )
    own_units = {unit.pk: unit for unit in writers}
    for note in notes:
        note.unit = own_units[note.unit_id]
    for version in versions:
        version.scheme = schemes[0]
    return Shown(
        files,
        notes,
        channels[0] if channels else None,
        sorted(tags, key=lambda tag: (tag.order, tag.pk)),
        *_items(items, former, case),
        str(versions[0]) if versions else "",
    )


def _items(items: list[Item], former: list[ItemName], case: Case) -> tuple[list[Item], list[Item]]:
    """The item's path as it was when the case was accepted, and as it is."""
    known = {item.pk: item for item in items}
    if (item := known.get(case.item_id or 0)) is None:
        return [], []
    return path_then(item, known, former, case.accepted_at), path_then(item, known, (), None)


def _is_told(line: ClockRow, case_roles: frozenset[CaseRole]) -> bool:
    """Inner clocks (signing, opinions, review …) are not promises to the firm."""
    return not outside(case_roles) or line.clock in SHOWN_CLOCKS


def _clock_lines(aggregate: CaseAggregate, now: datetime) -> Iterator[ClockRow]:
    owners = aggregate.units
    read = {reading.key: reading for reading in aggregate.readings}
    for clock in sorted(aggregate.clocks.values(), key=lambda c: (c.started_at, c.pk)):
        running = clock.stopped_at is None
        timed = running and not _is_over(clock, now)
        light = light_of(clock.due_at, clock.warn_at, now) if timed else Light.NONE
        owner = str(owners[clock.owner_id]) if clock.owner_id else "企业"
        reading = read.get((clock.clock, clock.sheet, clock.run))
        days = aggregate.rulebook.calendar_of(reading.office if reading else None)
        yield ClockRow(
            clock=ClockKind(clock.clock),
            owner=owner,
            started_at=clock.started_at,
            due_at=clock.due_at,
            stopped_at=clock.stopped_at,
            light=light,
            late=(clock.stopped_at or now) > clock.due_at and clock.clock not in FIRM_CLOCKS,
            remaining=_left(clock, now, days) if running else "",
            explanation=tuple(
                explain(
                    clock,
                    reading,
                    days,
                    partial(_former, aggregate, clock, reading.office if reading else None),
                )
            ),
            provisional=clock.provisional,
        )


# The firm owes nobody its word: its own time ends, and is never called late.
RATING_OVER = "评价期已满"


def _is_over(clock: Clock, now: datetime) -> bool:
    """True for the firm's own time once it has gone by."""
    return clock.clock in FIRM_CLOCKS and now >= clock.due_at


def _left(clock: Clock, now: datetime, days: Calendar) -> str:
    if _is_over(clock, now):
        return RATING_OVER
    return remaining(clock.due_at, now, days, unit=clock.unit)


def explain(
    clock: Clock, reading: Reading | None, days: Calendar, former: Callable[[], Calendar]
) -> list[ExplanationLine]:
    """Why the clock ends when it does, line by line; empty where a person set the date.

    What has stopped keeps the due time it was judged by: where the calendar has changed since, it
    is explained by the one of then (`former`).
    """
    if not clock.unit or clock.due_at >= FAR:
        return []
    own = TimeUnit(clock.unit)
    amount, unit = counted_as(clock.amount, own, clock.extra, clock.started_at)
    pauses, counting = (reading.pauses, reading.counting) if reading else ((), CIVIL_CODE)
    told = days.explain(clock.started_at, amount, unit, pauses, counting)
    changed = told.due != clock.due_at
    if changed:
        told = former().explain(clock.started_at, amount, unit, pauses, counting)
    lines = told.lines()
    if told.due != clock.due_at:
        # A calendar that is nowhere any more: the time itself is what was promised.
        until = in_shanghai(clock.due_at)
        lines = [line for line in lines if line.part in _ALWAYS]
        text = f"{until.year}年{until.month}月{until.day}日 {until:%H:%M}"
        lines.append(ExplanationLine(ExplanationPart.DUE, text))
    if changed:
        lines.append(ExplanationLine(ExplanationPart.NOTE, FORMER_CALENDAR))
    if clock.extra:
        extra = f"含批准延期 {measured(clock.extra, extended_by(0, own)[1])}"
        if unit is not own:
            extra = f"{measured(clock.amount, own)}，{extra}"
        lines.append(ExplanationLine(ExplanationPart.NOTE, extra))
    return lines


# What is said of a due time whatever the calendar was.
_ALWAYS = frozenset({ExplanationPart.START, ExplanationPart.TERM})
FORMER_CALENDAR = "按当时的日历计算，此后日历有调整"


def _former(aggregate: CaseAggregate, clock: Clock, office: int | None) -> Calendar:
    """The calendar in force when the clock was last judged: as its end was recorded; a running
    one's, when its case was last written."""
    judged = [
        event.recorded_at
        for event in aggregate.past
        if clock.stopped_at is None or event.occurred_at <= clock.stopped_at
    ]
    unit = aggregate.units.get(office or 0)
    return calendars(max(judged, default=clock.started_at)).of(unit.region.code if unit else "")


def remaining(
    due_at: datetime,
    now: datetime,
    days: Calendar | None = None,
    *,
    unit: TimeUnit | str = "",
    late: str = LATE,
) -> str:
    """How long until, or since, by `workdays.remaining`; paused clocks are said to be.

    `unit`: the clock's own; "" where a person named the day, which is told in working days.
    Lists pass the calendar, so that it is read once. `late`: how it begins where it is late.
    """
    if due_at >= FAR:
        return "已挂起，暂停计时"
    own = TimeUnit(unit) if unit else TimeUnit.WORKING_DAY
    return distance(days or calendar(), due_at, now, own).words(late)
