"""Several tables of figures at once, for pages that show many: two queries in all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from zhuqi.foundation.access import Scope
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Unit
from zhuqi.reporting.statistics import queries
from zhuqi.reporting.statistics.enums import Dimension
from zhuqi.reporting.statistics.figures import FIGURES, AsOf, Cut, Figure, Period
from zhuqi.reporting.statistics.measuring import (
    CELL,
    Asked,
    Found,
    are_kept,
    cells_of,
    columns_of,
    empty,
    read_cells,
    standing_of,
)
from zhuqi.reporting.statistics.models import Standing, Tally


@dataclass(frozen=True, slots=True)
class Office:
    """An office whose ledger somebody may read."""

    pk: int
    name: str
    level: Level
    region: str


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where somebody reads: what they may, as of now, and the offices among it."""

    cut: Cut
    as_of: AsOf
    offices: Mapping[int, Office]


def standpoint(scope: Scope, wanted: Cut = queries.ALL) -> Standpoint:
    """`readable_cut` and `newest` in one query, with the names of the offices one reads.

    NotYours as there.
    """
    rows = _OFFICES()
    cut = queries.cut_among(scope, wanted, lambda: [row[:3] for row in rows])
    event, at = rows[0][-2:] if rows else (None, None)
    as_of = AsOf(event, at) if event is not None and at else queries.NEVER_YET
    reach = cut.offices or frozenset()
    found = {
        pk: Office(pk, short or name, Level(level), code)
        for pk, level, code, name, short, *_ in rows
        if pk in reach
    }
    return Standpoint(cut, as_of, found)


def _offices() -> QuerySet[Any, Any]:
    newest = Standing.objects.order_by("pk")
    named = queries.offices().annotate(
        event=Subquery(newest.values("event")[:1]), at=Subquery(newest.values("at")[:1])
    )
    return named.values_list(*queries.PLACE, "name", "short_name", "event", "at")


_OFFICES = Prepared(_offices)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table of figures: which, of what months, told apart by what, of which rows."""

    codes: Sequence[str]
    period: Period
    by: tuple[Dimension, ...] = ()
    cut: Cut = queries.ALL


@dataclass(frozen=True, slots=True)
class Measured:
    """Tables in the order asked for, each as `queries.measure` gives it; and what the units that
    tell rows apart are called."""

    tables: Sequence[Found]
    units: Mapping[int, str]


def measure_several(tables: Sequence[Wanted], as_of: AsOf) -> Measured:
    """One query where tallies are kept of every table, as of now; else what `measure` takes for
    each, and one for the names."""
    figures = [[FIGURES[code] for code in dict.fromkeys(one.codes)] for one in tables]
    rows = _rows(tables, figures, as_of)
    if rows is None:
        return _one_by_one(tables, as_of)
    found, units = list[Found](), dict[int, str]()
    for place, one in enumerate(tables):
        table = read_cells(figures[place], one.by, [row[:-1] for row in rows[place]])
        if not one.by and not table:
            table = {(): {figure.code: empty(figure) for figure in figures[place]}}
        found.append(queries.in_order(table))
        units |= {int(value): name for _c, _m, value, *_, name in rows[place] if name}
    return Measured(found, units)


def _one_by_one(tables: Sequence[Wanted], as_of: AsOf) -> Measured:
    found = [
        queries.measure(one.codes, period=one.period, by=one.by, cut=one.cut, as_of=as_of)
        for one in tables
    ]
    units: set[Any] = {
        key[one.by.index(Dimension.UNIT)]
        for one, table in zip(tables, found, strict=True)
        if Dimension.UNIT in one.by
        for key in table
    }
    named = Unit.objects.filter(pk__in=units) if units else Unit.objects.none()
    return Measured(found, {unit.pk: str(unit) for unit in named})


# Stands where no table does: tallies are complete to the event.
_STANDING = -1
_NONE, _NOTHING = Value(0, IntegerField()), Value("", CharField())


def _named(cells: QuerySet[Tally], place: int, asked: Asked) -> QuerySet[Any, Any]:
    """Cells with their table's place before them, and behind them the name of a unit."""
    name: Any = _NOTHING
    if Dimension.UNIT in asked.by:
        unit = Unit.objects.filter(pk=Cast(OuterRef("value"), BigIntegerField())).order_by()
        told = Coalesce(NullIf("short_name", Value("")), "name")
        name = Coalesce(Subquery(unit.annotate(told=told).values("told")[:1]), _NOTHING)
    return cells.values_list(Value(place, IntegerField()), *CELL, name)


def _rows(
    tables: Sequence[Wanted], figures: Sequence[Sequence[Figure]], as_of: AsOf
) -> Mapping[int, list[tuple[Any, ...]]] | None:
    """Cells by the place of their table; None where no tallies are kept of one, or they are of
    another event by now."""
    asked = [Asked(one.period, one.by, one.cut, as_of.event) for one in tables]
    if not all(map(are_kept, figures, asked)):
        return None
    parts = tuple(
        (columns_of(some), one.period, one.by, one.cut)
        for some, one in zip(figures, tables, strict=True)
    )
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for place, *cell in _CELLS(parts, event=as_of.event):
        found[place].append(tuple(cell))
    return found if found.pop(_STANDING, None) else None


def _cells(
    parts: Sequence[tuple[Sequence[str], Period, tuple[Dimension, ...], Cut]], event: int
) -> QuerySet[Any, Any]:
    standing: QuerySet[Any, Any] = standing_of(event).values_list(
        Value(_STANDING, IntegerField()), _NOTHING, _NONE, _NOTHING, "generation", _NOTHING,
        _NOTHING,
    )  # fmt: skip
    several = []
    for place, (columns, period, by, cut) in enumerate(parts):
        asked = Asked(period, by, cut, event)
        several.append(_named(cells_of(columns, asked), place, asked))
    return standing.union(*several, all=True)


# The same months and offices are asked for all day: to put seven tables into one statement takes
# longer than to read them.
_CELLS = Prepared(_cells)
