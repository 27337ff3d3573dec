"""Look at a workbook before anything parses it: a 1.4 kB file can ask for 23 GB of memory.

Runs in the child, under its limits: even a zip's list of parts can be made to fill the memory.
"""

import re
import zipfile
import zlib
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
# only carry a format end with "/>": office programs leave them down to the last row.
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>""")
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


def inspect(path: Path) -> None:
    """Raise NotValid for what is no workbook, torn, or unpacks beyond all measure."""
    try:
        with zipfile.ZipFile(path) as archive:
            _inspect_parts(archive)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise NotValid("文件已损坏（可能没有下载完整），请重新导出或下载") from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        # Packed in a way, or locked with a password, that no office program uses.
        raise NotValid("文件不是 .xlsx 表格，请用表格软件另存为 .xlsx") from error


def _inspect_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise NotValid("文件不是 .xlsx 表格，请用表格软件另存为 .xlsx")
    packed = sum(part.compress_size for part in parts) or 1
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or (unpacked / packed > MAX_RATIO and unpacked > 10 * _CHUNK):
        raise NotValid(_BOMB)
    for part in parts:
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            _inspect_sheet(archive, part)


def _inspect_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Every filled cell must lie within the limits: one far away makes the whole table that big."""
    read, tail = 0, b""
    with archive.open(part) as sheet:
        while piece := sheet.read(_CHUNK):
            read += len(piece)
            if read > MAX_UNPACKED:
                raise NotValid(_BOMB)
            for column, row in _CELL.findall(tail + piece):
                if int(row) > MAX_ROWS or _column_number(column) > MAX_COLUMNS:
                    raise NotValid(
                        f"表格在 {column.decode()}{row.decode()} 还有内容，最多读 {MAX_ROWS} 行、"
                        f"{MAX_COLUMNS} 列；请删去多余的行和列"
                    )
            tail = piece[-_LONGEST_TAG:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
