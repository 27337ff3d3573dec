"""What is late, which ladder an office goes by, what was done already, and what comes next."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from zhuqi.foundation.workdays import Calendar, in_shanghai
from zhuqi.ledgers.cases.models import FAR, Clock, Extension, Objection
from zhuqi.mechanisms.supervision.enums import OPEN, SheetKind, SheetState
from zhuqi.mechanisms.supervision.ladder.enums import URGED, DelegationState, Step
from zhuqi.mechanisms.supervision.ladder.models import Delegation, LadderStep
from zhuqi.mechanisms.supervision.ladder.rules import Ladder, ladder_of, urged_on
from zhuqi.mechanisms.supervision.ladder.schemes import LADDERS
from zhuqi.mechanisms.supervision.models import SupervisionSheet

# Case, clock, sheet, run: as the clock's own row names a run.
Key = tuple[int, str, int, int]


@dataclass(frozen=True, slots=True)
class InForce:
    """The newest edition of what an office has adopted."""

    edition: int
    ladder: Ladder
    reply_days: int


def ladders_in_force() -> dict[int, InForce]:
    """By office; two queries, beside the rows of editions not read before."""
    chosen = dict(LADDERS.adoptions().values_list("office", "scheme"))
    if not chosen:
        return {}
    editions = LADDERS.editions().filter(scheme__in=set(chosen.values())).order_by("number")
    newest = {edition.scheme_id: edition for edition in editions}
    return {
        office: InForce(
            newest[scheme].pk,
            ladder_of(LADDERS.read_once(newest[scheme].pk, newest[scheme].since)),
            newest[scheme].reply_days,
        )
        for office, scheme in chosen.items()
        if scheme in newest
    }


def reminder_days() -> Mapping[int, Sequence[int]]:
    """By office, how many working days before a due day its ladder reminds."""
    return {office: one.ladder.remind for office, one in ladders_in_force().items()}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a clock that is over: whose case, which unit is late, since when."""

    office: int
    case: int
    clock: str
    sheet: int
    run: int
    unit: int
    due: datetime

    @property
    def key(self) -> Key:
        """What names the run."""
        return (self.case, self.clock, self.sheet, self.run)


def key_of(clock: Clock) -> Key:
    """What names the run of a clock."""
    return (clock.case_id, clock.clock, clock.sheet, clock.run)


def were_sent(clocks: Collection[Clock]) -> set[int]:
    """Ids of those of the clocks whose unit was urged about the case, or asked kindly, since they
    ended; withdrawn sheets left out. One query, none for no clocks."""
    sheets = SupervisionSheet.objects.filter(
        case__in={clock.case_id for clock in clocks},
        unit__in={clock.owner_id for clock in clocks},
        kind__in=(SheetKind.URGING, SheetKind.REQUEST),
    )
    rows = sheets.exclude(state=SheetState.WITHDRAWN).order_by("issued_at", "pk")
    last = {
        (case, unit): at
        for case, unit, at in rows.values_list("case_id", "unit_id", "issued_at")
        if at
    }
    return {
        clock.pk
        for clock in clocks
        if (at := last.get((clock.case_id, clock.owner_id or 0))) and at >= clock.due_at
    }


_RUN = ("case__office_id", "case_id", "clock", "sheet", "run", "owner_id", "due_at")


def timed() -> QuerySet[Clock]:
    """Running clocks the ladder is about: a unit's, of cases that are read and not imported."""
    return Clock.objects.filter(
        stopped_at__isnull=True, due_at__lt=FAR, clock__in=sorted(URGED), owner__isnull=False,
        case__sealed=False, case__historical=False,
    )  # fmt: skip


def late_runs(
    offices: Collection[int], now: datetime, cases: Collection[int] | None = None
) -> Iterator[Run]:
    """What is late in these offices' ledgers (or only of these cases), case by case; of what one
    unit owes on one case that which has been late for longest. One query, by the index of what
    runs."""
    rows = timed().filter(due_at__lte=now, case__office__in=sorted(offices))
    rows = rows if cases is None else rows.filter(case__in=sorted(cases))
    seen: set[tuple[int, int]] = set()
    for row in rows.order_by("case__office_id", "case_id", "due_at", "pk").values_list(*_RUN):
        run = Run(*row)
        if (run.case, run.unit) not in seen:
            seen.add((run.case, run.unit))
            yield run


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step that is due: on what, for which day, and on which days it was urged before."""

    run: Run
    step: Step
    day: date
    urged: tuple[date, ...] = ()


@dataclass(slots=True)
class Written:
    """What was sent to units about cases, by hand and by the ladder; what was withdrawn left out.

    `sent`: when a unit was urged or asked kindly, `urged` when urged alone; `inquired`: when 问效
    was drafted.
    `hindered`: a draft waits, or an urging by hand is neither answered nor late.
    """

    taken: dict[Key, dict[Step, date]] = field(default_factory=lambda: defaultdict(dict))
    sent: dict[tuple[int, int], list[datetime]] = field(default_factory=lambda: defaultdict(list))
    urged: dict[tuple[int, int], list[datetime]] = field(default_factory=lambda: defaultdict(list))
    inquired: dict[tuple[int, int], list[datetime]] = field(
        default_factory=lambda: defaultdict(list)
    )
    hindered: set[tuple[int, int, str]] = field(default_factory=set)


def written_about(cases: Collection[int], now: datetime) -> Written:
    """Of these cases; two queries."""
    found = Written()
    steps = LadderStep.objects.filter(case__in=cases).order_by("day")
    for case, clock, sheet, run, step, day in steps.values_list(
        "case_id", "clock", "sheet", "run", "step", "day"
    ):
        found.taken[case, clock, sheet, run][Step(step)] = day
    sheets = SupervisionSheet.objects.filter(case__in=cases).exclude(state=SheetState.WITHDRAWN)
    columns = (
        "case_id", "unit_id", "kind", "state", "drafted_at", "issued_at", "due_at",
        "ladder_step__id",
    )  # fmt: skip
    for case, unit, kind, state, drafted, issued, due, own in sheets.order_by("pk").values_list(
        *columns
    ):
        if kind == SheetKind.EFFECTIVENESS:
            found.inquired[case, unit].append(drafted)
        elif kind != SheetKind.NOTICE and issued:
            found.sent[case, unit].append(issued)
            if kind == SheetKind.URGING:
                found.urged[case, unit].append(issued)
        waits = state in OPEN and own is None and (due is None or due > now)
        if state == SheetState.DRAFTED or waits:
            found.hindered.add((case, unit, kind))
    return found


def wanted_of(
    runs: Sequence[Run], ladder: Ladder, days: Calendar, known: Written, now: datetime
) -> Iterator[Wanted]:
    """The steps that are due now and were not taken for a day as late as theirs."""
    today = in_shanghai(now).date()
    for run in runs:
        day = urged_on(days, ladder, run.due, today)
        if day is None:
            continue
        taken, about = known.taken.get(run.key, {}), (run.case, run.unit)
        sent = _days(known.sent.get(about, ()), run)
        # One that was written by hand, or signed late, on that day or later is the step itself.
        if max((taken.get(Step.URGE, date.min), *sent)) < day:
            yield Wanted(run, Step.URGE, day)
        urged = tuple(on for on in _days(known.urged.get(about, ()), run) if on < day)
        inquired = Step.INQUIRE in taken or any(
            at >= run.due for at in known.inquired.get(about, ())
        )
        if ladder.inquire and len(urged) >= ladder.inquire and not inquired:
            yield Wanted(run, Step.INQUIRE, day, urged)


def _days(moments: Collection[datetime], run: Run) -> list[date]:
    """The days of those since it was late."""
    return [in_shanghai(at).date() for at in moments if at >= run.due]


def delegations(offices: Collection[int], today: date) -> dict[tuple[int, SheetKind], Delegation]:
    """Under which delegation each kind may go out today, by office, the one that ends last; one
    query."""
    found: dict[tuple[int, SheetKind], Delegation] = {}
    rows = Delegation.objects.filter(
        office__in=sorted(offices), state=DelegationState.GIVEN, since__lte=today, until__gte=today
    )
    for row in rows.order_by("until", "pk"):
        given = ((SheetKind.URGING, row.urgings), (SheetKind.REQUEST, row.requests))
        found |= {(row.office_id, kind): row for kind, holds in given if holds}
    return found


def disputed(cases: Collection[int]) -> dict[tuple[int, int], str]:
    """Units whose objection or extension the office has not decided yet, by case; two queries."""
    open_ones = (Objection.Outcome.WAITING, Objection.Outcome.CONSULTING)
    objections = Objection.objects.filter(case__in=cases, outcome__in=open_ones)
    asked = Extension.objects.filter(case__in=cases, outcome=Extension.Outcome.WAITING)
    found = {}
    for rows, why in ((asked, "申请的延期还没有决定"), (objections, "提出的异议还没有决定")):
        for case, unit in rows.order_by().values_list("case_id", "assignment__unit_id"):
            found[case, unit] = why
    return found
