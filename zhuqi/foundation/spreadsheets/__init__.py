"""Spreadsheets read in constant memory; hostile files hurt a child process instead of us."""

from zhuqi.foundation.spreadsheets.inspection import MAX_ROWS
from zhuqi.foundation.spreadsheets.reading import (
    MAX_BYTES,
    Book,
    Cell,
    Line,
    SheetRow,
    read_lines,
    read_rows,
)

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "Book",
    "Cell",
    "Line",
    "SheetRow",
    "read_lines",
    "read_rows",
]
