"""Workbooks as offices and attackers make them."""

import zipfile
from collections.abc import Iterable
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
