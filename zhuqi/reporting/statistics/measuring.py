"""Figures counted from lines, or read off tallies: the same numbers, one slower than the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Sum

from zhuqi.reporting.statistics import flags
from zhuqi.reporting.statistics.enums import Dimension
from zhuqi.reporting.statistics.figures import FIGURES, Column, Cut, Figure, Period, Value
from zhuqi.reporting.statistics.models import CaseLine, LineQuerySet, Standing, Tally
from zhuqi.reporting.statistics.tallying import IDS, KEPT, PLACES, SHAPE, WHOLE, Cell, cell_of
from zhuqi.reporting.statistics.values import percentile

Key = tuple[object, ...]
Found = dict[Key, dict[str, Value]]
# Of a cut: what somebody may read at all, besides what they chose.
_REACH = frozenset({"blank", "offices", "units", "open_to_all"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be measured, as of which event."""

    period: Period
    by: tuple[Dimension, ...]
    cut: Cut
    event: int

    @property
    def chosen(self) -> dict[str, Any]:
        """What the cut names, by column."""
        names = [one.name for one in fields(self.cut) if one.name not in _REACH]
        return {
            name: value
            for name in names
            if (value := getattr(self.cut, name)) or name in self.cut.blank
        }


def empty(figure: Figure) -> Value:
    """The value of a figure of nothing."""
    return _EMPTY[figure.code]


@dataclass(slots=True)
class _Sum:
    """One figure of one cell while it is summed."""

    numerator: int = 0
    denominator: int = 0
    excluded: int = 0
    total: int = 0
    histogram: dict[int, int] = field(default_factory=dict)

    def took(self, days: int, lines: int) -> None:
        self.histogram[days] = self.histogram.get(days, 0) + lines

    def value(self, figure: Figure) -> Value:
        return Value(
            self.numerator,
            self.denominator if figure.among else None,
            self.excluded,
            percentile(self.histogram, figure.percentile) if figure.percentile else None,
            self.total if figure.sums else None,
        )


_EMPTY = {code: _Sum().value(figure) for code, figure in FIGURES.items()}


class _Sums(dict[Key, dict[str, _Sum]]):
    """Every figure of every cell while they are summed."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        super().__init__()
        self.figures = figures

    def __missing__(self, key: Key) -> dict[str, _Sum]:
        sums = self[key] = {figure.code: _Sum() for figure in self.figures}
        return sums

    def values_of(self) -> Found:
        return {
            key: {figure.code: sums[figure.code].value(figure) for figure in self.figures}
            for key, sums in self.items()
        }


# From lines ---------------------------------------------------------------------------------------


def by_lines(figures: Sequence[Figure], asked: Asked) -> Found:
    """Any combination of dimensions, as of any event: one query for each column of months."""
    sums = _Sums(figures)
    for column in Column:
        concerned = [figure for figure in figures if figure.column is column]
        if concerned:
            _count_lines(sums, concerned, _counts(concerned, column, asked), len(asked.by))
    return sums.values_of()


def within(column: Column, asked: Asked) -> LineQuerySet:
    """The lines of a period and a cut, as of an event."""
    lines = LineQuerySet(CaseLine).known(asked.event)
    rows = lines.filter(**{f"{column.value}__range": asked.period.numbers}, **asked.chosen)
    if asked.cut.offices is not None:
        rows = rows.filter(office__in=sorted(asked.cut.offices))
    if asked.cut.units is not None:
        rows = rows.filter(unit__in=sorted(asked.cut.units))
    return rows.flagged(flags.OPEN_TO_ALL) if asked.cut.open_to_all else rows


def _columns(column: Column, asked: Asked) -> list[str]:
    return [column.value if one is Dimension.MONTH else one.value for one in asked.by]


def _counts(figures: Sequence[Figure], column: Column, asked: Asked) -> Iterable[tuple[Any, ...]]:
    """Rows of (dimensions…, flags, days, lines, money, staff)."""
    names = _columns(column, asked)
    timed = any(figure.percentile for figure in figures)
    summed = any(figure.sums for figure in figures)
    grouped = within(column, asked).order_by().values_list(
        *names, "flags", *(["days"] if timed else [])
    )  # fmt: skip
    sums = {"of_money": Sum("money"), "of_staff": Sum("staff")} if summed else {}
    place = len(names) + 1
    for row in grouped.annotate(lines=Count("pk"), **sums):
        days, rest = (row[place] if timed else None), row[place + timed :]
        yield (*row[:place], days, rest[0], *(rest[1:] if summed else (0, 0)))


def _count_lines(
    sums: _Sums, figures: Sequence[Figure], rows: Iterable[tuple[Any, ...]], dimensions: int
) -> None:
    # Flags recur; which figures they count for is asked once.
    parts: dict[int, list[tuple[Figure, bool, bool, bool]]] = {}
    for row in rows:
        key, (bits, days, lines, money, staff) = row[:dimensions], row[dimensions:]
        if bits not in parts:
            parts[bits] = [
                (figure, *found) for figure in figures if any(found := _parts(figure, bits))
            ]
        if not parts[bits]:
            continue
        cell = sums[key]
        for figure, counted, among, left_out in parts[bits]:
            one = cell[figure.code]
            one.numerator += lines if counted else 0
            one.denominator += lines if among else 0
            one.excluded += lines if left_out else 0
            if counted and figure.percentile and days is not None:
                one.took(days, lines)
            if counted and figure.sums:
                one.total += money if figure.sums == "money" else staff


def _parts(figure: Figure, bits: int) -> tuple[bool, bool, bool]:
    """Whether its numerator, its denominator, its excluded set has lines of these flags."""
    return (
        bits & figure.counted == figure.counted,
        bool(figure.among) and bits & figure.among == figure.among,
        bool(figure.left_out) and bits & figure.left_out == figure.left_out,
    )


def firms_of(figure: Figure, asked: Asked) -> Found:
    """A figure of firms, each counted once in its cell: one query, which joins lines with cases."""
    names = _columns(figure.column, asked)
    lines = within(figure.column, asked).flagged(figure.counted).order_by()
    counts = {"lines": Count("pk"), "firms": Count("case__enterprise", distinct=True)}
    told = lines.values_list(*names).annotate(**counts) if names else [lines.aggregate(**counts)]
    rows = [tuple(row.values()) if isinstance(row, dict) else row for row in told]
    return {tuple(key): {figure.code: Value(number, total=firms)} for *key, number, firms in rows}


# From tallies -------------------------------------------------------------------------------------


def by_tallies(figures: Sequence[Figure], asked: Asked) -> Found | None:
    """The same in one query; None where no tallies are kept of it, or not of that event."""
    if not are_kept(figures, asked):
        return None
    rows = list(cells_of(columns_of(figures), asked).values_list(*CELL))
    return read_cells(figures, asked.by, rows) if rows else None


# What is read of a cell.
CELL = ("column", "month", "value", "office", "counts")


def standing_of(event: int) -> QuerySet[Standing]:
    """The row that says tallies are complete to that event; none where they are not."""
    return Standing.objects.filter(event=event, shape=SHAPE).order_by()


def are_kept(figures: Sequence[Figure], asked: Asked) -> bool:
    """True where tallies hold what is asked; False where it takes lines."""
    distinct = any(one.is_distinct for one in figures)
    return _kept(asked) is not None and not asked.cut.open_to_all and not distinct


def columns_of(figures: Sequence[Figure]) -> tuple[str, ...]:
    """By whose months they go."""
    return tuple(sorted({figure.column.value for figure in figures}))


def cells_of(columns: Sequence[str], asked: Asked) -> QuerySet[Tally]:
    """The tallies that hold what is asked, where any do."""
    dimension = _kept(asked)
    tallies = Tally.objects.filter(
        generation=Subquery(standing_of(asked.event).values("generation")[:1]),
        dimension=dimension, month__range=asked.period.numbers, column__in=columns,
    )  # fmt: skip
    chosen, cut = asked.chosen, asked.cut
    if "office" in chosen:
        tallies = tallies.filter(office=chosen.pop("office"))
    if cut.offices is not None:
        tallies = tallies.filter(office__in=sorted(cut.offices))
    if chosen:
        tallies = tallies.filter(value=str(chosen[str(dimension)]))
    if cut.units is not None:
        tallies = tallies.filter(value__in=[str(unit) for unit in sorted(cut.units)])
    return tallies.order_by()


def _kept(asked: Asked) -> str | None:
    """The dimension whose cells hold what is asked; None where it takes two."""
    free = {Dimension.MONTH.value, Dimension.OFFICE.value}
    wanted = ({one.value for one in asked.by} | asked.chosen.keys()) - free
    if asked.cut.units is not None:
        wanted.add(Dimension.UNIT.value)
    if len(wanted) > 1:
        return None
    name = wanted.pop() if wanted else WHOLE
    return name if name == WHOLE or name in KEPT else None


def read_cells(
    figures: Sequence[Figure], by: Sequence[Dimension], rows: Iterable[tuple[Any, ...]]
) -> Found:
    """The figures of cells, summed by dimensions."""
    found: dict[Key, dict[str, Cell]] = {}
    for column, month, value, office, counts in rows:
        cells = found.setdefault(tuple(_value(one, month, value, office) for one in by), {})
        cell = cell_of(counts)
        if column in cells:
            cells[column].add(cell)
        else:
            cells[column] = cell
    told = {}
    for key, cells in found.items():
        values = {one.code: _of_cell(one, cells.get(one.column)) for one in figures}
        # A cell may count lines of other figures only.
        if any(map(_counts_any, values.values())):
            told[key] = values
    return told


def _value(dimension: Dimension, month: int, value: str, office: int) -> object:
    if dimension is Dimension.MONTH:
        return month
    if dimension is Dimension.OFFICE:
        return office
    return int(value) if dimension in IDS else value


def _of_cell(figure: Figure, cell: Cell | None) -> Value:
    """A figure of one cell of its months; of hundreds a page reads most are shares."""
    if cell is None:
        return empty(figure)
    counts, places = cell.counts, PLACES[figure.column]
    numerator = counts[places[figure.counted]]
    among = counts[places[figure.among]] if figure.among else 0
    excluded = counts[places[figure.left_out]] if figure.left_out else 0
    if not (numerator or among or excluded):
        return empty(figure)
    sums = {"money": cell.money, "staff": cell.staff}
    return Value(
        numerator,
        among if figure.among else None,
        excluded,
        percentile(cell.days, figure.percentile) if figure.percentile else None,
        sums.get(figure.sums),
    )


def _counts_any(value: Value) -> bool:
    return bool(value.numerator or value.denominator or value.excluded)
