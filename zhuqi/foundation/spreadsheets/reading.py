"""Rows of a sheet as dictionaries by heading, streamed from a child with limits."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets.inspection import MAX_ROWS, inspect

Cell = str | float | bool | datetime | None

MEMORY = 1536 * 1024 * 1024
SECONDS = 120
_NO_SHEET = 3


def read_rows(
    path: Path, *, sheet: str | None = None, max_rows: int = MAX_ROWS
) -> Iterator[dict[str, Cell]]:
    """Each data row under the first row's headings; wholly empty rows are left out.

    Dates come without a zone, as the sheet has them. NotValid (Chinese) for files that are no
    workbook, torn, encrypted, too large, without headings, or with the same heading twice.
    """
    inspect(path)
    command = [sys.executable, "-m", "zhuqi.foundation.spreadsheets.child", str(path), sheet or ""]
    with ExitStack() as stack:
        child = stack.enter_context(
            subprocess.Popen(  # noqa: S603 (our own module)
                [*command, str(MEMORY), str(SECONDS)],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        )
        stack.callback(child.kill)
        if child.stdout is None:
            raise RuntimeError("the child was started with a pipe")
        yield from _rows(child.stdout, max_rows)
        if code := child.wait():
            raise NotValid(
                f"表格里没有名为“{sheet}”的工作表"
                if code == _NO_SHEET
                else "表格读取失败：文件已损坏，或内容超出内存和时间限制"
            )


def _rows(lines: IO[bytes], max_rows: int) -> Iterator[dict[str, Cell]]:
    headings: list[str] = []
    count = 0
    for line in lines:
        cells = [_cell(value) for value in json.loads(line)]
        if all(cell in {None, ""} for cell in cells):
            continue
        if not headings:
            headings = _headings(cells)
            continue
        count += 1
        if count > max_rows:
            raise NotValid(f"表格超过 {max_rows} 行，请分开导入")
        yield dict(zip(headings, cells, strict=False))


def _headings(cells: list[Cell]) -> list[str]:
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    named = [name for name in names if name]
    if len(set(named)) != len(named):
        twice = next(name for name in named if named.count(name) > 1)
        raise NotValid(f"表头“{twice}”出现了两次")
    return names


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        text = str(value["t"])
        return datetime.fromisoformat(text) if "-" in text else text
    return value  # type: ignore[no-any-return]
