"""Look at a workbook before anything parses it: a 1.4 kB file can ask for 23 GB of memory.

Runs in the child, under its limits: even a zip's list of parts can be made to fill the memory.
"""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import IO

from zhuqi.foundation.access import NotValid

MAX_UNPACKED = 400 * 1024 * 1024
# Real tables of long, repetitive text reach 40.
MAX_RATIO = 200
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_BOMB = "文件展开后过大，可能已损坏或被恶意构造，未读取"
_CHUNK = 1024 * 1024
# A cell that holds something, at the place its XML names: <c r="XFD1048576" s="1"><v>. Cells that
# only carry a format end with "/>" or at once with "</c>": office programs leave them down to the
# last row.
_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>(?=[^<]|<[^/])"""
)
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?["']"""
)
_LONGEST_TAG = 512
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    r"\ufeff?\s*(?:<\?xml|<!doctype|<!--|<html|<head|<meta|<body|<table|<style)", re.IGNORECASE
)
_FIRST_CHARACTERS = 4096


class KindOfFile(Enum):
    """What can be read as a table."""

    WORKBOOK = "workbook"
    TEXT = "text"
    MARKUP = "markup"


def is_zip(file: IO[bytes]) -> bool:
    """True for what is packed like an .xlsx; leaves the file at its beginning."""
    head = file.read(len(ZIP))
    file.seek(0)
    return head == ZIP


def kind_of(path: Path) -> KindOfFile:
    """By its content: offices and systems name files wrongly. NotValid for what is no table."""
    from zhuqi.foundation.spreadsheets.text import encoding_of, has_columns  # read by both

    with path.open("rb") as file:
        if file.read(len(OLE)) == OLE:
            return KindOfFile.WORKBOOK
        file.seek(0)
        if is_zip(file):
            return KindOfFile.WORKBOOK
    encoding = encoding_of(path)
    is_text = path.suffix.lower() in {".csv", ".txt"}
    if encoding is not None:
        with path.open(encoding=encoding) as text:
            if _MARKUP.match(text.read(_FIRST_CHARACTERS)):
                return KindOfFile.MARKUP
        is_text = is_text or has_columns(path, encoding)
    if not is_text:
        raise NotValid("文件不是 .xlsx 表格，请用表格软件另存为 .xlsx")
    return KindOfFile.TEXT


class Packed(Enum):
    """What a packed workbook is."""

    XLSX = "xlsx"
    ODS = "ods"


def inspect(archive: zipfile.ZipFile) -> Packed:
    """Which kind of workbook it is. NotValid for none, or one that unpacks beyond all measure."""
    parts = archive.infolist()
    names = {part.filename.replace("\\", "/").lower().lstrip("/") for part in parts}
    if "xl/workbook.xml" in names:
        kind = Packed.XLSX
    elif "content.xml" in names:
        kind = Packed.ODS
    else:
        raise NotValid("文件不是 .xlsx 表格，请用表格软件另存为 .xlsx")
    packed = sum(part.compress_size for part in parts) or 1
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or (unpacked / packed > MAX_RATIO and unpacked > 10 * _CHUNK):
        raise NotValid(_BOMB)
    return kind


@dataclass(slots=True)
class Scan:
    """What a sheet holds besides its rows: its last filled column, and its merged cells as first
    row, first column, last row, last column, from 0 on."""

    width: int = 0
    merged: set[tuple[int, int, int, int]] = field(default_factory=set)


def scan(archive: zipfile.ZipFile, part: str) -> Scan:
    """Look through a sheet of an .xlsx before its rows are read.

    NotValid where a filled cell lies beyond the limits: nothing of such a sheet is taken.
    """
    found, read, tail = Scan(), 0, b""
    columns = set[bytes]()
    with archive.open(part) as sheet:
        while piece := sheet.read(_CHUNK):
            read += len(piece)
            if read > MAX_UNPACKED:
                raise NotValid(_BOMB)
            text = tail + piece
            cells = _CELL.findall(text)
            columns |= {column for column, _row in cells}
            _refuse_beyond(cells)
            for first, top, last, bottom in _MERGED.findall(text):
                found.merged.add(_range(first, top, last or first, bottom or top))
            tail = piece[-_LONGEST_TAG:]
    found.width = max(map(_column_number, columns), default=0)
    return found


def _refuse_beyond(cells: Sequence[tuple[bytes, bytes]]) -> None:
    """NotValid where one lies too far away, naming the first. Few columns and rows come again in
    thousands of cells: each is looked at once."""
    far = {row for row in {row for _column, row in cells} if int(row) > MAX_ROWS} | {
        column
        for column in {column for column, _row in cells}
        if _column_number(column) > MAX_COLUMNS
    }
    if far:
        column, row = next(cell for cell in cells if not far.isdisjoint(cell))
        raise beyond(_column_number(column), int(row))


def beyond(column: int, row: int) -> NotValid:
    """A filled cell too far away."""
    letters, left = "", column
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return NotValid(
        f"表格在 {letters}{row} 还有内容，最多读 {MAX_ROWS} 行、{MAX_COLUMNS} 列；"
        "请删去多余的行和列"
    )


def _range(first: bytes, top: bytes, last: bytes, bottom: bytes) -> tuple[int, int, int, int]:
    return (int(top) - 1, _column_number(first) - 1, int(bottom) - 1, _column_number(last) - 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
