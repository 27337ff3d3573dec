"""What was handled before Zhuqi came: kept, read, corrected by its register, never counted in
rates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from zhuqi.foundation.access import NOTHING, Actor, ActorKind, NotNow, NotYours, Person
from zhuqi.foundation.changes import new_row, opened
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.foundation.typed import key
from zhuqi.ledgers.cases.actions.store import CASES, rulebook, save
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, Rulebook
from zhuqi.ledgers.cases.enums import InvolvementRole, State, Verb
from zhuqi.ledgers.cases.models import Case, Entry, Note

# Who is named where a register names nobody.
REGISTER = "原台账"
UNDATED = "原台账没有写明时间"
# Case columns a register tells of that may be corrected by it, with erasable ones apart.
_WORDS = (
    "title", "body", "wish", "firm_stated", "reporter_name", "reporter_phone", "handler_name",
    "handler_phone",
)  # fmt: skip
_FACTS = (
    "enterprise_id", "region_id", "kind", "tier", "nature", "sector", "item_id", "lead_unit_id",
    "disposition", "verdict", "satisfaction", "state", "submitted_at", "accepted_at",
    "assigned_at", "answered_at", "completed_at", "closed_at",
)  # fmt: skip
_PERSONAL = frozenset({"reporter_name", "reporter_phone"})


@dataclass(frozen=True, slots=True)
class PastCase:
    """A row of a register: what was asked, by whom, who answered what, and how it ended.

    `number`: the register's own, "" where it has none. `stated`: what it calls the lead unit,
    which need not be one of ours. `replied_at` is None where the reply has no date. `remarks`:
    what has no column here.
    """

    number: str
    title: str
    body: str
    submitted_at: datetime
    reporter_name: str = ""
    reply: str = ""
    replied_at: datetime | None = None
    wish: str = ""
    firm_stated: str = ""
    enterprise: Enterprise | None = None
    region_id: int | None = None
    reporter_phone: str = ""
    kind: str = ""
    tier: str = ""
    nature: str = ""
    sector: str = ""
    item_id: int | None = None
    lead: Unit | None = None
    stated: str = ""
    co: tuple[Unit, ...] = ()
    handler_name: str = ""
    handler_phone: str = ""
    accepted_at: datetime | None = None
    assigned_at: datetime | None = None
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    state: State = State.SUBMITTED
    disposition: str = ""
    verdict: str = ""
    satisfaction: str = ""
    progress: str = ""
    remarks: str = ""
    source_note: str = ""

    @property
    def answered(self) -> bool:
        """True if the register tells of a reply."""
        return bool(self.reply or self.replied_at)

    @property
    def answered_at(self) -> datetime | None:
        """When the reply came, where that is written."""
        return self.replied_at

    @property
    def enterprise_id(self) -> int | None:
        """Its file here."""
        return self.enterprise.pk if self.enterprise else None

    @property
    def lead_unit_id(self) -> int | None:
        """The lead unit, where it is one of ours."""
        return self.lead.pk if self.lead else None

    @property
    def writer(self) -> Actor:
        """Who wrote reply and progress: the unit of the register, never whoever imports it."""
        unit = str(self.lead) if self.lead else self.stated
        name, of = (self.handler_name, unit) if self.handler_name else (unit or REGISTER, "")
        return Actor(ActorKind.OFFICIAL, 0, name[:_SIGNED], of[:_SIGNED])


# As long as rows keep a signature; the whole name stands in the register's remarks.
_SIGNED = 40


def import_past(
    office: Unit,
    channel: str,
    past: Sequence[PastCase],
    *,
    by: Person,
    book: Rulebook | None = None,
    along: Callable[[Case, PastCase], models.Model] | None = None,
) -> list[Case | None]:
    """Import those not yet known by their foreign number, in the order given; None for a row that
    was. One transaction. `along` makes a row that is stored with each.

    No clocks run, no firm is required; what units wrote becomes events of their own time.

    NotYours for all but the office's own people.
    """
    refuse_others(office.pk, by)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)
        known = known_numbers(office, channel, [row.number for row in past])
        book = book or rulebook()
        made = [
            None if key(row.number) in known else _aggregate(office, channel, row, by, book)
            for row in past
        ]
        for aggregate, row in zip(made, past, strict=True):
            if aggregate and along:
                aggregate.new_rows.append(along(aggregate.case, row))
        save([aggregate for aggregate in made if aggregate], notify=False)
    return [aggregate.case if aggregate else None for aggregate in made]


def known_numbers(office: Unit, channel: str, numbers: Iterable[str]) -> set[str]:
    """The keys of those foreign numbers which the ledger has by that channel; "" is none."""
    asked = [key(number) for number in numbers if number]
    if not asked:
        return set()
    cases = Case.objects.filter(office=office, channel=channel, foreign_key__in=asked)
    return set(cases.order_by().values_list("foreign_key", flat=True))


def refuse_others(office_id: int, by: Person) -> None:
    """NotYours for all but the office's own people."""
    if office_id not in by.scope.offices:
        raise NotYours("只有本级活动办人员可以导入历史诉求")


def _aggregate(
    office: Unit, channel: str, row: PastCase, by: Person, book: Rulebook
) -> CaseAggregate:
    case = new_row(
        Case,
        office=office,
        level=office.level,
        region_id=row.region_id or office.region_id,
        enterprise=row.enterprise,
        channel=channel,
        foreign_number=row.number,
        item_id=row.item_id,
        lead_unit=row.lead,
        submitted_at=row.submitted_at,
        accepted_at=row.accepted_at,
        assigned_at=row.assigned_at,
        historical=True,
        source_note=row.source_note,
        **{name: getattr(row, name) for name in (*_WORDS, *_CHOSEN)},
    )
    aggregate = CaseAggregate(case, book)
    change = CaseChange(aggregate, by, row.submitted_at)
    change.involve(office, InvolvementRole.OFFICE)
    _involve_units(change, row)
    case.state = State.SUBMITTED if _ends_later(row) else row.state
    if not row.answered:
        case.disposition, case.completed_at = row.disposition, row.completed_at
    change.happen(None, Verb.IMPORT, erasable=_said(row, _WORDS))
    _write_down(aggregate, row)
    return aggregate


_CHOSEN = ("kind", "tier", "nature", "sector", "verdict", "satisfaction")


def _involve_units(change: CaseChange, row: PastCase) -> None:
    if row.lead and row.lead != change.case.office:
        change.involve(row.lead, InvolvementRole.LEAD)
    for unit in row.co:
        if unit not in {row.lead, change.case.office}:
            change.involve(unit, InvolvementRole.CO)


def _ends_later(row: PastCase) -> bool:
    """True if an event after the import tells how it ended."""
    return row.answered or row.state == State.STRUCK_OFF


def _said(row: PastCase, names: Iterable[str]) -> dict[str, str]:
    """Words that may have to be erased, beside the log."""
    return {name: value for name in names if (value := getattr(row, name))}


def _write_down(aggregate: CaseAggregate, row: PastCase) -> None:
    """What happened after the question, as far as the register tells."""
    case = aggregate.case
    last = max(filter(None, (row.submitted_at, row.accepted_at, row.assigned_at)))
    if row.progress:
        _enter(aggregate, row, Verb.PROGRESS, row.progress, last, dated=False)
    if row.answered:
        last = row.replied_at or max(filter(None, (last, row.completed_at, row.closed_at)))
        case.answered_at = row.replied_at
        case.completed_at = row.completed_at or row.replied_at
        case.disposition = row.disposition
        case.state = State.COMPLETED if row.state == State.STRUCK_OFF else row.state
        text = row.reply or "（原表没有答复内容）"
        _enter(aggregate, row, Verb.ANSWER, text, last, dated=row.replied_at is not None)
    if row.state == State.STRUCK_OFF:
        case.state, case.closed_at = State.STRUCK_OFF, row.closed_at
        change = _by_register(aggregate, row.closed_at or row.completed_at or last)
        change.happen(None, Verb.STRIKE_OFF, data=None if row.closed_at else _UNDATED)
    elif row.closed_at:
        case.closed_at = row.closed_at
    if row.remarks:
        _note(_by_register(aggregate, row.submitted_at), row.remarks)


_UNDATED: Mapping[str, Any] = {"reason": UNDATED}


def _by_register(aggregate: CaseAggregate, at: datetime) -> CaseChange:
    return CaseChange(aggregate, Person(Actor(ActorKind.OFFICIAL, 0, REGISTER), NOTHING), at)


def _enter(
    aggregate: CaseAggregate, row: PastCase, verb: Verb, text: str, at: datetime, *, dated: bool
) -> None:
    """A text of the unit's, signed by it; where the register gives no time the log says so."""
    change = CaseChange(aggregate, Person(row.writer, NOTHING), at)
    ordinal = change.enter(verb, text)
    data = {"entry": ordinal, **({} if dated else _UNDATED)}
    change.happen(None, verb, data=data, erasable={"text": text})


def _note(change: CaseChange, text: str) -> None:
    case = change.case
    change.aggregate.new_rows.append(
        new_row(Note, case=case, unit_id=case.office_id, text=text, at=change.now, by=REGISTER)
    )
    change.happen(None, Verb.NOTE, data={"unit": case.office_id}, erasable={"text": text})


# A register that has been corrected since ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """What a register says otherwise than when it was imported; values as they are stored."""

    name: str
    before: Any
    after: Any


@dataclass(slots=True)
class StoredPast:
    """An imported case with what its register wrote on it: the last text of each kind."""

    case: Case
    texts: dict[str, str] = field(default_factory=dict)

    def differences(self, row: PastCase) -> list[Difference]:
        """What the row says otherwise. What it is silent about is no difference, nor what was
        erased since because its time was up."""
        return [
            Difference(name, before, after)
            for name, before, after in self._pairs(row)
            if after not in {None, ""} and before != after
        ]

    def _pairs(self, row: PastCase) -> Iterable[tuple[str, Any, Any]]:
        case = self.case
        for name in (*_WORDS, *_FACTS):
            if name in _PERSONAL and case.reporter_cleared_at:
                continue
            if name == "state" and row.state == State.SUBMITTED:
                continue
            if name == "region_id" and row.region_id is None:
                continue
            yield name, getattr(case, name), self._wanted(row, name)
        for name in ("progress", "reply", "remarks"):
            yield name, self.texts.get(name, ""), getattr(row, name)

    def _wanted(self, row: PastCase, name: str) -> Any:
        if name == "completed_at" and row.answered:
            return row.completed_at or row.replied_at
        return getattr(row, name)


def stored_past(cases: Sequence[Case]) -> dict[int, StoredPast]:
    """Imported cases with their texts, by id; two queries for any number of them."""
    found = {case.pk: StoredPast(case) for case in cases}
    names = {Verb.PROGRESS.value: "progress", Verb.ANSWER.value: "reply"}
    entries = Entry.objects.filter(case__in=found, verb__in=names).order_by("ordinal")
    for case_id, verb, text in entries.values_list("case_id", "verb", "text"):
        found[case_id].texts[names[verb]] = text
    notes = Note.objects.filter(case__in=found, by=REGISTER).order_by("pk")
    for case_id, text in notes.values_list("case_id", "text"):
        found[case_id].texts["remarks"] = text
    return found


def correct_past(case_id: int, row: PastCase, *, by: Person) -> bool:
    """Take over what the register says now; False where it says nothing new. What stood there
    before stays in the log.

    NotYours for all but the office's own people; NotNow for a case that came in another way.
    """
    with opened(CASES, case_id) as (aggregate, _beside):
        case = aggregate.case
        refuse_others(case.office_id, by)
        if not case.historical:
            raise NotNow("这件不是从历史台账导入的，不能按台账更正")
        [stored] = stored_past([case]).values()
        found = {one.name: one.after for one in stored.differences(row)}
        if not found:
            return False
        for name in (*_WORDS, *_FACTS):
            if name in found:
                setattr(case, name, found[name])
        _follow_unit(aggregate, row, found)
        change = CaseChange(aggregate, by, row.submitted_at)
        change.happen(None, Verb.IMPORT, data={"again": True}, erasable=_said(row, found))
        at = row.replied_at or row.submitted_at
        if "progress" in found:
            _enter(aggregate, row, Verb.PROGRESS, row.progress, at, dated=False)
        if "reply" in found:
            dated = row.replied_at is not None
            _enter(aggregate, row, Verb.ANSWER, row.reply, at, dated=dated)
        if "remarks" in found:
            _note(_by_register(aggregate, row.submitted_at), row.remarks)
    return True


def _follow_unit(aggregate: CaseAggregate, row: PastCase, found: Mapping[str, Any]) -> None:
    change = CaseChange(aggregate, Person(row.writer, NOTHING), row.submitted_at)
    if "lead_unit_id" in found and row.lead:
        _involve_units(change, row)


def link_firm(case_ids: Sequence[int], enterprise: Enterprise, *, by: Person) -> int:
    """Imported cases of a firm that had no file when they came in; returns how many are linked.

    NotYours for all but the office's own people. Cases that have a file already stay with it.
    """
    linked = 0
    for case_id in sorted(case_ids):
        with opened(CASES, case_id) as (aggregate, _beside):
            case = aggregate.case
            refuse_others(case.office_id, by)
            if case.historical and case.enterprise_id is None:
                case.enterprise = enterprise
                change = CaseChange(aggregate, by, case.submitted_at)
                change.happen(None, Verb.IMPORT, data={"linked": enterprise.pk})
                linked += 1
    return linked
