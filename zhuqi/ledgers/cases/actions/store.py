"""Load and save aggregates: the only place that writes the ledger's rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.actions import attach
from zhuqi.foundation.audit.actions import insert_rows
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import (
    Noun,
    Part,
    Prepared,
    ReadTogether,
    opened,
    present,
    write_children,
)
from zhuqi.foundation.changes import save as save_all
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Region, Unit
from zhuqi.foundation.directory.queries import calendars
from zhuqi.foundation.typed import key
from zhuqi.ledgers.cases.actions.due import (
    note_moved_promises,
    save_clocks,
    set_due,
    set_last_event,
)
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, Rulebook, happening_of
from zhuqi.ledgers.cases.approval_schemes.rules import ApprovalRow
from zhuqi.ledgers.cases.clocks import Happening
from zhuqi.ledgers.cases.deadline_schemes.queries import APPROVALS, terms_of
from zhuqi.ledgers.cases.enums import VERBS, Verb
from zhuqi.ledgers.cases.models import (
    Answer,
    ApprovalVersion,
    Assignment,
    Case,
    CaseFact,
    CaseSeries,
    Clock,
    Cover,
    Draft,
    Entry,
    Escalation,
    Extension,
    Instruction,
    Involvement,
    LedgerScheme,
    Objection,
    OfficeApproval,
    Pausing,
    Rating,
    Recusal,
    SchemeVersion,
)
from zhuqi.ledgers.cases.notifications.texts import NOTIFICATIONS
from zhuqi.ledgers.cases.numbers import compose, series_year
from zhuqi.ledgers.cases.requests.actions.asking import requests_of

OBJECT = "case"
NOTIFY = "cases.tell"
STALE = "这件诉求刚刚被其他人更新过，您的内容没有丢失，请核对最新情况后再提交"


def rulebook() -> Rulebook:
    """The calendar in force and every scheme version."""
    return _rulebook(*_RULES())


def _rules() -> tuple[Part, ...]:
    return (
        SchemeVersion.objects.all(), OfficeApproval.objects.all(), ApprovalVersion.objects.all(),
        (Unit.objects.filter(kind=UnitKind.OFFICE), ("id", "region_id")),
        (Region.objects.filter(units__kind=UnitKind.OFFICE), ("id", "code")),
    )  # fmt: skip


_RULES = ReadTogether(_rules)


class AtIntake(NamedTuple):
    """What a case that comes in is judged by: `version` is what its office promises by, None where
    it has no scheme; `last` when the case was submitted that came in last."""

    book: Rulebook
    version: SchemeVersion | None
    last: datetime | None


def at_intake(office: Unit) -> AtIntake:
    """For a case of that office's ledger, in one query beside the calendar's."""
    adopted, last, *rules = _AT_INTAKE(office=office.pk)
    of_office = [v for v in rules[0] if v.scheme_id in {row.scheme_id for row in adopted}]
    newest = max(of_office, key=lambda version: version.number, default=None)
    return AtIntake(_rulebook(*rules), newest, last[0].submitted_at if last else None)


def _at_intake(office: int) -> tuple[Part, ...]:
    last = Case.objects.filter(pk__in=_last_numbered().values("pk")[:1])
    return (
        LedgerScheme.objects.filter(office=office), (last, ("id", "submitted_at")), *_rules(),
    )  # fmt: skip


_AT_INTAKE = ReadTogether(_at_intake)


def _rulebook(
    versions: Iterable[SchemeVersion],
    adopted: Iterable[OfficeApproval],
    signing: Iterable[ApprovalVersion],
    offices: Iterable[Unit],
    regions: Iterable[Region],
) -> Rulebook:
    editions = list(versions)
    newest = {v.scheme_id: v for v in sorted(signing, key=lambda version: version.number)}
    kept, codes = calendars(), {region.pk: region.code for region in regions}
    of_offices = {office.pk: kept.of(codes.get(office.region_id, "")) for office in offices}
    return Rulebook(
        kept.days,
        {v.pk: terms_of(v) for v in editions},
        {v.pk: (v.redo_cap, v.reopen_days) for v in editions},
        {row.office_id: _approvals_of(newest[row.scheme_id]) for row in adopted},
        {pk: days for pk, days in of_offices.items() if days.hours != kept.days.hours},
    )


def _approvals_of(version: ApprovalVersion) -> tuple[ApprovalRow, ...]:
    return APPROVALS.read_once(version.pk, version.since)


@contextmanager
def open_case(
    case_id: int,
    *,
    by: Person,
    seen: int | None = None,
    now: datetime | None = None,
    also: Iterable[int] = (),
) -> Iterator[CaseChange]:
    """Lock a case, hand it to verbs, write what they changed, all in one transaction.

    `seen` is the version the person's page showed; NotNow if someone has changed it since.
    `also`: other cases the verb is about, locked with it in the order of ids, and written where
    something happened to them.
    """
    with opened(CASES, case_id, seen=seen, also=also) as (aggregate, beside):
        yield CaseChange(aggregate, by, now or present(aggregate.past), beside)


# Tables whose rows belong to one case each, in the order in which `load` reads them.
_OF_A_CASE: tuple[type[models.Model], ...] = (
    Assignment, Objection, Extension, Pausing, Clock, Answer, Escalation, Instruction, Draft,
    Recusal, Entry, Rating, Cover,
)  # fmt: skip
# Of these a decision is made of nothing but by way of the log.
_OF_TIME = frozenset({Clock})
_UNITS_OF_A_CASE = ("office", "lead_unit", "due_unit", "superior", "origin_office")
# What vouches for rows is for the check alone, and longer than all the rest.
_OF_AN_EVENT = tuple(
    f.attname
    for f in Event._meta.concrete_fields  # noqa: SLF001
    if f.name not in {"marks", "key_id"}
)


def _parts(
    with_rules: bool,  # noqa: FBT001 (a constant)
    cases: Sequence[int],
    past: Sequence[int],
) -> tuple[Part, ...]:
    return (
        (Event.objects.filter(object_type=OBJECT, object_id__in=past), _OF_AN_EVENT),
        CaseFact.objects.filter(case__in=past, until__isnull=True),
        (Case.objects.filter(merged_into__in=cases), ("id", "number", "merged_into_id")),
        (
            Case.objects.filter(split_from__in=cases),
            ("id", "number", "split_from_id", "confidential"),
        ),
        Case.tags.through._default_manager.filter(case__in=cases),  # noqa: SLF001
        *(
            model._default_manager.filter(case__in=past if model in _OF_TIME else cases)  # noqa: SLF001
            for model in _OF_A_CASE
        ),
        *(_rules() if with_rules else ()),
    )


_PARTS = ReadTogether(_parts)


def load(
    cases: Sequence[Case], book: Rulebook | None = None, past: Collection[int] | None = None
) -> list[CaseAggregate]:
    """Aggregates of stored cases, in three queries for any number of them.

    Without a book the one in force is read along. `past`: the cases of which the log is read too,
    all where none are named. For decisions by the thousand, of which few ask for a clock: one
    without its log raises PastUnreadError where it would need it, saved or asked.
    """
    ids = [case.pk for case in cases]
    logged = ids if past is None else [pk for pk in ids if pk in past]
    events, open_facts, merged, parted, tags, *rows = _PARTS(book is None, cases=ids, past=logged)
    assignments, objections, extensions, pausings, clocks = rows[:5]
    book = book or _rulebook(*rows[len(_OF_A_CASE) :])
    units = _units(cases, assignments, objections, clocks)
    sheets = _tree(assignments, units)
    requests = requests_of(objections, extensions, pausings, sheets=sheets, units=units)
    parts = [_by_case(each) for each in rows[5 : len(_OF_A_CASE)]]
    trees, runs, holding = _by_case(sheets.values()), _by_case(clocks), _by_case(open_facts)
    logs: dict[int, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: event.seq):
        logs[event.object_id].append(event)
    numbers: dict[int, list[str]] = defaultdict(list)
    for case in merged:
        numbers[case.merged_into_id].append(case.number)
    tagged = {row.case_id for row in tags}
    split_off: dict[int, dict[str, bool]] = defaultdict(dict)
    for case in parted:
        split_off[case.split_from_id][case.number] = case.confidential
    aggregates = []
    for case in cases:
        answers, escalations, instructions, drafts, recusals, entries, ratings, covers = (
            each[case.pk] for each in parts
        )
        aggregates.append(
            CaseAggregate(
                case,
                book,
                trees[case.pk],
                answers,
                escalations,
                instructions,
                drafts,
                timeline_of(logs[case.pk]),
                logs[case.pk],
                {(row.clock, row.sheet, row.run): row for row in runs[case.pk]},
                entries=entries,
                ratings=ratings,
                requests=requests[case.pk],
                open_facts=holding[case.pk],
                recusals=recusals,
                covers=covers,
                merged_in=numbers[case.pk],
                split_off=split_off[case.pk],
                tagged=case.pk in tagged,
                units=units,
                past_read=past is None or case.pk in past,
            )
        )
    return aggregates


R = TypeVar("R")


def _by_case(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)  # type: ignore[attr-defined]  # every table here has it
    return found


def _units(
    cases: Sequence[Case],
    assignments: Sequence[Assignment],
    objections: Sequence[Objection],
    clocks: Sequence[Clock],
) -> dict[int, Unit]:
    """Every unit the cases and their rows name, with its people; set on the cases."""
    ids = {getattr(case, f"{name}_id") for case in cases for name in _UNITS_OF_A_CASE}
    ids |= {sheet.unit_id for sheet in assignments} | {clock.owner_id for clock in clocks}
    for row in objections:
        ids |= {row.suggested_unit_id, row.fallback_unit_id, row.given_to_id}
    rows = Unit.objects.select_related("region", "leader", "contact")
    units = rows.in_bulk(sorted(pk for pk in ids if pk))
    for case in cases:
        for name in _UNITS_OF_A_CASE:
            if unit := units.get(getattr(case, f"{name}_id") or 0):
                Case._meta.get_field(name).set_cached_value(case, unit)  # type: ignore[union-attr]  # noqa: SLF001
    return units


def _tree(assignments: Iterable[Assignment], units: Mapping[int, Unit]) -> dict[int, Assignment]:
    """Sheets by id; parents are the very rows of the same mapping, so that a tree is one thing."""
    known: dict[int, Assignment] = {}
    for sheet in sorted(assignments, key=lambda row: (row.case_id, row.sheet)):
        known[sheet.pk] = sheet
        sheet.unit = units[sheet.unit_id]
        if sheet.parent_id:
            sheet.parent = known[sheet.parent_id]
    return known


def timeline_of(events: Iterable[Event]) -> list[Happening]:
    """What the clocks need of the events; those of other rooms (erasures …) do not move them."""
    return [
        happening_of(Verb(event.kind), event.occurred_at, event.facts)
        for event in events
        if event.kind in VERBS
    ]


def save(aggregates: Sequence[CaseAggregate], *, notify: bool = True) -> None:
    """Write everything the verbs changed; must run inside a transaction.

    `notify` False is for lives that are only written down now: imports, the sample city.
    """
    save_all(CASES, aggregates, notify=notify)


def _write(aggregates: Sequence[CaseAggregate]) -> None:
    for aggregate in aggregates:
        note_moved_promises(aggregate)
        set_due(aggregate)
        set_last_event(aggregate)
    _save_cases(aggregates)
    _save_rows(aggregates)
    _save_files(aggregates)
    _save_involvements(aggregates)
    save_clocks(aggregates)
    _save_facts(aggregates)


def merged_into(case_id: int) -> Q:
    """The cases handled as this one: whatever ends it says what becomes of them."""
    return Q(merged_into=case_id)


CASES = Noun(
    model=Case,
    object_type=OBJECT,
    load=load,
    write=_write,
    stale=STALE,
    state_of=lambda case: str(case.get_state_display()),
    along=merged_into,
    notify=NOTIFY,
    notified=NOTIFICATIONS,
)


def _save_cases(aggregates: Sequence[CaseAggregate]) -> None:
    new = [aggregate for aggregate in aggregates if not aggregate.case.pk]
    old = [aggregate.case for aggregate in aggregates if aggregate.case.pk]
    _number(new)
    for aggregate in new:
        aggregate.case.foreign_key = key(aggregate.case.foreign_number)
    insert_rows([aggregate.case for aggregate in new])
    for case in old:
        case.save()


def _number(aggregates: Iterable[CaseAggregate]) -> None:
    """Give numbers in the order of submission; the series row is locked, so none is given twice.

    A number names the ledger the case came into, even where the life told at once moved it on.
    """
    by_series: dict[tuple[Unit, int], list[Case]] = defaultdict(list)
    for aggregate in aggregates:
        year = timezone.localtime(aggregate.case.submitted_at).year
        by_series[_first_ledger(aggregate), series_year(year)].append(aggregate.case)
    for (office, year), batch in sorted(by_series.items(), key=lambda s: (s[0][0].pk, s[0][1])):
        if office.case_prefix is None:
            raise ValueError(f"{office} keeps no ledger: it has no case prefix")
        rows = _SERIES(year, office=office.pk)
        if not rows:
            CaseSeries.objects.get_or_create(office=office, year=year)
            rows = _SERIES(year, office=office.pk)
        [(series, last)] = rows
        last += len(batch)
        CaseSeries.objects.filter(pk=series).update(last=last)
        for serial, case in enumerate(
            sorted(batch, key=lambda c: c.submitted_at), last - len(batch) + 1
        ):
            case.number = compose(office.case_prefix, year, serial)


_SERIES = Prepared(
    lambda year, office: (
        CaseSeries.objects.select_for_update()
        .filter(office=office, year=year)
        .order_by()
        .values_list("pk", "last")
    )
)


def _last_numbered() -> QuerySet[Case]:
    return Case.objects.filter(historical=False).order_by("-pk")


def _first_ledger(aggregate: CaseAggregate) -> Unit:
    """The office whose ledger the case was entered into."""
    first = aggregate.facts[0] if aggregate.facts else None
    if first is None or first.office_id == aggregate.case.office_id:
        return aggregate.case.office
    return first.office


def _save_files(aggregates: Sequence[CaseAggregate]) -> None:
    for aggregate in aggregates:
        for laid in aggregate.laid:
            attach(
                laid.files, object_type=OBJECT, object_id=aggregate.case.pk, purpose=laid.purpose,
                by=laid.by, now=laid.at,
            )  # fmt: skip


def _save_rows(aggregates: Sequence[CaseAggregate]) -> None:
    # Outer sheets first: an inner one needs its parent's id.
    unsaved = [a for d in aggregates for a in d.assignments if not a.pk]
    Assignment.objects.bulk_create([a for a in unsaved if a.parent is None or a.parent.pk])
    inner = [a for a in unsaved if not a.pk]
    for assignment in inner:
        assignment.parent = assignment.parent
    Assignment.objects.bulk_create(inner)
    write_children(aggregates)


def _save_involvements(aggregates: Sequence[CaseAggregate]) -> None:
    for aggregate in aggregates:
        if aggregate.uninvolve and aggregate.case.pk:
            gone = Q()
            for unit_id, role in aggregate.uninvolve:
                gone |= Q(unit=unit_id, role=role)
            Involvement.objects.filter(gone, case=aggregate.case).delete()
    # By the case itself: a row made before its case was stored knows no id of it yet.
    new, rows = (
        {(d.case.pk, r.unit_id, r.role): r for d in some for r in d.involve}
        for some in (
            [d for d in aggregates if d.fresh], [d for d in aggregates if not d.fresh]
        )
    )  # fmt: skip
    for row in (*new.values(), *rows.values()):
        for name in Involvement.SORTED_BY:
            setattr(row, name, getattr(row.case, name))
    insert_rows([*new.values()])
    # One that is there already is written over with itself, so that its id is known.
    Involvement.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=("unit", "case", "role"),
        update_fields=("role",),
    )
    if moved := [aggregate.case.pk for aggregate in aggregates if aggregate.due_moved]:
        due = Case.objects.filter(pk=OuterRef("case")).order_by().values("due_at")
        Involvement.objects.filter(case__in=moved).update(due_at=Subquery(due))


def _save_facts(aggregates: Sequence[CaseAggregate]) -> None:
    over = [(fact, d.facts[0].since) for d in aggregates if d.facts for fact in d.open_facts]
    for fact, until in over:
        fact.until = until
    CaseFact.objects.bulk_update([fact for fact, _until in over], ["until"])
    insert_rows([fact for d in aggregates for fact in d.facts])
