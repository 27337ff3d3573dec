"""What a leader looks at first: what waits for their word, what is stuck, what is late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from zhuqi.foundation.access import Person
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import ClockKind, Light
from zhuqi.ledgers.cases.models import FAR, Case, Clock, Instruction
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.ledgers.cases.queries import STUCK, Condition, Filters, Whose, holding, ledger

SHOWN = 20
STUCK_SHOWN, LATE_SHOWN, UNITS_SHOWN = 8, 5, 8


@dataclass(frozen=True, slots=True)
class Given:
    """A leader's instruction that has no report yet, with the clock that runs for it."""

    row: Instruction
    clock: Clock | None

    @property
    def due_at(self) -> datetime:
        """When the report is due; FAR where no clock runs."""
        return self.clock.due_at if self.clock else FAR


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit that is late: with how many cases, and since when with the oldest of them."""

    unit: Unit
    cases: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """A leader's first page, cut to what they may see.

    `stuck` and `late` are the first rows only; the counts are of all there are. A case may be
    stuck for several reasons, so `stuck_for` adds up to more than `stuck_count`.
    """

    reported: list[Instruction]
    given: list[Given]
    stuck: list[Case]
    stuck_count: int
    stuck_for: dict[Condition, int]
    late: list[Case]
    late_units: list[LateUnit]
    more_late_units: bool
    instructed: frozenset[int]

    @property
    def cases(self) -> list[Case]:
        """Every case shown, some more than once."""
        words = [*self.reported, *(given.row for given in self.given)]
        return [*(row.case for row in words), *self.stuck, *self.late]


def overview_of(person: Person, now: datetime) -> Watch:
    """Everything at once, in a fixed number of queries."""
    stuck, late = _stuck(person, now), _late(person, now)
    for_whom = _stuck_for(person, now)
    units = _late_units(person, now)
    reported = _own(person, Instruction.State.REPORTED, "reported_at")
    shown = {case.pk for case in (*stuck, *late)}
    return Watch(
        reported=reported,
        given=_given(person),
        stuck=stuck,
        stuck_count=for_whom.pop(Condition.STUCK),
        stuck_for=for_whom,
        late=late,
        late_units=units[:UNITS_SHOWN],
        more_late_units=len(units) > UNITS_SHOWN,
        instructed=_instructed(person, shown),
    )


def _own(person: Person, state: Instruction.State, order: str) -> list[Instruction]:
    """A leader's own (`of_leader`), each with its case as one may read it."""
    mine = Instruction.objects.of_leader(person.scope).filter(state=state)
    seen = Case.objects.within_reach(person.scope).with_names()
    rows = list(mine.filter(case__in=seen.order_by()).order_by(order, "pk")[:SHOWN])
    cases = {case.pk: case for case in seen.filter(pk__in={row.case_id for row in rows})}
    for row in rows:
        row.case = cases[row.case_id]
        if row.case.redaction is not None:
            row.requirement = row.case.redaction.over(row.requirement)
            row.report = row.case.redaction.over(row.report)
    return rows


def _given(person: Person) -> list[Given]:
    rows = _own(person, Instruction.State.OPEN, "instructed_at")
    clocks = Clock.objects.filter(
        case__in={row.case_id for row in rows},
        clock=ClockKind.INSTRUCTION,
        stopped_at__isnull=True,
    )
    running = {(clock.case_id, clock.sheet): clock for clock in clocks.order_by()}
    given = [Given(row, running.get((row.case_id, row.ordinal))) for row in rows]
    return sorted(given, key=lambda one: (one.due_at, one.row.pk))


def _stuck(person: Person, now: datetime) -> list[Case]:
    # What was handed up to one's office is stuck too, though it stands in a ledger below.
    rows = ledger(person.scope, Filters(condition=Condition.STUCK, whose=Whose.ALL), now)
    rows = rows.with_names()
    return list(rows.order_by("due_at", "pk")[:STUCK_SHOWN])


def _stuck_for(person: Person, now: datetime) -> dict[Condition, int]:
    every = (*STUCK, Condition.STUCK)
    # Not by their own names: one of them is a column's.
    counted = {f"n_{one}": Count("pk", filter=holding(one, now)) for one in every}
    stuck = Case.objects.live().filter(holding(Condition.STUCK, now))
    row = stuck.within_reach(person.scope).order_by().aggregate(**counted)
    return {one: row[f"n_{one}"] for one in every}


def _red(person: Person, now: datetime) -> CaseQuerySet:
    """What is late, as the ledger lists it."""
    return ledger(person.scope, Filters(light=Light.RED), now)


def _late(person: Person, now: datetime) -> list[Case]:
    rows = _red(person, now).with_names()
    return list(rows.order_by("due_at", "pk")[:LATE_SHOWN])


def _late_units(person: Person, now: datetime) -> list[LateUnit]:
    late = _red(person, now).filter(due_unit__isnull=False).order_by()
    counted = late.values_list("due_unit").annotate(n=Count("pk"), since=Min("due_at"))
    worst = list(counted.order_by("-n", "since")[: UNITS_SHOWN + 1])
    units = Unit.objects.in_bulk([pk for pk, _n, _since in worst])
    return [LateUnit(units[pk], n, since) for pk, n, since in worst]


def _instructed(person: Person, case_ids: Collection[int]) -> frozenset[int]:
    """Which of these the leader has written on already."""
    own = Instruction.objects.of_leader(person.scope).filter(case__in=case_ids)
    return frozenset(own.order_by().values_list("case_id", flat=True))
