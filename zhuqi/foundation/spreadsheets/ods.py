"""Rows of an .ods (LibreOffice, WPS), one after the other. Runs in the child."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets.inspection import MAX_COLUMNS, MAX_ROWS, beyond
from zhuqi.foundation.spreadsheets.merging import Merging
from zhuqi.foundation.spreadsheets.parts import (
    Attributes,
    Handler,
    attribute,
    feed,
    part_names,
    read_whole,
)
from zhuqi.foundation.typed import whole

CONTENT = "content.xml"
_CELLS = frozenset({"table-cell", "covered-table-cell"})
# Notes and drawings beside a cell's own text.
_BESIDE = frozenset({"annotation", "frame", "shapes"})
_LENGTH = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_LONGEST_COUNT = 7


class _Tables(Handler):
    """The names of the sheets, and which are hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.hidden: list[str] = []
        self._style = ""
        self._hiding: set[str] = set()

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._style = attribute(attributes, "name")
        elif name == "table-properties" and attribute(attributes, "display") == "false":
            self._hiding.add(self._style)
        elif name == "table":
            self.names.append(attribute(attributes, "name"))
            if attribute(attributes, "style-name") in self._hiding:
                self.hidden.append(self.names[-1])


class _Rows(Handler):
    """The rows of one table that are whole: number from 1 on, cells, what was filled."""

    def __init__(self, wanted: int) -> None:
        super().__init__()
        self.rows: list[tuple[int, list[Any], list[int]]] = []
        self._wanted, self._table, self._depth = wanted, -1, 0
        self._merging = Merging()
        self._number, self._again = 0, 1
        self._cells: list[Any] = []
        self._ahead = 0
        self._cell: Attributes = {}
        self._texts: list[str] = []
        self._beside = 0

    @property
    def _reads(self) -> bool:
        return self._depth == 1 and self._table == self._wanted

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._depth += 1
            self._table += self._depth == 1
        elif not self._reads:
            return
        elif name == "table-row":
            self._cells, self._ahead = [], 0
            self._again = _count(attributes, "number-rows-repeated")
        elif name in _CELLS:
            self._cell, self._texts = attributes, []
        elif name in _BESIDE:
            self._beside += 1
        elif name == "p" and not self._beside:
            self.keeps = True
        elif self.keeps:
            marks = {"tab": "\t", "line-break": "\n", "s": " " * _count(attributes, "c")}
            self.data(marks.get(name, ""))

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1
        elif not self._reads:
            return
        elif name == "p" and not self._beside:
            self._texts.append(self.taken())
            self.keeps = False
        elif name in _BESIDE:
            self._beside -= 1
        elif name in _CELLS:
            self._end_cell(covered=name == "covered-table-cell")
        elif name == "table-row":
            self._end_row()

    def _end_cell(self, *, covered: bool) -> None:
        value = "" if covered else _value(self._cell, "\n".join(self._texts))
        times = _count(self._cell, "number-columns-repeated")
        if value == "":
            # Formats are painted to the last column: they count once something stands behind.
            self._ahead += times
            return
        at = len(self._cells) + self._ahead
        if at + times > MAX_COLUMNS:
            raise beyond(min(at + times, 18_278), self._number + 1)
        self._cells += [""] * self._ahead + [value] * times
        self._ahead = 0
        across = _count(self._cell, "number-columns-spanned")
        down = _count(self._cell, "number-rows-spanned")
        if across * down > 1:
            row, right = self._number, min(at + across, MAX_COLUMNS)
            self._cells += [""] * (right - len(self._cells))
            self._ahead = -(right - at - 1)
            self._merging.add((row, at, row + down - 1, right - 1), value)

    def _end_row(self) -> None:
        if not any(cell != "" for cell in self._cells):
            self._number += self._again
            return
        if self._number + self._again > MAX_ROWS:
            raise beyond(len(self._cells), self._number + self._again)
        for _again in range(self._again):
            cells = list(self._cells)
            filled = self._merging.fill(cells, self._number)
            self._number += 1
            self.rows.append((self._number, cells, filled))


def _count(attributes: Attributes, name: str) -> int:
    text = attribute(attributes, name)
    return whole(text, _LONGEST_COUNT) or 1


def _value(cell: Attributes, text: str) -> Any:
    """What the cell means; what it shows where it says no more."""
    kind = attribute(cell, "value-type")
    with suppress(ValueError):
        if kind in {"float", "percentage", "currency"}:
            return float(attribute(cell, "value"))
        if kind == "date":
            said = attribute(cell, "date-value")
            return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
        if kind == "time" and (found := _LENGTH.fullmatch(attribute(cell, "time-value"))):
            hour, minute, second = map(int, found.groups())
            return time(hour, minute, second)
        if kind == "boolean":
            return attribute(cell, "boolean-value") == "true"
    return text


class Ods:
    """A packed workbook of OpenDocument that has been looked over. NotValid for a locked one."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._names = archive, part_names(archive)
        manifest = self._names.get("meta-inf/manifest.xml")
        if manifest and b"encryption-data" in archive.read(manifest)[: 1024 * 1024]:
            raise NotValid("文件有密码，请另存为不加密的 .xlsx")
        tables = _Tables()
        read_whole(archive, self._names[CONTENT], tables)
        self.names, self.hidden = tables.names, tables.hidden

    def lines(self, sheet: int) -> Iterator[tuple[int, list[Any], list[int]]]:
        """Every row of a sheet up to the last that holds something, with the columns filled."""
        handler, last = _Rows(sheet), 0
        for _piece in feed(self._archive, self._names[CONTENT], handler):
            rows, handler.rows = handler.rows, []
            for number, cells, filled in rows:
                yield from ((between, [""], list[int]()) for between in range(last + 1, number))
                yield number, cells, filled
                last = number
