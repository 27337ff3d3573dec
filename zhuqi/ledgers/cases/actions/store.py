"""Load and save dossiers: the only place that writes the ledger's rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, NotNow, Person
from zhuqi.foundation.attachments.actions import attach
from zhuqi.foundation.audit.actions import Entry as AuditEntry
from zhuqi.foundation.audit.actions import record_many
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.outbox.actions import NewOutboxItem as Promised
from zhuqi.foundation.outbox.actions import enqueue_many
from zhuqi.ledgers.cases.actions.work import (
    CaseAggregate,
    CaseChange,
    Logged,
    Rulebook,
    happening_of,
)
from zhuqi.ledgers.cases.clocks import Happening, Reading, SchemeTerms
from zhuqi.ledgers.cases.deadline_schemes.queries import APPROVALS, DEADLINES
from zhuqi.ledgers.cases.enums import FIRM_CLOCKS, ClockKind, Verb
from zhuqi.ledgers.cases.models import (
    FAR,
    Answer,
    Assignment,
    Case,
    CaseFact,
    CaseSeries,
    Clock,
    Draft,
    Entry,
    Escalation,
    Instruction,
    Involvement,
    Recusal,
    SchemeVersion,
)
from zhuqi.ledgers.cases.notifications.rules import NOTIFICATIONS
from zhuqi.ledgers.cases.numbers import compose
from zhuqi.ledgers.cases.requests.actions.asking import requests_of
from zhuqi.ledgers.cases.verbs import MOVES_CLOCKS

OBJECT = "case"
NOTIFY = "cases.tell"
CLOCK_FIELDS = (
    "owner",
    "started_at",
    "due_at",
    "warn_at",
    "stopped_at",
    "amount",
    "unit",
    "provisional",
    "extra",
)
STALE = "这件诉求刚刚被其他人更新过，您的内容没有丢失，请核对最新情况后再提交"


def rulebook() -> Rulebook:
    """The calendar in force and every scheme version."""
    editions = SchemeVersion.objects.values_list("pk", "since", "redo_cap", "reopen_days")
    found = {pk: (since, (redo, reopen)) for pk, since, redo, reopen in editions}
    return Rulebook(
        calendar(),
        {
            pk: SchemeTerms(pk, DEADLINES.read_once(pk, since))
            for pk, (since, _caps) in found.items()
        },
        {pk: caps for pk, (_since, caps) in found.items()},
        APPROVALS.in_force(),
    )


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
    with transaction.atomic():
        locked = Case.objects.select_for_update().filter(pk__in={case_id, *also}).order_by("pk")
        cases = {case.pk: case for case in locked}
        if case_id not in cases:
            raise Case.DoesNotExist
        case = cases[case_id]
        if seen is not None and seen != case.version:
            raise NotNow(STALE, state=str(case.get_state_display()))
        aggregates = {each.case.pk: each for each in load(list(cases.values()), rulebook())}
        aggregate = aggregates.pop(case_id)
        yield CaseChange(aggregate, by, now or timezone.now(), aggregates)
        save([aggregate, *(other for other in aggregates.values() if other.logged)])


def load(cases: Sequence[Case], book: Rulebook) -> list[CaseAggregate]:
    """Dossiers of stored cases, in a fixed number of queries for any number of them."""
    ids = [case.pk for case in cases]
    assignments = _assignments(ids)
    merged: dict[int, list[str]] = defaultdict(list)
    below = Case.objects.filter(merged_into__in=ids).order_by("pk")
    for main_id, number in below.values_list("merged_into", "number"):
        merged[main_id or 0].append(number)
    requests = requests_of(ids, [sheet for sheets in assignments.values() for sheet in sheets])
    escalations: dict[int, list[Escalation]] = defaultdict(list)
    for escalation in Escalation.objects.filter(case__in=ids).order_by("id"):
        escalations[escalation.case_id].append(escalation)
    instructions: dict[int, list[Instruction]] = defaultdict(list)
    for instruction in Instruction.objects.filter(case__in=ids).order_by("id"):
        instructions[instruction.case_id].append(instruction)
    drafts: dict[int, list[Draft]] = defaultdict(list)
    for draft in Draft.objects.filter(case__in=ids).order_by("id"):
        drafts[draft.case_id].append(draft)
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(case__in=ids).order_by("id"):
        answers[answer.case_id].append(answer)
    recusals: dict[int, list[Recusal]] = defaultdict(list)
    for recusal in Recusal.objects.filter(case__in=ids).order_by("id"):
        recusals[recusal.case_id].append(recusal)
    clocks: dict[int, dict[tuple[str, int, int], Clock]] = defaultdict(dict)
    for clock in Clock.objects.filter(case__in=ids).order_by("id"):
        clocks[clock.case_id][clock.clock, clock.sheet, clock.run] = clock
    counts = dict(
        Entry.objects.filter(case__in=ids).order_by().values_list("case_id").annotate(n=Count("id"))
    )
    events: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(object_type=OBJECT, object_id__in=ids).order_by(
        "object_id", "seq"
    ):
        events[event.object_id].append(event)
    return [
        CaseAggregate(
            case,
            book,
            assignments[case.pk],
            answers[case.pk],
            escalations[case.pk],
            instructions[case.pk],
            drafts[case.pk],
            timeline_of(events[case.pk]),
            events[case.pk],
            clocks[case.pk],
            counts.get(case.pk, 0),
            requests=requests[case.pk],
            recusals=recusals[case.pk],
            merged_in=merged[case.pk],
        )
        for case in cases
    ]


def _assignments(ids: Sequence[int]) -> dict[int, list[Assignment]]:
    """Sheets by case; parents are the very rows of the same list, so that a tree is one thing."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    known: dict[int, Assignment] = {}
    rows = Assignment.objects.filter(case__in=ids).select_related("unit")
    for assignment in rows.order_by("case", "sheet"):
        known[assignment.pk] = assignment
        if assignment.parent_id:
            assignment.parent = known[assignment.parent_id]
        found[assignment.case_id].append(assignment)
    return found


def timeline_of(events: Iterable[Event]) -> list[Happening]:
    """What the clocks need of the events; those of other rooms (erasures …) do not move them."""
    return [
        happening_of(Verb(event.kind), event.occurred_at, event.facts)
        for event in events
        if event.kind in Verb.values
    ]


def save(aggregates: Sequence[CaseAggregate], *, notify: bool = True) -> None:
    """Write everything the verbs changed; must run inside a transaction.

    `tell` False is for lives that are only written down now: imports, the sample city.
    """
    for aggregate in aggregates:
        _note_moved_promises(aggregate)
        _set_due(aggregate)
    _save_cases(aggregates)
    _save_rows(aggregates)
    _save_files(aggregates)
    _save_involvements(aggregates)
    _save_clocks(aggregates)
    _save_facts(aggregates)
    events = record_many(
        [
            AuditEntry(
                object_type=OBJECT,
                object_id=aggregate.case.pk,
                kind=event.verb.value,
                by=event.by,
                data=event.data,
                erasable=event.erasable,
                occurred_at=event.at,
            )
            for aggregate in aggregates
            for event in aggregate.logged
        ]
    )
    if notify:
        _enqueue_notifications(events)
    for aggregate in aggregates:
        for act in aggregate.afterwards:
            act()


def _enqueue_notifications(events: Sequence[Event]) -> None:
    promises = [
        Promised(kind=NOTIFY, key=f"{NOTIFY}:{event.pk}", payload={"event": event.pk})
        for event in events
        if event.kind in NOTIFICATIONS
    ]
    if promises:
        enqueue_many(promises)


def _note_moved_promises(aggregate: CaseAggregate) -> None:
    """Where no verb moved a running clock's due time, the calendar did: an event of its own."""
    if any(event.verb in MOVES_CLOCKS for event in aggregate.logged):
        return
    moved = [
        [reading.clock.value, stored.due_at.isoformat(), reading.due_at.isoformat()]
        for reading in aggregate.readings
        if (stored := aggregate.clocks.get(reading.key))
        and stored.stopped_at is None
        and stored.due_at != reading.due_at
    ]
    if moved:
        aggregate.logged.append(
            Logged(Verb.RECOMPUTE, SYSTEM, timezone.now(), {"clocks": moved}, {})
        )


def _set_due(aggregate: CaseAggregate) -> None:
    """The case repeats its most urgent running clock of the officials'."""
    running = [r for r in aggregate.readings if r.stopped_at is None and r.clock not in FIRM_CLOCKS]
    first = min(running, key=lambda r: r.due_at, default=None)
    case = aggregate.case
    case.due_at = first.due_at if first else FAR
    case.warn_at = min((r.warn_at for r in running), default=FAR)
    case.due_clock = first.clock.value if first else ""
    case.due_unit_id = _owner(aggregate, first) if first else None


def _owner(aggregate: CaseAggregate, reading: Reading) -> int | None:
    """The unit that is late if this clock runs out; None is the firm itself."""
    if reading.sheet and not reading.owner and reading.clock != ClockKind.INSTRUCTION:
        return aggregate.sheet(reading.sheet).unit_id
    return reading.owner or (None if reading.clock in FIRM_CLOCKS else aggregate.case.office_id)


def _save_cases(aggregates: Sequence[CaseAggregate]) -> None:
    new = [aggregate for aggregate in aggregates if not aggregate.case.pk]
    old = [aggregate.case for aggregate in aggregates if aggregate.case.pk]
    _number(new)
    Case.objects.bulk_create([aggregate.case for aggregate in new])
    for case in old:
        case.save()


def _number(aggregates: Iterable[CaseAggregate]) -> None:
    """Give numbers in the order of submission; the series row is locked, so none is given twice.

    A number names the ledger the case came into, even where the life told at once moved it on.
    """
    by_series: dict[tuple[Unit, int], list[Case]] = defaultdict(list)
    for aggregate in aggregates:
        year = timezone.localtime(aggregate.case.submitted_at).year
        by_series[_first_ledger(aggregate), year].append(aggregate.case)
    for (office, year), batch in sorted(by_series.items(), key=lambda s: (s[0][0].pk, s[0][1])):
        if office.case_prefix is None:
            raise ValueError(f"{office} keeps no ledger: it has no case prefix")
        CaseSeries.objects.get_or_create(office=office, year=year)
        CaseSeries.objects.filter(office=office, year=year).update(last=F("last") + len(batch))
        last = CaseSeries.objects.get(office=office, year=year).last
        for serial, case in enumerate(
            sorted(batch, key=lambda c: c.submitted_at), last - len(batch) + 1
        ):
            case.number = compose(office.case_prefix, year, serial)


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
    new: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    touched: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for aggregate in aggregates:
        for row in aggregate.new_rows:
            new[type(row)].append(row)
        for row in aggregate.touched:
            touched[type(row)].append(row)
    for model, rows in new.items():
        model._default_manager.bulk_create(rows)  # noqa: SLF001 (Django's public name)
    for model, rows in touched.items():
        names = [f.name for f in model._meta.concrete_fields if not f.primary_key]  # noqa: SLF001
        model._default_manager.bulk_update(rows, names)  # noqa: SLF001


def _save_involvements(aggregates: Sequence[CaseAggregate]) -> None:
    for aggregate in aggregates:
        if aggregate.uninvolve and aggregate.case.pk:
            gone = Q()
            for unit_id, role in aggregate.uninvolve:
                gone |= Q(unit=unit_id, role=role)
            Involvement.objects.filter(gone, case=aggregate.case).delete()
    Involvement.objects.bulk_create(
        [row for d in aggregates for row in d.involve], ignore_conflicts=True
    )


def _save_facts(aggregates: Sequence[CaseAggregate]) -> None:
    for aggregate in aggregates:
        if aggregate.facts and not aggregate.fresh:
            CaseFact.objects.filter(case=aggregate.case, until__isnull=True).update(
                until=aggregate.facts[0].since
            )
    CaseFact.objects.bulk_create([fact for d in aggregates for fact in d.facts])


def _save_clocks(aggregates: Sequence[CaseAggregate]) -> None:
    # A clock that has stopped keeps its due time: it was judged by the calendar of its day.
    changed, new = [], []
    for aggregate in aggregates:
        for reading in aggregate.readings:
            stored = aggregate.clocks.get(reading.key)
            row = _clock_row(aggregate, reading)
            if stored is None:
                new.append(row)
            elif stored.stopped_at is None and _differs(stored, row):
                row.pk = stored.pk
                changed.append(row)
    Clock.objects.bulk_create(new)
    if changed:
        Clock.objects.bulk_update(changed, CLOCK_FIELDS)


def _clock_row(aggregate: CaseAggregate, reading: Reading) -> Clock:
    return Clock(
        case=aggregate.case,
        clock=reading.clock,
        sheet=reading.sheet,
        run=reading.run,
        owner_id=_owner(aggregate, reading),
        started_at=reading.started_at,
        due_at=reading.due_at,
        warn_at=reading.warn_at,
        stopped_at=reading.stopped_at,
        amount=reading.amount,
        unit=str(reading.unit),
        provisional=reading.provisional,
        extra=reading.extra,
    )


def _differs(stored: Clock, row: Clock) -> bool:
    return any(
        getattr(stored, name) != getattr(row, name) for name in ("owner_id", *CLOCK_FIELDS[1:])
    )
