"""Load and save dossiers: the only place that writes the ledger's rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache

from django.db import models, transaction
from django.db.models import Count, F
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, NotNow, Person
from zhuqi.foundation.audit.actions import Entry as AuditEntry
from zhuqi.foundation.audit.actions import record_many
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions.work import Dossier, Logged, Rulebook, Work, happening_of
from zhuqi.ledgers.cases.clocks import Happening, Promise, Reading, Rule
from zhuqi.ledgers.cases.enums import FIRM_CLOCKS, ClockKind, Verb
from zhuqi.ledgers.cases.models import (
    FAR,
    Answer,
    Assignment,
    Case,
    CaseSeries,
    Clock,
    Entry,
    Involvement,
    SchemeVersion,
)
from zhuqi.ledgers.cases.numbers import compose

OBJECT = "case"
CLOCK_FIELDS = (
    "owner",
    "started_at",
    "due_at",
    "warn_at",
    "stopped_at",
    "amount",
    "unit",
    "provisional",
)
STALE = "这件诉求刚刚被其他人更新过，您的内容没有丢失，请核对最新情况后再提交"


@lru_cache(maxsize=64)
def _promise(version_id: int) -> tuple[Promise, tuple[int, int]]:
    version = SchemeVersion.objects.get(pk=version_id)
    rules = tuple(
        Rule(ClockKind(r.clock), r.amount, TimeUnit(r.unit), r.tier, r.kind)
        for r in version.rules.all()
    )
    return Promise(version_id, rules), (version.redo_cap, version.reopen_days)


def rulebook() -> Rulebook:
    """The calendar in force and every scheme version; versions never change, so they are kept."""
    found = {pk: _promise(pk) for pk in SchemeVersion.objects.values_list("pk", flat=True)}
    return Rulebook(
        calendar(),
        {pk: promise for pk, (promise, _caps) in found.items()},
        {pk: caps for pk, (_promise_, caps) in found.items()},
    )


@contextmanager
def open_case(
    case_id: int, *, by: Person, seen: int | None = None, now: datetime | None = None
) -> Iterator[Work]:
    """Lock a case, hand it to verbs, write what they changed, all in one transaction.

    `seen` is the version the person's page showed; NotNow if someone has changed it since.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        if seen is not None and seen != case.version:
            raise NotNow(STALE, state=str(case.get_state_display()))
        [dossier] = load([case], rulebook())
        yield Work(dossier, by, now or timezone.now())
        save([dossier])


def load(cases: Sequence[Case], book: Rulebook) -> list[Dossier]:
    """Dossiers of stored cases, in five queries for any number of them."""
    ids = [case.pk for case in cases]
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in Assignment.objects.filter(case__in=ids).order_by("sheet"):
        assignments[assignment.case_id].append(assignment)
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(case__in=ids).order_by("id"):
        answers[answer.case_id].append(answer)
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
        Dossier(
            case,
            book,
            assignments[case.pk],
            answers[case.pk],
            timeline_of(events[case.pk]),
            clocks[case.pk],
            counts.get(case.pk, 0),
        )
        for case in cases
    ]


def timeline_of(events: Iterable[Event]) -> list[Happening]:
    """What the clocks need of the events; those of other rooms (erasures …) do not move them."""
    return [
        happening_of(Verb(event.kind), event.occurred_at, event.facts)
        for event in events
        if event.kind in Verb.values
    ]


def save(dossiers: Sequence[Dossier]) -> None:
    """Write everything the verbs changed; must run inside a transaction."""
    for dossier in dossiers:
        _note_moved_promises(dossier)
        _set_due(dossier)
    _save_cases([dossier.case for dossier in dossiers])
    _save_rows(dossiers)
    _save_involvements(dossiers)
    _save_clocks(dossiers)
    record_many(
        [
            AuditEntry(
                object_type=OBJECT,
                object_id=dossier.case.pk,
                kind=event.verb.value,
                by=event.by,
                data=event.data,
                erasable=event.erasable,
                occurred_at=event.at,
            )
            for dossier in dossiers
            for event in dossier.logged
        ]
    )


def _note_moved_promises(dossier: Dossier) -> None:
    """A running clock's due time moves only when the calendar did: that is an event of its own."""
    moved = [
        [reading.clock.value, stored.due_at.isoformat(), reading.due_at.isoformat()]
        for reading in dossier.readings
        if (stored := dossier.clocks.get(reading.key))
        and stored.stopped_at is None
        and stored.due_at != reading.due_at
    ]
    if moved:
        dossier.logged.append(Logged(Verb.RECOMPUTE, SYSTEM, timezone.now(), {"clocks": moved}, {}))


def _set_due(dossier: Dossier) -> None:
    """The case repeats its most urgent running clock of the officials'."""
    running = [r for r in dossier.readings if r.stopped_at is None and r.clock not in FIRM_CLOCKS]
    first = min(running, key=lambda r: r.due_at, default=None)
    case = dossier.case
    case.due_at = first.due_at if first else FAR
    case.warn_at = min((r.warn_at for r in running), default=FAR)
    case.due_clock = first.clock.value if first else ""
    case.due_unit_id = _owner(dossier, first) if first else None


def _owner(dossier: Dossier, reading: Reading) -> int | None:
    """The unit that is late if this clock runs out; None is the firm itself."""
    if reading.clock in FIRM_CLOCKS:
        return None
    if reading.sheet:
        return next(a.unit_id for a in dossier.assignments if a.sheet == reading.sheet)
    if reading.clock == ClockKind.REDO:
        return dossier.case.lead_unit_id
    return dossier.case.office_id


def _save_cases(cases: Sequence[Case]) -> None:
    new = [case for case in cases if not case.pk]
    old = [case for case in cases if case.pk]
    _number(new)
    Case.objects.bulk_create(new)
    for case in old:
        case.save()


def _number(cases: Iterable[Case]) -> None:
    """Give numbers in the order of submission; the series row is locked, so none is given twice."""
    by_series: dict[tuple[int, int], list[Case]] = defaultdict(list)
    for case in cases:
        year = timezone.localtime(case.submitted_at).year
        by_series[case.office_id, year].append(case)
    for (office_id, year), batch in sorted(by_series.items()):
        CaseSeries.objects.get_or_create(office_id=office_id, year=year)
        CaseSeries.objects.filter(office_id=office_id, year=year).update(
            last=F("last") + len(batch)
        )
        last = CaseSeries.objects.get(office_id=office_id, year=year).last
        for serial, case in enumerate(
            sorted(batch, key=lambda c: c.submitted_at), last - len(batch) + 1
        ):
            prefix = case.office.case_prefix
            if prefix is None:
                raise ValueError(f"{case.office} keeps no ledger: it has no case prefix")
            case.number = compose(prefix, year, serial)


def _save_rows(dossiers: Sequence[Dossier]) -> None:
    assignments = [a for d in dossiers for a in d.assignments if not a.pk]
    Assignment.objects.bulk_create(assignments)
    new: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    touched: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for dossier in dossiers:
        for row in dossier.new_rows:
            new[type(row)].append(row)
        for row in dossier.touched:
            touched[type(row)].append(row)
    for model, rows in new.items():
        model._default_manager.bulk_create(rows)  # noqa: SLF001 (Django's public name)
    for model, rows in touched.items():
        names = [f.name for f in model._meta.concrete_fields if not f.primary_key]  # noqa: SLF001
        model._default_manager.bulk_update(rows, names)  # noqa: SLF001


def _save_involvements(dossiers: Sequence[Dossier]) -> None:
    for dossier in dossiers:
        if dossier.uninvolve and dossier.case.pk:
            Involvement.objects.filter(case=dossier.case, unit__in=dossier.uninvolve).delete()
    Involvement.objects.bulk_create(
        [row for d in dossiers for row in d.involve if row.unit_id not in d.uninvolve],
        ignore_conflicts=True,
    )


def _save_clocks(dossiers: Sequence[Dossier]) -> None:
    # A clock that has stopped keeps its due time: it was judged by the calendar of its day.
    changed, new = [], []
    for dossier in dossiers:
        for reading in dossier.readings:
            stored = dossier.clocks.get(reading.key)
            row = _clock_row(dossier, reading)
            if stored is None:
                new.append(row)
            elif stored.stopped_at is None and _differs(stored, row):
                row.pk = stored.pk
                changed.append(row)
    Clock.objects.bulk_create(new)
    if changed:
        Clock.objects.bulk_update(changed, CLOCK_FIELDS)


def _clock_row(dossier: Dossier, reading: Reading) -> Clock:
    return Clock(
        case=dossier.case,
        clock=reading.clock,
        sheet=reading.sheet,
        run=reading.run,
        owner_id=_owner(dossier, reading),
        started_at=reading.started_at,
        due_at=reading.due_at,
        warn_at=reading.warn_at,
        stopped_at=reading.stopped_at,
        amount=reading.amount,
        unit=str(reading.unit),
        provisional=reading.provisional,
    )


def _differs(stored: Clock, row: Clock) -> bool:
    return any(
        getattr(stored, name) != getattr(row, name) for name in ("owner_id", *CLOCK_FIELDS[1:])
    )
