"""Spreadsheets read in constant memory, in a child process that hostile files hurt instead of us."""

from zhuqi.foundation.spreadsheets.reading import Cell, read_rows

__all__ = ["Cell", "read_rows"]
