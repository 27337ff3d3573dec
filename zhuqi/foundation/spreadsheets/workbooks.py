"""Rows of a workbook (.xlsx, or the older .xls), merged cells filled. Runs in the child."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets.inspection import MAX_COLUMNS, MAX_ROWS, inspect, is_zip

Line = tuple[int, list[Any], list[int]]
Merged = tuple[int, int, int, int]
# Excel for the Mac of old counts days from 1904; its name stands near the head of the part.
_EPOCH = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true|on)["']""")
_HEAD = 64 * 1024
_SHOWN = 10


def workbook_lines(path: Path, name: str, *, tell: Callable[[object], None]) -> Iterator[Line]:
    """Every row from the first on, with its columns from A on; first `tell`s what the book is.

    The parser goes by the ending of the name, so the file must be named for what it is.

    NotValid where there is no such sheet, or a cell lies beyond the limits.
    """
    epoch_1904 = _looked_over(path)
    book = CalamineWorkbook.from_path(path)
    sheet = _chosen(book, name)
    hidden = [one.name for one in _hidden(book)]
    told = {
        "sheets": book.sheet_names, "hidden": hidden, "sheet": sheet.name,
        "epoch_1904": epoch_1904,
    }  # fmt: skip
    tell({"book": told})
    yield from _lines(sheet)


def _looked_over(path: Path) -> bool:
    """Inspect a zip before anything parses it; returns whether its days count from 1904."""
    with path.open("rb") as file:
        if not is_zip(file):
            return False
    inspect(path)
    with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
        return bool(_EPOCH.search(_head(part)))


def _head(part: IO[bytes]) -> bytes:
    return io.BytesIO(part.read(_HEAD)).read()


def _hidden(book: CalamineWorkbook) -> list[Any]:
    return [one for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible]


def _chosen(book: CalamineWorkbook, name: str) -> CalamineSheet:
    """The sheet of that name; else the first that is not hidden."""
    names = book.sheet_names
    if name and name not in names:
        there = "、".join(names[:_SHOWN])
        raise NotValid(f"文件里没有名为“{name}”的工作表，只有：{there}")
    if not names:
        raise NotValid("文件里没有工作表")
    hidden = {one.name for one in _hidden(book)}
    first = next((one for one in names if one not in hidden), names[0])
    return book.get_sheet_by_name(name or first)


def _lines(sheet: CalamineSheet) -> Iterator[Line]:
    start, end = sheet.start, sheet.end
    if start is None or end is None:
        return
    if end[0] >= MAX_ROWS or end[1] >= MAX_COLUMNS:
        raise NotValid(
            f"表格最多读 {MAX_ROWS} 行、{MAX_COLUMNS} 列，现在到第 {end[0] + 1} 行、"
            f"第 {end[1] + 1} 列还有内容；请删去多余的行和列"
        )
    before = [""] * start[1]
    waiting = _ranges(sheet)
    open_ones: list[tuple[Merged, Any]] = []
    for number, row in enumerate(sheet.iter_rows()):
        cells: list[Any] = before + row
        while waiting and waiting[-1][0] <= number:
            merged = waiting.pop()
            open_ones.append((merged, _at(cells, merged[1]) if merged[0] == number else ""))
        open_ones = [one for one in open_ones if one[0][2] >= number]
        yield number + 1, cells, _fill(cells, open_ones, number)


def _ranges(sheet: CalamineSheet) -> list[Merged]:
    """Merged cells as first row, first column, last row, last column; the last one first."""
    found = sheet.merged_cell_ranges or []
    return sorted(((*first, *last) for first, last in found), reverse=True)


def _at(cells: list[Any], column: int) -> Any:
    return cells[column] if column < len(cells) else ""


def _fill(cells: list[Any], merged: list[tuple[Merged, Any]], number: int) -> list[int]:
    """What a merged cell says holds for all it covers; returns the columns filled."""
    filled: list[int] = []
    for (first, left, _last, right), value in merged:
        if value == "":
            continue
        for column in range(left, min(right + 1, len(cells))):
            if cells[column] == "" and (number, column) != (first, left):
                cells[column] = value
                filled.append(column)
    return filled
