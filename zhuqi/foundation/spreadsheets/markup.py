"""Tables as web pages or as XML of 2003: what many systems hand out under the name .xls."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets.inspection import MAX_COLUMNS, MAX_ROWS
from zhuqi.foundation.spreadsheets.text import encoding_of
from zhuqi.foundation.typed import whole

_PIECE = 256 * 1024
# The words of web pages, and of Excel's XML of 2003 for the same.
_TABLES, _ROWS, _CELLS = {"table"}, {"tr", "row"}, {"td", "th", "cell"}
_BREAKS = {"br", "p", "div"}
_UNREAD = {"style", "script", "head", "styles", "documentproperties"}


def markup_lines(path: Path) -> Iterator[tuple[int, list[str | None], list[int]]]:
    """The rows of the largest table in the file, counted within it. NotValid where there is none,
    or it is too large."""
    encoding = encoding_of(path)
    if encoding is None:
        raise NotValid("文件编码不是 UTF-8、UTF-16、GB18030，请用表格软件另存为 .xlsx")
    reader = _Reader()
    with path.open(encoding=encoding, newline="") as file:
        while piece := file.read(_PIECE):
            reader.feed(piece)
    reader.close()
    table = max(reader.tables, key=lambda one: sum(map(len, one.rows)), default=None)
    if table is None or not table.rows:
        raise NotValid("文件不是表格：里面没有表，请用表格软件另存为 .xlsx")
    for number, row in enumerate(table.rows, start=1):
        yield number, [cell or None for cell in row], table.filled.get(number - 1, [])


@dataclass(slots=True)
class _Table:
    """A table so far. `below`: what covers cells of later rows, by column: rows left and value."""

    rows: list[list[str]] = field(default_factory=list)
    filled: dict[int, list[int]] = field(default_factory=dict)
    below: dict[int, tuple[int, str]] = field(default_factory=dict)

    def begin_row(self) -> None:
        if len(self.rows) >= MAX_ROWS:
            raise NotValid(f"表格超过 {MAX_ROWS} 行，请分开导入")
        self.rows.append([])
        self._take_below()

    def add(self, text: str, across: int, down: int, at: int) -> None:
        if not self.rows:
            self.begin_row()
        row = self.rows[-1]
        while len(row) < at:
            row.append("")
            self._take_below()
        for place in range(across):
            if len(row) >= MAX_COLUMNS:
                raise NotValid(f"表格最多读 {MAX_COLUMNS} 列；请删去多余的列")
            if place:
                self._note_filled(len(row))
            if down > 1:
                self.below[len(row)] = (down - 1, text)
            row.append(text)
        self._take_below()

    def _take_below(self) -> None:
        row = self.rows[-1]
        while (covered := self.below.get(len(row))) and covered[0] > 0 and self._is_older(len(row)):
            left, text = covered
            self.below[len(row)] = (left - 1, text)
            self._note_filled(len(row))
            row.append(text)

    def _is_older(self, column: int) -> bool:
        return column >= len(self.rows[-1]) and len(self.rows) > 1

    def _note_filled(self, column: int) -> None:
        self.filled.setdefault(len(self.rows) - 1, []).append(column)


class _Reader(HTMLParser):
    """Collects tables; one inside a cell of another is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._text: list[str] = []
        self._cell: tuple[int, int, int] | None = None
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Tables, rows and cells; the rest is only passed through."""
        tag = tag.rpartition(":")[2]
        if tag in _UNREAD:
            self._unread += 1
        elif tag in _TABLES:
            self._end_cell()
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif self._open and tag in _ROWS:
            self._end_cell()
            self._open[-1].begin_row()
        elif self._open and tag in _CELLS:
            self._end_cell()
            self._cell = _spans(dict(attrs))
            self._text = []
        elif tag in _BREAKS:
            self._text.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An empty cell counts like any other; an empty head must not swallow the page."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """What is not closed is closed by the next of its kind."""
        tag = tag.rpartition(":")[2]
        if tag in _UNREAD:
            self._unread = max(self._unread - 1, 0)
        elif tag in _CELLS | _ROWS:
            self._end_cell()
        elif tag in _TABLES and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Words inside a cell."""
        if self._cell is not None and not self._unread:
            self._text.append(data)

    def close(self) -> None:
        """The last cell may not have been closed."""
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is not None and self._open:
            across, down, at = self._cell
            self._open[-1].add("".join(self._text).strip(), across, down, at)
        self._cell = None


def _spans(attrs: dict[str, str | None]) -> tuple[int, int, int]:
    """How many columns and rows it covers, and the column it stands in where that is said."""

    def number(*names: str) -> int:
        digits = next((value for name in names if (value := attrs.get(name))), "")
        return whole(digits, 6) or 0

    across = number("colspan") or number("ss:mergeacross") + 1
    down = number("rowspan") or number("ss:mergedown") + 1
    return min(across, MAX_COLUMNS + 1), min(down, MAX_ROWS), max(number("ss:index") - 1, 0)
