"""Load and save dossiers: the only place that writes the ledger's rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, F, Q
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, Person
from zhuqi.foundation.attachments.actions import attach
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import NewEvent, Noun, opened, write_children
from zhuqi.foundation.changes import save as save_all
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, Rulebook, happening_of
from zhuqi.ledgers.cases.approval_schemes.rules import ApprovalRow
from zhuqi.ledgers.cases.clocks import Happening, Reading, Rule, SchemeTerms
from zhuqi.ledgers.cases.enums import FIRM_CLOCKS, ClockKind, Rank, Verb
from zhuqi.ledgers.cases.models import (
    FAR,
    Answer,
    ApprovalRule,
    ApprovalVersion,
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
    OfficeApproval,
    Recusal,
    SchemeVersion,
)
from zhuqi.ledgers.cases.notifications.rules import NOTIFICATIONS
from zhuqi.ledgers.cases.numbers import compose
from zhuqi.ledgers.cases.requests.actions.asking import requests_of

OBJECT = "case"
NOTIFY = "cases.tell"
# Verbs that move the due time of a clock that runs on.
MOVES_CLOCKS = frozenset({Verb.PAUSE, Verb.RESUME, Verb.GRANT_EXTENSION})
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


# An edition never changes, so it is read once. Its moment is part of the key because SQLite gives
# the number of an edition that was rolled back to the next one.
@lru_cache(maxsize=64)
def _promise(version_id: int, _since: datetime) -> tuple[SchemeTerms, tuple[int, int]]:
    version = SchemeVersion.objects.get(pk=version_id)
    rules = tuple(
        Rule(ClockKind(r.clock), r.amount, TimeUnit(r.unit), r.tier, r.kind)
        for r in version.rules.all()
    )
    return SchemeTerms(version_id, rules), (version.redo_cap, version.reopen_days)


def rulebook() -> Rulebook:
    """The calendar in force and every scheme version."""
    found = {
        pk: _promise(pk, since) for pk, since in SchemeVersion.objects.values_list("pk", "since")
    }
    return Rulebook(
        calendar(),
        {pk: promise for pk, (promise, _caps) in found.items()},
        {pk: caps for pk, (_promise_, caps) in found.items()},
        approvals_in_force(),
    )


def approvals_in_force() -> dict[int, tuple[ApprovalRow, ...]]:
    """By office, the newest edition of the signing scheme it has adopted."""
    chosen = dict(OfficeApproval.objects.values_list("office", "scheme"))
    if not chosen:
        return {}
    newest = {
        scheme: (pk, since)
        for scheme, pk, since in ApprovalVersion.objects.order_by("number").values_list(
            "scheme", "pk", "since"
        )
    }
    return {office: _signing(*newest[scheme]) for office, scheme in chosen.items()}


@lru_cache(maxsize=64)
def _signing(version_id: int, _since: datetime) -> tuple[ApprovalRow, ...]:
    rows = ApprovalRule.objects.filter(version=version_id)
    return tuple(ApprovalRow(Rank(r.rank), r.tier, r.disposition) for r in rows)


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
        yield CaseChange(aggregate, by, now or timezone.now(), beside)


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
    save_all(CASES, aggregates, notify=notify)


def _write(aggregates: Sequence[CaseAggregate]) -> None:
    for aggregate in aggregates:
        _note_moved_promises(aggregate)
        _set_due(aggregate)
    _save_cases(aggregates)
    _save_rows(aggregates)
    _save_files(aggregates)
    _save_involvements(aggregates)
    _save_clocks(aggregates)
    _save_facts(aggregates)


CASES = Noun(
    model=Case,
    object_type=OBJECT,
    load=lambda cases: load(cases, rulebook()),
    write=_write,
    stale=STALE,
    state_of=lambda case: str(case.get_state_display()),
    notify=NOTIFY,
    notified=NOTIFICATIONS,
)


def _note_moved_promises(aggregate: CaseAggregate) -> None:
    """Where no verb moved a running clock's due time, the calendar did: an event of its own."""
    if any(event.kind in MOVES_CLOCKS for event in aggregate.logged):
        return
    moved = [
        [reading.clock.value, stored.due_at.isoformat(), reading.due_at.isoformat()]
        for reading in aggregate.readings
        if (stored := aggregate.clocks.get(reading.key))
        and stored.stopped_at is None
        and stored.due_at != reading.due_at
    ]
    if moved:
        aggregate.logged.append(NewEvent(Verb.RECOMPUTE, SYSTEM, timezone.now(), {"clocks": moved}))


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
    write_children(aggregates)


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
