"""Look at a workbook before anything parses it: a 1.4 kB file can ask for 23 GB of memory.

Runs in the child, under its limits: even a zip's list of parts can be made to fill the memory.
"""

import re
import zipfile
import zlib
from pathlib import Path

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
