"""One case as a page shows it: timeline, clocks with their explanation, what can be done now."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.absences import Away, away_on
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.changes import Part, ReadTogether, locked, present
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.item_names import path_then
from zhuqi.foundation.directory.models import Item, ItemName, Official, Tag, Unit
from zhuqi.foundation.directory.queries import (
    liaison_officials,
    phones_revealed,
)
from zhuqi.ledgers.cases.actions.handling import assignable
from zhuqi.ledgers.cases.actions.store import CASES, OBJECT, load, save
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange
from zhuqi.ledgers.cases.enums import (
    AssignmentState,
    ClockKind,
    Verb,
)
from zhuqi.ledgers.cases.instructions.reading import InstructionRow, rows_of
from zhuqi.ledgers.cases.models import (
    Answer,
    Assignment,
    Case,
    Channel,
    Note,
    Recusal,
    RecusalKind,
    Scheme,
    SchemeVersion,
)
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.ledgers.cases.reading.clock_rows import ClockRow, clock_rows, is_told
from zhuqi.ledgers.cases.reading.fields import (
    KNOWING,
    WRITES_NOTES,
    Field,
    outside,
    visible_fields,
)
from zhuqi.ledgers.cases.reading.file_access import readable, with_merged
from zhuqi.ledgers.cases.reading.moments import Moment
from zhuqi.ledgers.cases.reading.next_steps import NextStep, promise_of
from zhuqi.ledgers.cases.reading.officers import Officer, liaison_among, officer_of
from zhuqi.ledgers.cases.reading.timeline import moments_of, without_number
from zhuqi.ledgers.cases.rules import Offer, offers
from zhuqi.ledgers.cases.secrecy.models import redact, redactions_of
from zhuqi.ledgers.cases.secrecy.redaction import Redaction

# What `assignable`, the headings and `Unit.find_words` read of each of some hundred units.
_ASSIGNABLE_BY = (
    "name", "short_name", "former_names", "initials", "kind", "level", "active",
    "region__code", "region__name",
)  # fmt: skip


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
        told = moments_of(
            self.aggregate,
            self.aggregate.readings,
            self.files,
            self.fields,
            self.case_roles,
            user_id=self._user_id,
        )
        named = {self.split_from, *self.split_off}
        return [without_number(moment, named) for moment in told]

    @cached_property
    def split_from(self) -> str:
        """The number of the case it was split off from; "" for none, and where naming it would
        tell whose one of the two is."""
        first = self.case.split_from
        return first.number if first and self._may_name(first.confidential) else ""

    @cached_property
    def split_off(self) -> list[str]:
        """The numbers of what was split off from it; the same is left out."""
        parted = self.aggregate.split_off
        return [number for number, hidden in parted.items() if self._may_name(hidden)]

    def _may_name(self, confidential: bool) -> bool:  # noqa: FBT001 (what the other case is)
        # Who works on both, and may not know the firm of one, reads it on the other.
        knows = bool(self.case_roles & KNOWING) and self.case.redaction is None
        return knows or confidential == self.case.confidential

    @cached_property
    def clocks(self) -> list[ClockRow]:
        """Every run of every clock the person is told of."""
        return [
            line for line in clock_rows(self.aggregate, self.now) if is_told(line, self.case_roles)
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
    def assignable_units(self) -> list[Unit]:
        """Units the case may be assigned to, with what they are found by; read once, whichever of
        a page's forms offer them."""
        listed = Unit.objects.exclude(kind=UnitKind.SECTION).select_related("region")
        named = Prefetch("items", Item.objects.only("name"))
        rows = listed.prefetch_related(named).only(*_ASSIGNABLE_BY)
        return [unit for unit in rows if assignable(unit, self.case)]

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
    # One row: whether it is within reach is less to ask than all that is.
    named = {"number": case} if isinstance(case, str) else {"pk": case}
    return Case.objects.filter(**named).within_reach(person.scope)


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
        pk = _seen(person, case).order_by().values_list("pk", flat=True).get()
        rows = Case.objects.filter(Q(pk__in={pk, *also}) | Q(merged_into=pk))
        found = locked(CASES, rows.select_related("region", "enterprise"))
        main = found.pop(pk)
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
