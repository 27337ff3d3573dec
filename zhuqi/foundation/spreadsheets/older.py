"""Rows of an .xls, the workbook of before 2007, which is no zip. Runs in the child."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets.inspection import MAX_COLUMNS, MAX_ROWS
from zhuqi.foundation.spreadsheets.merging import Merging
from zhuqi.foundation.spreadsheets.parts import DAMAGED
from zhuqi.foundation.spreadsheets.spoilt import spoilt_cells


class Older:
    """Such a workbook. The parser goes by the ending of the name.

    NotValid for a locked or damaged one.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._book = CalamineWorkbook.from_path(path)
        except PasswordError as error:
            raise NotValid("文件有密码，请另存为不加密的 .xlsx") from error
        except CalamineError as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            raise NotValid(DAMAGED) from error
        self._path = path
        self.names = self._book.sheet_names
        self.hidden = [
            one.name
            for one in self._book.sheets_metadata
            if one.visible != SheetVisibleEnum.Visible
        ]

    def lines(self, sheet: int) -> Iterator[tuple[int, list[Any], list[int]]]:
        """Every row of a sheet, with the columns filled; what went wrong in a cell stands there as
        it shows."""
        try:
            read = self._book.get_sheet_by_index(sheet)
        except CalamineError as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            raise NotValid(DAMAGED) from error
        start, end = read.start, read.end
        if start is None or end is None:
            return
        if end[0] >= MAX_ROWS or end[1] >= MAX_COLUMNS:
            raise NotValid(
                f"表格最多读 {MAX_ROWS} 行、{MAX_COLUMNS} 列，现在到第 {end[0] + 1} 行、"
                f"第 {end[1] + 1} 列还有内容；请删去多余的行和列"
            )
        before = [""] * start[1]
        merging = Merging((*first, *last) for first, last in read.merged_cell_ranges or ())
        spoilt = spoilt_cells(self._path, sheet)
        for number, row in enumerate(read.iter_rows()):
            cells: list[Any] = before + row
            for column, word in spoilt.get(number, {}).items():
                cells += [""] * (column + 1 - len(cells))
                cells[column] = word
            yield number + 1, cells, merging.fill(cells, number)
