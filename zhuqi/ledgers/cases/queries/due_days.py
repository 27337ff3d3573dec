"""What is due on which day, counted and listed as the ledger finds it by the same filters.

Two parts, which have no case in common: rows that go by the case itself, and rows that go by the
clocks of one's own units (`Timing`). Both are bounded by days, so they cost what is due in these.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber, TruncDate

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import ClockKind, Light
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.ledgers.cases.queries.figures import LIGHTS
from zhuqi.ledgers.cases.queries.filtering import Filters, due_of, ledger
from zhuqi.ledgers.cases.queries.lights import Due, Timing, light_of
from zhuqi.ledgers.cases.queries.reach import Whose, timing_in

# Of whom a count is kept apart, by the name of the filter that finds it.
OWING, HAND = "owing", "hand"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many cases have something due, and how many at each light. A case with two clocks that
    end then counts once in `number`, and at each light at which one of them is."""

    number: int = 0
    lights: Mapping[Light, int] = field(default_factory=dict)

    def __add__(self, other: "Counted") -> "Counted":
        lights = {one: self.lights.get(one, 0) + other.lights.get(one, 0) for one in LIGHTS}
        return Counted(self.number + other.number, lights)

    @property
    def light(self) -> Light:
        """The most urgent there is."""
        return next((one for one in LIGHTS if self.lights.get(one)), Light.NONE)


# By day (None: all days together) and by whom (None: nobody in particular asked for).
Counts = dict[tuple[date | None, int | None], Counted]


@dataclass(frozen=True, slots=True)
class DueRow:
    """A case that has something due on a day: which clocks, whose, how the first of them stands."""

    case: Case
    day: date
    due_at: datetime
    light: Light
    clocks: tuple[ClockKind, ...]
    owner: Unit | None


@dataclass(frozen=True, slots=True)
class _Parts:
    """The cases of the ledger that fit the filters, and the clocks by which the others go."""

    cases: QuerySet[Case]
    clocks: QuerySet[Clock] | None


def counts_by_day(
    scope: Scope, filters: Filters, now: datetime, *, days: bool = True, by: str = ""
) -> Counts:
    """How much is due between the filters' two days; by day, by whom (`OWING`, `HAND`), or both.
    Two queries at most."""
    parts = _parts(scope, filters, now)
    found: Counts = defaultdict(Counted)
    case_keys = _keys(days=days, by=by, owner="due_unit_id", case="")
    for day, whom, counted in _counted(parts.cases, case_keys, now, "pk"):
        found[day, whom] += counted
    if parts.clocks is not None:
        clock_keys = _keys(days=days, by=by, owner="owner_id", case="case__")
        for day, whom, counted in _counted(parts.clocks, clock_keys, now, "case"):
            found[day, whom] += counted
    return dict(found)


def _parts(scope: Scope, filters: Filters, now: datetime) -> _Parts:
    timing = timing_in(scope, Whose(filters.whose))
    cases = ledger(scope, filters, now)
    if not timing.units:
        return _Parts(cases, None)
    by_case = cases.filter(timing.by_case) if timing.by_case else cases.none()
    return _Parts(by_case, _clocks(cases, timing, due_of(filters, now), now))


def _clocks(cases: QuerySet[Case], timing: Timing, due: Due, now: datetime) -> QuerySet[Clock]:
    others = cases.filter(~timing.by_case) if timing.by_case else cases
    return timing.running(due, now).filter(case__in=others.order_by().values("pk"))


def _keys(*, days: bool, by: str, owner: str, case: str) -> dict[str, Any]:
    """What is counted by, named alike in both parts."""
    keys: dict[str, Any] = {}
    if days:
        keys["day"] = _DAY
    if by == OWING:
        keys["whom"] = F(owner)
    elif by == HAND:
        theirs = Q(**{f"{case}handler__gt": 0, owner: F(f"{case}lead_unit_id")})
        keys["whom"] = Choice(
            When(theirs, then=F(f"{case}handler")), default=Value(0), output_field=IntegerField()
        )
    return keys


_DAY = TruncDate("due_at", tzinfo=SHANGHAI)


def _counted(
    rows: QuerySet[Any], keys: Mapping[str, Any], now: datetime, what: str
) -> Iterator[tuple[date | None, int | None, Counted]]:
    grouped = rows.order_by().annotate(**keys).values(*keys)
    lit = {
        light.value: Count(what, distinct=True, filter=Due(light=light).of_clock(now))
        for light in LIGHTS
    }
    numbers = {"n": Count(what, distinct=True), **lit}
    # Without a key there is one row, which is no group.
    found = grouped.annotate(**numbers) if keys else [rows.order_by().aggregate(**numbers)]
    for row in found:
        lights = {light: row[light.value] for light in LIGHTS}
        yield row.get("day"), row.get("whom"), Counted(row["n"], lights)


def rows_by_day(
    scope: Scope, filters: Filters, now: datetime, most: int
) -> dict[date, list[DueRow]]:
    """The first rows of each day between the filters' two, `most` of a day. Five queries at most,
    names and all."""
    parts = _parts(scope, filters, now)
    found = _first(parts.cases, ("pk", "due_clock", "due_unit"), most)
    if parts.clocks is not None:
        found += _first(parts.clocks, ("case", "clock", "owner"), most)
    ids = {one.case for one in found}
    cases = Case.objects.filter(pk__in=ids).read_by(scope).with_names().order_by() if ids else ()
    rows = {case.pk: case for case in cases}
    units = Unit.objects.in_bulk({one.owner for one in found if one.owner})
    days: dict[date, dict[int, list[_Found]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(found, key=lambda one: (one.due_at, one.case)):
        if one.case in rows:
            days[one.day][one.case].append(one)
    return {
        day: [_row(rows[pk], several, units, now) for pk, several in by_case.items()][:most]
        for day, by_case in days.items()
    }


@dataclass(frozen=True, slots=True)
class _Found:
    case: int
    day: date
    due_at: datetime
    warn_at: datetime
    clock: str
    owner: int | None


def _first(rows: QuerySet[Any], names: tuple[str, str, str], most: int) -> list[_Found]:
    case, clock, owner = names
    placed = rows.order_by().annotate(
        day=_DAY, place=Window(RowNumber(), partition_by=[F("day")], order_by=["due_at", case])
    )
    columns = (case, "day", "due_at", "warn_at", clock, owner)
    return [_Found(*row) for row in placed.filter(place__lte=most).values_list(*columns)]


def _row(case: Case, several: list[_Found], units: Mapping[int, Unit], now: datetime) -> DueRow:
    first = several[0]
    return DueRow(
        case,
        first.day,
        first.due_at,
        light_of(first.due_at, min(one.warn_at for one in several), now),
        tuple(dict.fromkeys(ClockKind(one.clock) for one in several if one.clock)),
        units.get(first.owner or 0),
    )
