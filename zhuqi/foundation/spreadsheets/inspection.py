"""Look at a workbook before anything parses it: a 1.4 kB file can ask for 23 GB of memory."""

import re
import zipfile
from pathlib import Path

from zhuqi.foundation.access import NotValid

MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A cell's place as the sheet's XML names it: <c r="XFD1048576"; also in <dimension ref="A1:XFD9">.
_CELL = re.compile(rb'[ :"]([A-Z]{1,3})([0-9]{1,7})"')
_CHUNK = 1024 * 1024
_OVERLAP = 32


def inspect(path: Path) -> None:
    """Raise NotValid for what is no workbook, encrypted, torn, or unpacks beyond all measure."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_OLE))
    except OSError as error:
        raise NotValid(f"打不开文件 {path.name}：{error.strerror}") from error
    if head == _OLE:
        raise NotValid("文件是加密的或旧版 .xls 格式，请另存为不加密的 .xlsx 再导入")
    try:
        with zipfile.ZipFile(path) as archive:
            _inspect_archive(archive)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise NotValid("文件不是 .xlsx 表格，或已损坏，请重新导出") from error


def _inspect_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise NotValid("文件不是 .xlsx 表格")
    packed = sum(part.compress_size for part in parts) or 1
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or (unpacked / packed > MAX_RATIO and unpacked > 10 * _CHUNK):
        raise NotValid("文件展开后过大，可能已损坏或被恶意构造，未导入")
    for part in parts:
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            _inspect_sheet(archive, part)


def _inspect_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Every cell must lie within the limits; read in pieces, never trusting declared sizes."""
    read, tail = 0, b""
    with archive.open(part) as sheet:
        while piece := sheet.read(_CHUNK):
            read += len(piece)
            if read > MAX_UNPACKED:
                raise NotValid("文件展开后过大，可能已损坏或被恶意构造，未导入")
            for column, row in _CELL.findall(tail + piece):
                if int(row) > MAX_ROWS or _column_number(column) > MAX_COLUMNS:
                    raise NotValid(
                        f"表格有单元格落在 {column.decode()}{row.decode()}，"
                        f"最多 {MAX_ROWS} 行 {MAX_COLUMNS} 列"
                    )
            tail = piece[-_OVERLAP:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
