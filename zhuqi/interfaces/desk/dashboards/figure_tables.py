"""Tables of figures whose every number opens its rows; on a page and in a file the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.spreadsheets.writing import Holds, Row, SheetColumn
from zhuqi.interfaces.desk.statistics.asking import Place
from zhuqi.interfaces.desk.statistics.cells import (
    address_columns,
    addresses,
    cell,
    file_unit,
    in_file,
    number,
)
from zhuqi.interfaces.shell.charts import sparkline
from zhuqi.interfaces.shell.parts import Cell, Heading, Table
from zhuqi.reporting.statistics.figures import FIGURES, Figure, Part, Value

Values = Mapping[str, Value]
# Whose rows a file says the address of.
_OPENED = (Part.NUMERATOR, Part.DENOMINATOR)
# How tables of many columns are styled.
ROWS = "d-over d-over--rows"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures of a table of lines: of which rows."""

    label: StrOrPromise
    values: Values
    place: Place


@dataclass(frozen=True, slots=True)
class FigureLines:
    """A line a figure: this period, others beside it, and how it went."""

    codes: Sequence[str]
    columns: Sequence[Column]
    months: Mapping[int, Values] = field(default_factory=dict)
    trend: StrOrPromise = ""

    def table(self, css: str = "d-over d-lines") -> Table:
        """On a page."""
        headings = [Heading(_("指标"))]
        if self.months:
            headings.append(Heading(self.trend, "d-lines__went", bare=True))
        headings += [Heading(one.label, number=True) for one in self.columns]
        return Table(headings, [self._line(FIGURES[code]) for code in self.codes], css, keys=False)

    def _line(self, figure: Figure) -> list[Cell | object]:
        cells: list[Cell | object] = [Cell(figure.name)]
        if self.months:
            went = [
                number(figure, values[figure.code]) if figure.code in values else None
                for values in self.months.values()
            ]
            cells.append(sparkline(went))
        return cells + [cell(figure, one.values[figure.code], one.place) for one in self.columns]

    def sheet_columns(self) -> list[SheetColumn]:
        """In a file."""
        found = [SheetColumn(_("指标"), Holds.TEXT, 18), SheetColumn(_("单位"), Holds.TEXT, 8)]
        for one in self.columns:
            found += [
                SheetColumn(str(one.label), Holds.NUMBER, 12),
                SheetColumn(_("分子"), Holds.NUMBER, 9),
                SheetColumn(_("分母"), Holds.NUMBER, 9),
            ]
        found.append(SheetColumn(_("算法"), Holds.TEXT, 40))
        for one in self.columns:
            found += address_columns(str(one.label), _OPENED)
        return found

    def sheet_rows(self) -> Iterator[Row]:
        """The same numbers, typed."""
        for code in self.codes:
            figure = FIGURES[code]
            row: list[str | float | int | None] = [str(figure.name), file_unit(figure)]
            for one in self.columns:
                value = one.values[code]
                row += [in_file(figure, value), value.numerator, value.denominator]
            row.append(str(figure.formula))
            for one in self.columns:
                row += addresses(figure, one.values[code], one.place, _OPENED)
            yield row


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of figures: what it is about, where that leads, and of which rows it is."""

    name: str
    values: Values
    place: Place
    url: str = ""
    before: Sequence[Cell | object] = ()


@dataclass(frozen=True, slots=True)
class FigureRows:
    """A row a unit, an office or a month; a column a figure. `more`: columns before the figures."""

    label: StrOrPromise
    codes: Sequence[str]
    rows: Sequence[FigureRow]
    more: Sequence[Heading] = ()

    def table(self, css: str = ROWS) -> Table:
        """On a page."""
        headings = [
            Heading(self.label),
            *self.more,
            *(Heading(FIGURES[code].name, number=True) for code in self.codes),
        ]
        return Table(headings, [self._row(one) for one in self.rows], css, keys=False)

    def _row(self, row: FigureRow) -> list[Cell | object]:
        figures = (FIGURES[code] for code in self.codes)
        return [
            Cell(row.name, url=row.url),
            *row.before,
            *(cell(figure, row.values[figure.code], row.place) for figure in figures),
        ]

    def sheet_columns(self) -> list[SheetColumn]:
        """In a file: a share beside what it is of."""
        found = [SheetColumn(str(self.label), Holds.TEXT, 18)]
        for code in self.codes:
            figure = FIGURES[code]
            words = f"{figure.name}（{file_unit(figure)}）"
            found.append(SheetColumn(words, Holds.NUMBER, 12))
            if figure.among:
                found.append(
                    SheetColumn(_("%(name)s分母") % {"name": figure.name}, Holds.NUMBER, 9)
                )
        for code in self.codes:
            found += address_columns(str(FIGURES[code].name), self._opened(code))
        return found

    @staticmethod
    def _opened(code: str) -> Sequence[Part]:
        return _OPENED if FIGURES[code].among else (Part.NUMERATOR,)

    def sheet_rows(self) -> Iterator[Row]:
        """The same numbers, typed."""
        for one in self.rows:
            row: list[str | float | int | None] = [one.name]
            for code in self.codes:
                figure, value = FIGURES[code], one.values[code]
                row.append(in_file(figure, value))
                if figure.among:
                    row.append(value.denominator)
            for code in self.codes:
                row += addresses(FIGURES[code], one.values[code], one.place, self._opened(code))
            yield row
