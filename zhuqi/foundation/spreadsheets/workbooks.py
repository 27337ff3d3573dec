"""Rows of a workbook (.xlsx, .ods, or the older .xls), merged cells filled. Runs in the child."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets.inspection import Packed, inspect, is_zip
from zhuqi.foundation.spreadsheets.ods import Ods
from zhuqi.foundation.spreadsheets.parts import opened_archive
from zhuqi.foundation.spreadsheets.xlsx import Xlsx

Line = tuple[int, list[Any], list[int]]
Tell = Callable[[object], None]
_SHOWN = 10


def workbook_lines(path: Path, name: str, *, spill: int, tell: Tell) -> Iterator[Line]:
    """Every row from the first on, with its columns from A on; first `tell`s what the book is.

    `spill`: an open file for what is too large to keep in memory. The parser of .xls goes by the
    ending of the name, so such a file must be named for what it is.

    NotValid where there is no such sheet, or a cell lies beyond the limits.
    """
    with path.open("rb") as file:
        packed = is_zip(file)
    if not packed:
        from zhuqi.foundation.spreadsheets.older import Older  # its parser takes memory of its own

        older = Older(path)
        sheet = _chosen(older.names, older.hidden, name)
        _tell(tell, older.names, older.hidden, older.names[sheet])
        yield from older.lines(sheet)
        return
    with opened_archive(path) as archive:
        if inspect(archive) is Packed.ODS:
            ods = Ods(archive)
            sheet = _chosen(ods.names, ods.hidden, name)
            _tell(tell, ods.names, ods.hidden, ods.names[sheet])
            yield from ods.lines(sheet)
            return
        book = Xlsx(archive, spill)
        names = [one.name for one in book.sheets]
        hidden = [one.name for one in book.sheets if one.hidden]
        sheet = _chosen(names, hidden, name)
        _tell(tell, names, hidden, names[sheet], epoch_1904=book.epoch_1904)
        yield from book.lines(book.sheets[sheet])


def _tell(
    tell: Tell, names: list[str], hidden: list[str], sheet: str, *, epoch_1904: bool = False
) -> None:
    book = {"sheets": names, "hidden": hidden, "sheet": sheet, "epoch_1904": epoch_1904}
    tell({"book": book})


def _chosen(names: list[str], hidden: list[str], name: str) -> int:
    """Which is the sheet of that name; else the first that is not hidden."""
    if name and name not in names:
        there = "、".join(names[:_SHOWN])
        raise NotValid(f"文件里没有名为“{name}”的工作表，只有：{there}")
    if not names:
        raise NotValid("文件里没有工作表")
    first = next((one for one in names if one not in hidden), names[0])
    return names.index(name or first)
