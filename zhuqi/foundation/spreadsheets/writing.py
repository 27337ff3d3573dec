"""Tables written for Excel, row after row, so that a hundred thousand rows need no more memory
than ten; what anybody typed never becomes a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from rustpy_xlsxwriter import Format, write_worksheet, write_worksheets

from zhuqi.foundation.spreadsheets.text import harmless
from zhuqi.foundation.workdays import in_shanghai

Value = str | int | float | date | datetime | None
Row = Sequence[Value]
# Excel keeps no more in a cell.
LONGEST = 32_767
CUT = "…（内容过长，已截断）"
# What XML cannot hold, or Excel shows as a box.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MOMENT, _DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
# Rows are encoded for a .csv so many at a time.
_CHUNK = 500


class Holds(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """The heading of a column, and how wide it stands."""

    label: str
    holds: Holds = Holds.TEXT
    width: float = 12


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the headings: what the table is, and lines about it."""

    title: str
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook, under a name of at most 31 characters."""

    name: str
    head: Head
    columns: Sequence[SheetColumn]
    rows: Iterable[Row]


def write_xlsx(
    path: Path, *, sheet: str, head: Head, columns: Sequence[SheetColumn], rows: Iterable[Row]
) -> int:
    """Write a workbook of one sheet; returns how many rows it got.

    Headings stay in sight and filter; on paper it lies across and repeats them.
    """
    laid = _Laid(Sheet(sheet, head, columns, rows))
    write_worksheet(
        laid.records(),
        str(path),
        sheet_name=_sheet_name(sheet),
        header_row=laid.above,
        freeze_row=laid.above + 1,
        freeze_col=1,
        autofilter=True,
        merge_ranges=laid.merged,
        column_widths=laid.widths,
        column_formats=laid.formats,
        header_format=_heading(),
        page_setup=laid.paper,
    )
    return laid.counted.number


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> list[int]:
    """Write several sheets like `write_xlsx`; returns how many rows each got. Two of one name are
    numbered."""
    laid = [_Laid(sheet) for sheet in sheets]
    names: list[str] = []
    for sheet in sheets:
        names.append(_sheet_name(sheet.name, names))
    by_name = dict(zip(names, laid, strict=True))
    write_worksheets(
        [(name, one.records()) for name, one in by_name.items()],
        str(path),
        header_row={name: one.above for name, one in by_name.items()},
        freeze_panes={name: {"row": one.above + 1, "col": 1} for name, one in by_name.items()},
        autofilter=dict.fromkeys(by_name, True),
        merge_ranges={name: one.merged for name, one in by_name.items()},
        column_widths={name: one.widths for name, one in by_name.items()},
        column_formats={name: one.formats for name, one in by_name.items()},
        header_format={name: _heading() for name in by_name},
        page_setup={name: one.paper for name, one in by_name.items()},
    )
    return [one.counted.number for one in laid]


class _Laid:
    """A sheet as the writer takes it."""

    def __init__(self, sheet: Sheet) -> None:
        self._names, self.counted = _distinct(sheet.columns), _Counted(sheet.rows)
        lines, last = [sheet.head.title, *sheet.head.lines], len(sheet.columns) - 1
        self.above = len(lines)
        self.merged: list[Any] = [
            (place, 0, place, last, _text(line), _above(place))
            for place, line in enumerate(lines)
            if last
        ]
        self.widths = [column.width for column in sheet.columns]
        self.formats = [_format(column) for column in sheet.columns]
        self.paper: dict[str, Any] = {
            "landscape": True,
            "paper_size": 9,
            "repeat_rows": (self.above, self.above),
            "fit_to_pages": (1, 0),
            "footer": "&C&P / &N",
        }

    def records(self) -> Iterator[dict[str, Value]]:
        """Its rows; an empty one where there is none, or the headings would be left out."""
        names = self._names
        records = (dict(zip(names, map(_typed, row), strict=True)) for row in self.counted)
        yield next(records, dict.fromkeys(names))
        yield from records


def write_csv(
    path: Path, *, head: Head, columns: Sequence[SheetColumn], rows: Iterable[Row]
) -> int:
    """The same as text, with a byte order mark, for Excel takes a file without one for GBK."""
    counted = _Counted(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([_text(line)] for line in (head.title, *head.lines))
        writer.writerow(_distinct(columns))
        writer.writerows(map(_plain, row) for row in counted)
    return counted.number


class _Counted:
    """Rows as they come, and how many came."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.number += 1
            yield row


def _distinct(columns: Sequence[SheetColumn]) -> list[str]:
    """The headings, a second one of a name numbered: each heads a column of its own."""
    names: list[str] = []
    for column in columns:
        name, number = _text(column.label), 2
        while name in names:
            name, number = f"{_text(column.label)} {number}", number + 1
        names.append(name)
    return names


def _typed(value: Value) -> Value:
    """As Excel types it; moments by the office's clock."""
    if value is None:
        return None
    if isinstance(value, str):
        # `_text`, without another call: a ledger has a dozen such cells a row.
        return _short(value) if len(value) <= _REPEATED else _made(value)
    if isinstance(value, datetime) and value.tzinfo:
        return in_shanghai(value).replace(tzinfo=None, second=0, microsecond=0)
    return value


def _plain(value: Value) -> object:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return f"{in_shanghai(value) if value.tzinfo else value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def _text(text: str) -> str:
    """What anybody typed, as a cell can hold it."""
    return _short(text) if len(text) <= _REPEATED else _made(text)


# Half the cells of a ledger say what one of the rows above said; long texts hardly ever do.
_REPEATED = 40


@lru_cache(maxsize=4096)
def _short(text: str) -> str:
    return _made(text)


def _made(text: str) -> str:
    text = harmless(text)
    if not text.isprintable():
        text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _sheet_name(name: str, taken: Sequence[str] = ()) -> str:
    plain = re.sub(r"[\[\]:*?/\\']", " ", _UNPRINTABLE.sub("", name))[:31].strip() or "表"
    found, number = plain, 2
    while found.casefold() in {one.casefold() for one in taken}:
        found, number = f"{plain[:27]} {number}", number + 1
    return found


def _format(column: SheetColumn) -> Format:
    given = Format().set_align("top").set_border("thin").set_border_color("#D0D5DD")
    match column.holds:
        case Holds.MOMENT:
            return given.set_num_format(_MOMENT).set_align("left")
        case Holds.DAY:
            return given.set_num_format(_DAY).set_align("left")
        case Holds.NUMBER:
            return given
        case Holds.TEXT:
            return given.set_text_wrap()


def _heading() -> Format:
    return (
        Format()
        .set_bold()
        .set_text_wrap()
        .set_background_color("#EEF2F4")
        .set_border("thin")
        .set_border_color("#98A2B3")
        .set_align("center")
        .set_align("vcenter")
    )


def _above(place: int) -> Format:
    if place:
        return Format().set_align("left").set_font_color("#475467").set_text_wrap()
    return Format().set_bold().set_font_size(16).set_align("center")
