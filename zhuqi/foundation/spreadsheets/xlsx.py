"""Rows of an .xlsx, one after the other: no more of it is in memory than a piece. In the child."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets.inspection import MAX_COLUMNS, MAX_ROWS, Scan, beyond, scan
from zhuqi.foundation.spreadsheets.merging import Merging
from zhuqi.foundation.spreadsheets.parts import (
    DAMAGED,
    Attributes,
    Handler,
    attribute,
    feed,
    part_names,
    read_whole,
)
from zhuqi.foundation.spreadsheets.shared_texts import SharedTexts
from zhuqi.foundation.typed import whole

WORKBOOK = "xl/workbook.xml"
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 (a sheet knows no zone)
_LAST_DAY = 2_958_466
# Date formats that have only a number: 14 to 22 and 45 to 47 everywhere, the others in China.
_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_LENGTHS_OF_TIME = frozenset({46})
_QUOTED = re.compile(r'"[^"]*"?|\\.|_.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_DATE_LETTERS = re.compile(r"[dmhys]", re.IGNORECASE)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet: what it is called, whether it is shown, and where its rows lie."""

    name: str
    hidden: bool
    part: str


class _Workbook(Handler):
    """Its sheets with the ids of their parts, and from when its days count."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, bool, str]] = []
        self.epoch_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            hidden = attribute(attributes, "state") in {"hidden", "veryHidden"}
            named = attribute(attributes, "name")
            self.sheets.append((named, hidden, attribute(attributes, "id")))
        elif name == "workbookPr":
            self.epoch_1904 = attribute(attributes, "date1904") in {"1", "true", "on"}


class _Links(Handler):
    """Which part each id means, and of what kind it is."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            kind = attribute(attributes, "Type").rpartition("/")[2]
            self.targets[attribute(attributes, "Id")] = (kind, attribute(attributes, "Target"))


class _Styles(Handler):
    """Which styles show a number as a date, and which as a length of time."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []
        self._formats: dict[str, str] = {}
        self._inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            code = attribute(attributes, "formatCode")
            self._formats[attribute(attributes, "numFmtId")] = kind_of_format(code)
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = attribute(attributes, "numFmtId")
            self.kinds.append(self._formats.get(number) or _kind_of_number(number))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False


def kind_of_format(code: str) -> str:
    """ "date", "length" of time, or "" of a number's format, by what it does to what is above 0."""
    first = _QUOTED.sub("", code).partition(";")[0]
    if _ELAPSED.search(first):
        return "length"
    return "date" if _DATE_LETTERS.search(_BRACKETS.sub("", first)) else ""


def _kind_of_number(number: str) -> str:
    known = whole(number, 5)
    return "date" if known in _DATES else "length" if known in _LENGTHS_OF_TIME else ""


class _Texts(Handler):
    """The shared texts, each in its runs; how they are read aloud is left out."""

    def __init__(self, texts: SharedTexts) -> None:
        super().__init__()
        self._texts = texts
        self._runs: list[str] = []
        self._aloud = self._kept = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self.keeps = not self._aloud
            self._kept = "xml:space" in attributes
        elif name == "rPh":
            self._aloud = True

    def end(self, name: str) -> None:
        if name == "t":
            if self.keeps:
                self._runs.append(run_of(self.taken(), kept=self._kept))
            self.keeps = False
        elif name == "si":
            self._texts.add("".join(self._runs))
            self._runs.clear()
        elif name == "rPh":
            self._aloud = False


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def run_of(text: str, *, kept: bool) -> str:
    """A run of text as Excel shows it: _x000D_ is a character that XML has none for."""
    if not kept:
        # What XML calls blank; blanks of other kinds were typed.
        text = text.strip(" \t\r\n")
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text


@dataclass(slots=True)
class _Cell:
    """The cell that is being read."""

    column: int = 0
    kind: str = ""
    style: int = 0
    value: Any = ""
    runs: list[str] = field(default_factory=list)


class _Sheet(Handler):
    """The rows that are whole, with their numbers from 1 on."""

    def __init__(self, texts: SharedTexts, styles: Sequence[str], *, epoch: datetime) -> None:
        super().__init__()
        self.rows: list[tuple[int, list[Any]]] = []
        self._texts, self._styles, self._epoch = texts, styles, epoch
        self._number = 0
        self._cells: list[Any] = []
        self._cell = _Cell()
        self._columns: dict[str, int] = {}
        self._aloud = self._kept = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "v":
            self.keeps = True
        elif name == "t":
            self.keeps = not self._aloud
            self._kept = "xml:space" in attributes
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "rPh":
            self._aloud = True

    def end(self, name: str) -> None:
        if name == "v":
            self.keeps = False
            self._cell.value = self._value(self.taken())
        elif name == "c":
            self._end_cell()
        elif name == "t":
            if self.keeps:
                self._cell.runs.append(run_of(self.taken(), kept=self._kept))
            self.keeps = False
        elif name == "row":
            if self._cells:
                self.rows.append((self._number, self._cells))
        elif name == "rPh":
            self._aloud = False

    def _begin_row(self, number: str | None) -> None:
        told = whole(number or "")
        at = self._number + 1 if told is None else told
        if at <= self._number:
            raise NotValid(DAMAGED)
        self._number, self._cells, self._cell.column = at, [], 0

    def _begin_cell(self, attributes: Attributes) -> None:
        cell = self._cell
        place = attributes.get("r")
        if place is None:
            cell.column += 1
        else:
            letters = place.rstrip("0123456789")
            cell.column = self._columns.get(letters) or self._column(letters)
        cell.kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        cell.style = whole(style, 5) or 0
        cell.value = ""
        cell.runs.clear()

    def _column(self, letters: str) -> int:
        if not _PLACE.match(f"{letters}1"):
            raise NotValid(DAMAGED)
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        self._columns[letters] = number
        return number

    def _end_cell(self) -> None:
        cell = self._cell
        value = "".join(cell.runs) if cell.runs and cell.value == "" else cell.value
        if value == "":
            return
        if cell.column > MAX_COLUMNS or self._number > MAX_ROWS:
            raise beyond(cell.column, self._number)
        cells, at = self._cells, cell.column - 1
        if at < len(cells):
            cells[at] = value
            return
        if at > len(cells):
            cells.extend([""] * (at - len(cells)))
        cells.append(value)

    def _value(self, text: str) -> Any:
        kind = self._cell.kind
        try:
            if kind == "s":
                return self._texts[int(text)]
            if kind in {"str", "e", "inlineStr"}:
                return text
            if kind == "b":
                return text.strip() in {"1", "true"}
            if kind == "d":
                return _of_iso(text)
            return self._number_or_date(float(text)) if text.strip() else ""
        except (ValueError, IndexError) as error:
            raise NotValid(DAMAGED) from error

    def _number_or_date(self, value: float) -> Any:
        style, styles = self._cell.style, self._styles
        kind = styles[style] if style < len(styles) else ""
        if not kind or not 0 <= value < _LAST_DAY:
            return value
        # To the thousandth of a second: a day's part has no more digits than that.
        passed = timedelta(milliseconds=round(value * 86_400_000))
        if kind == "length":
            return passed
        if value < 1:
            return (_EPOCH + passed).time()
        if self._epoch is _EPOCH and value < 60:  # noqa: PLR2004 (Excel's February 1900 has 29 days)
            passed += timedelta(days=1)
        at = self._epoch + passed
        return at.date() if at.time() == time(0) else at


def _of_iso(text: str) -> datetime | date | str:
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    return text


class Xlsx:
    """A packed workbook that has been looked over; its texts go into the file `descriptor`."""

    def __init__(self, archive: zipfile.ZipFile, descriptor: int) -> None:
        self._archive, self._descriptor = archive, descriptor
        self._names = part_names(archive)
        book, links = _Workbook(), _Links()
        read_whole(archive, self._names[WORKBOOK], book)
        if rels := self._names.get("xl/_rels/workbook.xml.rels"):
            read_whole(archive, rels, links)
        self.epoch_1904 = book.epoch_1904
        self._links = links.targets
        self.sheets = [
            SheetPart(name, hidden, part)
            for name, hidden, key in book.sheets
            if (part := self._part(key, "worksheet"))
        ]

    def _part(self, key: str, kind: str) -> str:
        """The part an id means; "" where it is none of that kind."""
        found, target = self._links.get(key, ("", ""))
        return self._named(target) if found == kind else ""

    def _named(self, target: str) -> str:
        path = target.replace("\\", "/").lower()
        path = path.removeprefix("/") if path.startswith("/") else f"xl/{path.removeprefix('./')}"
        while "/../" in path:
            path = re.sub(r"[^/]+/\.\./", "", path, count=1)
        return self._names.get(path, "")

    def lines(self, sheet: SheetPart) -> Iterator[tuple[int, list[Any], list[int]]]:
        """Every row of a sheet up to the last that holds something, with the columns filled.

        NotValid where a cell lies beyond the limits, before any row is given.
        """
        seen = scan(self._archive, sheet.part)
        styles = _Styles()
        texts = SharedTexts(self._descriptor)
        for kind, target in self._links.values():
            if kind == "styles" and (name := self._named(target)):
                read_whole(self._archive, name, styles)
            elif kind == "sharedStrings" and (name := self._named(target)):
                read_whole(self._archive, name, _Texts(texts))
        texts.flush()
        epoch = _EPOCH_1904 if self.epoch_1904 else _EPOCH
        handler = _Sheet(texts, styles.kinds, epoch=epoch)
        yield from _lines(feed(self._archive, sheet.part, handler), handler, seen)


def _lines(
    pieces: Iterator[None], handler: _Sheet, seen: Scan
) -> Iterator[tuple[int, list[Any], list[int]]]:
    merging, last = Merging(seen.merged), 0
    for _piece in pieces:
        rows, handler.rows = handler.rows, []
        for number, cells in rows:
            for between in range(last + 1, number):
                blank: list[Any] = [""] * seen.width
                yield between, blank, merging.fill(blank, between - 1)
            if len(cells) < seen.width:
                cells.extend([""] * (seen.width - len(cells)))
            yield number, cells, merging.fill(cells, number - 1)
            last = number
