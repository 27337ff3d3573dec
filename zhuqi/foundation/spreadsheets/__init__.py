"""Spreadsheets read in constant memory; hostile files hurt a child process instead of us."""

from zhuqi.foundation.spreadsheets.inspection import MAX_ROWS
from zhuqi.foundation.spreadsheets.reading import MAX_BYTES, Cell, SheetRow, read_rows

__all__ = ["MAX_BYTES", "MAX_ROWS", "Cell", "SheetRow", "read_rows"]
