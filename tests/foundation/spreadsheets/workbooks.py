"""Workbooks as offices and attackers make them."""

import struct
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

HEAD = ["编号", "企业", "时限"]
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_SPACE = "http://schemas.openxmlformats.org"
_BOOK = (
    f'<workbook xmlns="{_SPACE}/spreadsheetml/2006/main" '
    f'xmlns:r="{_SPACE}/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELS = (
    f'<Relationships xmlns="{_SPACE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_SPACE}/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
_ROOT = (
    f'<Relationships xmlns="{_SPACE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_SPACE}/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)


def book(path: Path, rows: Iterable[Iterable[object]], *, title: str = "Sheet") -> Path:
    """An ordinary workbook of one sheet."""
    made = Workbook()
    assert made.active is not None
    made.active.title = title
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return path


def raw_book(path: Path, cells: str, *, sheet: str = "xl/worksheets/sheet1.xml") -> Path:
    """A workbook with this XML inside its only sheet's <sheetData>."""
    data = (
        f'<worksheet xmlns="{_SPACE}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData>'
        "</worksheet>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            _RELS.replace("worksheets/sheet1.xml", sheet.removeprefix("xl/")),
        )
        archive.writestr(sheet, data)
    return path


def text_cell(place: str, text: str) -> str:
    """One filled cell."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def replaced(path: Path, part: str, content: bytes) -> Path:
    """The same workbook with another content of one part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, kept in (parts | {part: content}).items():
            archive.writestr(name, kept)
    return path


# The older .xls: records inside a file that keeps streams like a disk does ------------------------


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell with an error, by the byte it is stored as; of a formula, or typed."""

    code: int
    formula: bool = False


_BYTES, _ENDS = 512, 0xFFFFFFFE
# The built-in format 22: m/d/yy h:mm.
_MOMENT = 22
_WHAT = {"book": 0x0005, "sheet": 0x0010}


def older_book(
    path: Path, rows: Sequence[Sequence[object]], *, merged: Sequence[tuple[int, ...]] = ()
) -> Path:
    """A workbook as Excel 97 saves it, of one sheet. `merged`: first and last row, first and last
    column, from 0 on."""
    cells = [
        _cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    ]
    ranges = struct.pack("<H", len(merged)) + b"".join(struct.pack("<4H", *one) for one in merged)
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet = [_begin("sheet"), _record(0x0200, size), *cells, _record(0x00E5, ranges), _END]
    name = "台账".encode("utf-16-le")
    said = struct.pack("<HBB", 0, len(name) // 2, 1) + name
    formats = [_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, _MOMENT)]
    ahead = _begin("book") + _record(0x0042, struct.pack("<H", 1200)) + b"".join(formats)
    start = len(ahead) + 4 + 4 + len(said) + len(_END)
    book = ahead + _record(0x0085, struct.pack("<I", start) + said) + _END + b"".join(sheet)
    path.write_bytes(_compound("Workbook", book))
    return path


def _record(kind: int, said: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(said)) + said


def _begin(what: str) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, _WHAT[what], 0x0DBB, 0x07CC, 0, 6))


_END = _record(0x000A)


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, int(isinstance(value, datetime)))
    if isinstance(value, Wrong) and value.formula:
        result = struct.pack("<BBBBBBH", 2, 0, value.code, 0, 0, 0, 0xFFFF)
        return _record(0x0006, place + result + struct.pack("<HIH", 0, 0, 0))
    if isinstance(value, Wrong):
        return _record(0x0205, place + struct.pack("<BB", value.code, 1))
    if isinstance(value, bool):
        return _record(0x0205, place + struct.pack("<BB", value, 0))
    if isinstance(value, datetime):
        value = (value - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001 (a sheet knows no zone)
    if isinstance(value, float):
        return _record(0x0203, place + struct.pack("<d", value))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def _compound(name: str, content: bytes) -> bytes:
    """A file of sectors: their table, a directory of one stream, the stream."""
    content = content.ljust(4096, b"\0")
    content += bytes(-len(content) % _BYTES)
    sectors = len(content) // _BYTES
    chain = [*range(3, 2 + sectors), _ENDS]
    table = struct.pack(f"<{2 + sectors}I", 0xFFFFFFFD, _ENDS, *chain)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _ENDS, 0, _ENDS, 0, 0)
    head = head.ljust(_BYTES, b"\xff")
    entries = _entry("Root Entry", 5, 1, _ENDS, 0) + _entry(name, 2, 0xFFFFFFFF, 2, len(content))
    directory = entries + _entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    return head + table.ljust(_BYTES, b"\xff") + directory + content


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le") if name else b""
    links = struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


# OpenDocument -------------------------------------------------------------------------------------

_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)


def ods_book(path: Path, tables: str) -> Path:
    """A packed workbook of OpenDocument with these tables; the style "ta2" hides one."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(tables))
    return path
