"""Merged cells, filled row by row: what one says holds for all it covers. Pure."""

from collections.abc import Iterable
from typing import Any

# First row, first column, last row, last column, from 0 on.
Merged = tuple[int, int, int, int]


class Merging:
    """The merged cells of one sheet, asked for each of its rows in their order.

    `ranges`: those known before the rows are read; others are added in the row they begin in.
    """

    def __init__(self, ranges: Iterable[Merged] = ()) -> None:
        self._waiting = sorted(ranges, reverse=True)
        self._open: list[tuple[Merged, Any]] = []

    def add(self, merged: Merged, value: Any) -> None:
        """One that begins in the row that is filled next."""
        self._open.append((merged, value))

    def fill(self, cells: list[Any], number: int) -> list[int]:
        """Fill row `number`, counted from 0; returns the columns filled."""
        while self._waiting and self._waiting[-1][0] <= number:
            merged = self._waiting.pop()
            value = cells[merged[1]] if merged[0] == number and merged[1] < len(cells) else ""
            self._open.append((merged, value))
        if not self._open:
            return []
        self._open = [one for one in self._open if one[0][2] >= number]
        filled: list[int] = []
        for (first, left, _last, right), value in self._open:
            if value == "":
                continue
            for column in range(left, min(right + 1, len(cells))):
                if cells[column] == "" and (number, column) != (first, left):
                    cells[column] = value
                    filled.append(column)
        return filled
