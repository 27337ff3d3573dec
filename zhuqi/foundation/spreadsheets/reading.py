"""Rows of a sheet as dictionaries by heading, streamed from a child with limits."""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import zhuqi
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets.inspection import MAX_ROWS
from zhuqi.foundation.spreadsheets.text import text_lines

Cell = str | float | bool | datetime | None

MAX_BYTES = 50 * 1024 * 1024
MEMORY = 1536 * 1024 * 1024
SECONDS = 120
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CUT = "表格读取失败：内容超出内存或时间限制，请分开导入，或用表格软件另存为 .xlsx 再试"
log = logging.getLogger(__name__)


class SheetRow(dict[str, Cell]):
    """A data row by heading. `number` is its line in the sheet, as people see it."""

    def __init__(self, cells: dict[str, Cell], number: int) -> None:
        super().__init__(cells)
        self.number = number


def read_rows(
    path: Path,
    *,
    sheet: str | None = None,
    columns: Sequence[str] = (),
    max_rows: int = MAX_ROWS,
    max_bytes: int = MAX_BYTES,
) -> Iterator[SheetRow]:
    """Each data row under the headings of an .xlsx sheet or a .csv file, in constant memory.

    The first row with anything in it holds the headings; columns without one and rows without a
    value are left out. Dates come without a zone, as the sheet has them; empty cells are None.
    NotValid (Chinese), at the first row asked for or at the row where it shows, for files that
    are no table, torn, encrypted, empty, too large, or lack one of `columns`.
    """
    lines = _lines(path, sheet or "", max_bytes)
    headings: list[str] = []
    count = 0
    for number, cells in lines:
        if all(cell is None for cell in cells):
            continue
        if not headings:
            headings = _headings(cells, columns)
            continue
        count += 1
        if count > max_rows:
            raise NotValid(f"表格超过 {max_rows} 行，请分开导入")
        named = zip(headings, cells, strict=False)
        yield SheetRow({name: cell for name, cell in named if name}, number)
    if not headings:
        raise NotValid("表格是空的")


def _lines(path: Path, sheet: str, max_bytes: int) -> Iterator[tuple[int, list[Cell]]]:
    """Every row with its number, whatever kind of file it is."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(len(_OLE))
            rest = file.read(max_bytes) if head == _OLE else b""
    except OSError as error:
        raise NotValid(f"打不开文件 {path.name}：{error.strerror}") from error
    if size == 0:
        raise NotValid("文件是空的")
    if size > max_bytes:
        raise NotValid(f"文件超过 {max_bytes / 1024 / 1024:g} MB，请分开导入")
    if head == _OLE:
        encrypted = _ENCRYPTED in rest
        what = "文件有密码，请另存为不加密的 .xlsx" if encrypted else "旧版 .xls 请另存为 .xlsx"
        raise NotValid(what)
    if head.startswith(_ZIP):
        return _workbook_lines(path, sheet)
    if path.suffix.lower() in {".csv", ".txt"}:
        return text_lines(path)
    raise NotValid("文件不是 .xlsx 表格，请用表格软件另存为 .xlsx")


def _workbook_lines(path: Path, sheet: str) -> Iterator[tuple[int, list[Cell]]]:
    command = [sys.executable, "-m", "zhuqi.foundation.spreadsheets.child", str(path.resolve())]
    with ExitStack() as stack:
        complaints = stack.enter_context(tempfile.TemporaryFile())
        child = stack.enter_context(
            subprocess.Popen(  # noqa: S603 (our own module)
                [*command, sheet, str(MEMORY), str(SECONDS)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                # Nothing of ours besides: the keys of the log and the sessions are variables.
                env={"PYTHONPATH": str(Path(zhuqi.__file__).parents[1]), "PYTHONUTF8": "1"},
            )
        )
        # A caller that stops half-way must not leave the child behind.
        stack.callback(child.kill)
        if child.stdout is None:
            raise RuntimeError("the child was started with a pipe")
        if not (yield from _spoken(child.stdout)):
            code = child.wait()
            complaints.seek(0)
            log.warning("Reading %s ended with %s: %s", path.name, code, complaints.read()[-2000:])
            raise NotValid(_CUT)


def _spoken(lines: IO[bytes]) -> Generator[tuple[int, list[Cell]], None, bool]:
    """What the child says; returns whether it came to the end."""
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            # Killed in the middle of a line.
            return False
        if isinstance(said, dict):
            if "refused" in said:
                raise NotValid(said["refused"])
            return True
        number, cells = said
        yield number, [_cell(value) for value in cells]
    return False


def _headings(cells: list[Cell], wanted: Sequence[str]) -> list[str]:
    names = ["" if cell is None else " ".join(str(cell).split()) for cell in cells]
    named = [name for name in names if name]
    if len(set(named)) != len(named):
        twice = next(name for name in named if named.count(name) > 1)
        raise NotValid(f"表头“{twice}”出现了两次")
    if missing := [name for name in wanted if name not in named]:
        raise NotValid(f"表格缺少列：{'、'.join(missing)}；表头应在第一行")
    return names


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        text = str(value["t"])
        return datetime.fromisoformat(text) if "-" in text else text
    return None if value == "" else value
