"""Rows of a sheet, plain or as dictionaries by heading, streamed from a child with limits."""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import zhuqi
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets.inspection import MAX_ROWS, OLE

Cell = str | float | bool | datetime | None

MAX_BYTES = 50 * 1024 * 1024
MEMORY = 1536 * 1024 * 1024
SECONDS = 120
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 1024 * 1024
_CUT = "表格读取失败：内容超出内存或时间限制，请分开导入，或用表格软件另存为 .xlsx 再试"
log = logging.getLogger(__name__)


class SheetRow(dict[str, Cell]):
    """A data row by heading. `number` is its line in the sheet, as people see it."""

    def __init__(self, cells: dict[str, Cell], number: int) -> None:
        super().__init__(cells)
        self.number = number


@dataclass(frozen=True, slots=True)
class Book:
    """What a file is: its sheets (none for text), which are hidden, and the one that is read.

    `epoch_1904`: numbers that mean days count from 1904, as on the Macs of old.
    """

    sheets: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    sheet: str = ""
    epoch_1904: bool = False


@dataclass(slots=True)
class Line:
    """A row as it stands in the sheet, from column A on. `filled`: columns whose value is that of
    a merged cell which covers them."""

    number: int
    cells: list[Cell]
    filled: frozenset[int] = field(default_factory=frozenset)

    @property
    def blank(self) -> bool:
        """True if nothing was written in the row itself."""
        return all(cell is None or place in self.filled for place, cell in enumerate(self.cells))


def read_lines(
    path: Path, *, sheet: str | None = None, max_bytes: int = MAX_BYTES
) -> tuple[Book, Generator[Line, None, None]]:
    """What the file is, and every row of one sheet in constant memory, headings and blank rows
    too. Merged cells are filled; dates come without a zone; empty cells are None.

    Whatever the file is called, its content says how it is read: .xlsx, .xls, text with commas or
    tabs, a web page called .xls. NotValid (Chinese) for what is no table, torn, encrypted, empty
    or too large, at once or at the row where it shows.
    """
    said = _lines(path, sheet or "", max_bytes)
    book = next(said)
    if not isinstance(book, Book):
        raise TypeError("the child begins with what the file is")
    return book, _only_lines(said)


def _only_lines(said: Generator[Book | Line, None, None]) -> Generator[Line, None, None]:
    try:
        for line in said:
            if isinstance(line, Line):
                yield line
    finally:
        # Whoever stops half-way must not leave the child behind.
        said.close()


def read_rows(
    path: Path,
    *,
    sheet: str | None = None,
    columns: Sequence[str] = (),
    max_rows: int = MAX_ROWS,
    max_bytes: int = MAX_BYTES,
) -> Iterator[SheetRow]:
    """Each data row under the headings of a table, in constant memory; `read_lines` says of what.

    The first row with anything in it holds the headings; columns without one and rows without a
    value are left out. NotValid too where it lacks one of `columns`, at the first row asked for.
    """
    _book, lines = read_lines(path, sheet=sheet, max_bytes=max_bytes)
    headings: list[str] = []
    count = 0
    try:
        for line in lines:
            if line.blank:
                continue
            if not headings:
                own = [None if at in line.filled else cell for at, cell in enumerate(line.cells)]
                headings = _headings(own, columns)
                continue
            count += 1
            if count > max_rows:
                raise NotValid(f"表格超过 {max_rows} 行，请分开导入")
            named = zip(headings, line.cells, strict=False)
            yield SheetRow({name: cell for name, cell in named if name}, line.number)
    finally:
        lines.close()
    if not headings:
        raise NotValid("表格是空的")


def _lines(path: Path, sheet: str, max_bytes: int) -> Generator[Book | Line, None, None]:
    """What the file is, then every row with its number."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(len(OLE))
            locked = head == OLE and _is_encrypted(file)
    except OSError as error:
        raise NotValid(f"打不开文件 {path.name}：{error.strerror}") from error
    if size == 0:
        raise NotValid("文件是空的")
    if size > max_bytes:
        raise NotValid(f"文件超过 {max_bytes / 1024 / 1024:g} MB，请分开导入")
    if locked:
        raise NotValid("文件有密码，请另存为不加密的 .xlsx")
    yield from _child_lines(path, sheet)


def _is_encrypted(file: IO[bytes]) -> bool:
    tail = b""
    while piece := file.read(_PIECE):
        if _ENCRYPTED in tail + piece:
            return True
        tail = piece[-len(_ENCRYPTED) :]
    return False


@contextmanager
def _named_rightly(path: Path) -> Iterator[Path]:
    """The file by a name that says what it is: the parser of old workbooks goes by the ending.

    Made here and not in the child, which may be killed at any moment.
    """
    with path.open("rb") as file:
        head = file.read(len(OLE))
    if head != OLE or path.suffix.lower() == ".xls":
        yield path.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "book.xls"
        link.symlink_to(path.resolve())
        yield link


def _child_lines(path: Path, sheet: str) -> Generator[Book | Line, None, None]:
    with ExitStack() as stack:
        named = stack.enter_context(_named_rightly(path))
        command = [sys.executable, "-m", "zhuqi.foundation.spreadsheets.child", str(named)]
        complaints = stack.enter_context(tempfile.TemporaryFile())
        # Nameless, so that nothing is left of it whoever is killed.
        spill = stack.enter_context(tempfile.TemporaryFile()).fileno()
        child = stack.enter_context(
            subprocess.Popen(  # noqa: S603 (our own module)
                [*command, sheet, str(spill), str(MEMORY), str(SECONDS)],
                pass_fds=(spill,),
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


def _spoken(lines: IO[bytes]) -> Generator[Book | Line, None, bool]:
    """What the child says; returns whether it came to the end."""
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            # Killed in the middle of a line.
            return False
        if isinstance(said, list):
            number, cells, filled = said
            yield Line(number, [_cell(value) for value in cells], frozenset(filled))
        elif "refused" in said:
            raise NotValid(said["refused"])
        elif "book" in said:
            yield _book(**said["book"])
        else:
            return True
    return False


def _book(*, sheets: list[str], hidden: list[str], sheet: str, epoch_1904: bool) -> Book:
    return Book(tuple(sheets), tuple(hidden), sheet, epoch_1904)


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
