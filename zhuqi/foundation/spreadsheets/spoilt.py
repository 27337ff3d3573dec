"""Cells of an .xls in which a formula went wrong: its reader leaves them out as if they were empty,
and what is missing would go in unnoticed. Runs in the child."""

import struct
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from olefile import OleFileIO

# As Excel writes them, by the byte they are stored as.
_WORDS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_UNKNOWN = "#VALUE!"
# Records of a workbook: four bytes of head (what, how long), then what it says.
_HEAD = struct.Struct("<HH")
_SHEET, _END, _FORMULA, _ERROR = 0x0085, 0x000A, 0x0006, 0x0205
# Row, column, format; then the byte, and whether it is an error or 真/假.
_ERROR_CELL = struct.Struct("<HHHBB")
# Row, column, format, and the result: of an error its third byte, marked at its end.
_FORMULA_CELL = struct.Struct("<HHHBBBBBBH")
_NO_NUMBER, _IS_ERROR = 0xFFFF, 2
_STREAMS = ("Workbook", "Book")


def spoilt_cells(path: Path, sheet: int) -> Mapping[int, dict[int, str]]:
    """By row and column, from 0 on, the words of errors on a sheet; none where the file does not
    say where its sheets are."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    try:
        _find(_stream(path), sheet, found)
    except (OSError, struct.error) as error:
        # Damaged is said by the reader of the rows, to whom it matters.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    return found


def _find(book: bytes, sheet: int, found: dict[int, dict[int, str]]) -> None:
    starts = [struct.unpack_from("<I", what)[0] for what in _of(book, 0, _SHEET)]
    if sheet >= len(starts):
        return
    for what in _of(book, starts[sheet], _ERROR):
        row, column, _format, code, is_error = _ERROR_CELL.unpack_from(what)
        if is_error:
            found[row][column] = _WORDS.get(code, _UNKNOWN)
    for what in _of(book, starts[sheet], _FORMULA):
        row, column, _format, kind, _, code, _, _, _, mark = _FORMULA_CELL.unpack_from(what)
        if mark == _NO_NUMBER and kind == _IS_ERROR:
            found[row][column] = _WORDS.get(code, _UNKNOWN)


def _stream(path: Path) -> bytes:
    with OleFileIO(str(path)) as file:
        name = next((name for name in _STREAMS if file.exists(name)), _STREAMS[0])
        data: bytes = file.openstream(name).read()
        return data


def _of(book: bytes, start: int, wanted: int) -> Iterator[bytes]:
    """What the records of a kind say, from there to the end of that part of the book."""
    at = start
    while at + _HEAD.size <= len(book):
        kind, length = _HEAD.unpack_from(book, at)
        at += _HEAD.size
        if kind == wanted and at + length <= len(book):
            yield book[at : at + length]
        if kind == _END:
            return
        at += length
