"""Small sums of lines, kept so that pages need not read the lines: pure.

A cell holds every count of `FIGURES` for one month, one office and one value of one dimension.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from zhuqi.reporting.statistics.enums import Dimension
from zhuqi.reporting.statistics.figures import FIGURES, Column
from zhuqi.reporting.statistics.lines import Line

# A cell of its own for the whole of an office.
WHOLE = ""
# Dimensions that have cells, each beside the office; months are in every cell.
KEPT = (
    Dimension.LEVEL, Dimension.REGION, Dimension.UNIT, Dimension.SECTOR, Dimension.ITEM,
    Dimension.KIND, Dimension.CHANNEL, Dimension.TIER,
)  # fmt: skip
# Those whose values are numbers.
IDS = frozenset({Dimension.OFFICE, Dimension.UNIT, Dimension.ITEM})


def _masks(column: Column) -> tuple[int, ...]:
    figures = [figure for figure in FIGURES.values() if figure.column is column]
    masks = {mask for f in figures for mask in (f.counted, f.among, f.left_out) if mask}
    return tuple(sorted(masks))


# What a cell counts, by the column whose months it goes by; in the order of its numbers.
MASKS: dict[Column, tuple[int, ...]] = {column: _masks(column) for column in Column}
PLACES: dict[Column, dict[int, int]] = {
    column: {mask: place for place, mask in enumerate(masks)} for column, masks in MASKS.items()
}

# Cells of another shape are not read.
SHAPE = hashlib.sha256(repr(MASKS).encode()).hexdigest()


class CellKey(NamedTuple):
    """Where a cell stands; named like the columns."""

    dimension: str
    column: str
    month: int
    value: str
    office: int


@dataclass(slots=True)
class Cell:
    """Counts by `MASKS`, sums of money and staff, and how many cases took how many days."""

    counts: list[int]
    money: int = 0
    staff: int = 0
    days: dict[int, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True where nothing is left of it."""
        return not any(self.counts)

    def add(self, other: "Cell") -> None:
        """Count another's too."""
        for place, number in enumerate(other.counts):
            self.counts[place] += number
        self.money += other.money
        self.staff += other.staff
        for days, number in other.days.items():
            left = self.days.get(days, 0) + number
            if left:
                self.days[days] = left
            else:
                self.days.pop(days, None)

    def stored(self) -> str:
        """As its row has it: JSON, written as Python writes numbers, which is faster."""
        days = [[one, number] for one, number in sorted(self.days.items())]
        return f"[{self.counts},{self.money},{self.staff},{days}]".replace(" ", "")


def cell_of(stored: str) -> Cell:
    """What a row says."""
    counts, money, staff, days = json.loads(stored)
    return Cell(counts, money, staff, dict(days))


@lru_cache(maxsize=4096)
def _counted(column: Column, bits: int) -> tuple[int, ...]:
    return tuple(place for place, mask in enumerate(MASKS[column]) if bits & mask == mask)


_Where = tuple[str, int, str, int]
"""dimension, month, value, office"""


@dataclass(slots=True)
class _Sum:
    """A cell while lines are counted: lines by their flags, as flags recur."""

    lines: dict[int, int] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)
    money: int = 0
    staff: int = 0

    def finished(self, line: Line, sign: int) -> None:
        """The days and sums of a finished case more, or less."""
        self.money += sign * line.money
        self.staff += sign * line.staff
        if line.days is not None:
            self.days[line.days] = self.days.get(line.days, 0) + sign

    def add(self, other: "_Sum") -> None:
        """Another's of the same cell too."""
        for counts, more in ((self.lines, other.lines), (self.days, other.days)):
            for key, number in more.items():
                counts[key] = counts.get(key, 0) + number
        self.money += other.money
        self.staff += other.staff

    def cell(self, column: Column) -> Cell:
        """As it is stored."""
        counts = [0] * len(MASKS[column])
        for bits, lines in self.lines.items():
            for place in _counted(column, bits):
                counts[place] += lines
        days = {one: number for one, number in self.days.items() if number}
        return Cell(counts, self.money, self.staff, days)


class Tallies:
    """Lines counted in memory, cell by cell: whole cells, or by how much they change."""

    def __init__(self) -> None:
        self.sums: dict[Column, dict[_Where, _Sum]] = {one: {} for one in Column}

    def count(self, lines: Iterable[Line], sign: int = 1) -> None:
        """Lines more, or less."""
        for line in lines:
            values, bits, office = _values(line), line.flags, line.office
            for column, month in _months(line):
                if not _counted(column, bits):
                    continue
                sums, done = self.sums[column], line if column is Column.COMPLETED else None
                for dimension, value in values:
                    key = dimension, month, value, office
                    one = sums.get(key)
                    if one is None:
                        one = sums[key] = _Sum()
                    one.lines[bits] = one.lines.get(bits, 0) + sign
                    if done is not None:
                        one.finished(done, sign)

    def add(self, other: "Tallies") -> None:
        """Count what another has counted; it is used up."""
        for column, others in other.sums.items():
            own = self.sums[column]
            for where, one in others.items():
                held = own.setdefault(where, one)
                if held is not one:
                    held.add(one)

    # Sent to another process as plain values: an object for each cell takes longer than to count.
    def __getstate__(self) -> dict[Column, dict[_Where, tuple[Any, ...]]]:
        return {
            column: {
                where: (one.lines, one.days, one.money, one.staff) for where, one in of.items()
            }
            for column, of in self.sums.items()
        }

    def __setstate__(self, sent: dict[Column, dict[_Where, tuple[Any, ...]]]) -> None:
        self.sums = {
            column: {where: _Sum(*told) for where, told in of.items()}
            for column, of in sent.items()
        }

    def cells(self) -> dict[CellKey, Cell]:
        """What has been counted."""
        return {
            CellKey(dimension, column.value, month, value, office): one.cell(column)
            for column, sums in self.sums.items()
            for (dimension, month, value, office), one in sums.items()
        }


def _months(line: Line) -> Iterator[tuple[Column, int]]:
    yield Column.COLLECTED, line.collected
    if line.completed:
        yield Column.COMPLETED, line.completed
    if line.closed:
        yield Column.CLOSED, line.closed


def _values(line: Line) -> tuple[tuple[str, str], ...]:
    return (
        (WHOLE, ""),
        ("level", line.level),
        ("region", line.region),
        ("unit", str(line.unit)),
        ("sector", line.sector),
        ("item", str(line.item)),
        ("kind", line.kind),
        ("channel", line.channel),
        ("tier", line.tier),
    )
