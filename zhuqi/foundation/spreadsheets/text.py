"""Tables as text (.csv and the like), in the encodings and with the marks office programs write."""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path

from zhuqi.foundation.access import NotValid

_ENCODINGS = ("utf-8-sig", "gb18030")
_MARKS = (",", "\t", ";", "|")
_PIECE = 1024 * 1024
_FIRST_LINES = 20


def text_lines(path: Path) -> Iterator[tuple[int, list[str | None]]]:
    """Every row with the line it ends on; all cells are text or None. NotValid if unreadable."""
    encoding = encoding_of(path)
    if encoding is None:
        raise NotValid("文件不是文本表格（.csv），或编码不是 UTF-8、UTF-16、GB18030")
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file, delimiter=_mark(path, encoding))
        try:
            for row in rows:
                yield rows.line_num, [cell.strip() or None for cell in row]
        except csv.Error as error:
            raise NotValid(f"第 {rows.line_num} 行读不懂：{error}") from error


# Full-width ones too: Excel in Chinese takes them for the plain.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_MOVES_ON = ("\t", "\r")


def harmless(text: str) -> str:
    """Text for a cell that no office program takes for a formula, nor for two cells."""
    if text.startswith(_MOVES_ON) or text.lstrip().startswith(_FORMULA):
        return f"'{text}"
    return text


def encoding_of(path: Path) -> str | None:
    """What the file can be read as to its last byte; None for what is no text."""
    with path.open("rb") as file:
        if file.read(2) in {BOM_UTF16_LE, BOM_UTF16_BE}:
            return "utf-16" if _reads_as(path, "utf-16") else None
    return next((name for name in _ENCODINGS if _reads_as(path, name)), None)


def has_columns(path: Path, encoding: str) -> bool:
    """True if any of the first lines is more than one cell."""
    return any(mark in line for line in _first_lines(path, encoding) for mark in _MARKS)


def _mark(path: Path, encoding: str) -> str:
    """What stands between cells: the one the first lines use most."""
    lines = _first_lines(path, encoding)
    return max(_MARKS, key=lambda mark: sum(line.count(mark) for line in lines))


def _first_lines(path: Path, encoding: str) -> list[str]:
    with path.open(encoding=encoding, newline="") as file:
        return [line for line in (file.readline(_PIECE) for _ in range(_FIRST_LINES)) if line]


def _reads_as(path: Path, encoding: str) -> bool:
    """To the last byte, and without the zeros of programs."""
    decoder = getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if "\x00" in decoder.decode(piece):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
