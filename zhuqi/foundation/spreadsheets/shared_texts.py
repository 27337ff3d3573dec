"""The texts of a workbook, which its cells name by number: kept in a file, not in memory."""

import os
from array import array

# Texts stand in the order in which the rows name them, but for those that come again.
_WINDOW = 256 * 1024
_SHORT, _KEPT = 64, 8192


class SharedTexts:
    """Texts by number, in the file `descriptor` names; its owner removes it."""

    def __init__(self, descriptor: int) -> None:
        self._file = descriptor
        self._offsets = array("Q", [0])
        self._buffer = bytearray()
        self._written = 0
        self._kept: dict[int, str] = {}
        self._window = b""
        self._begins = 0
        self._last = -1

    def add(self, text: str) -> None:
        """The next one."""
        self._buffer += text.encode("utf-8", "surrogatepass")
        self._offsets.append(self._written + len(self._buffer))
        if len(self._buffer) >= _WINDOW:
            self.flush()

    def flush(self) -> None:
        """Nothing is left to be written."""
        while self._buffer:
            self._written += (count := os.write(self._file, self._buffer))
            del self._buffer[:count]

    def __getitem__(self, number: int) -> str:
        """IndexError for one that is not there."""
        found = self._kept.get(number)
        if found is not None:
            return found
        if not 0 <= number < len(self._offsets) - 1:
            raise IndexError(number)
        start, end = self._offsets[number], self._offsets[number + 1]
        text = self._bytes(number, start, end).decode("utf-8", "surrogatepass")
        if end - start <= _SHORT:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[number] = text
        return text

    def _bytes(self, number: int, start: int, end: int) -> bytes:
        inside = start - self._begins
        if inside >= 0 and end - self._begins <= len(self._window):
            return self._window[inside : end - self._begins]
        if number <= self._last:
            return os.pread(self._file, end - start, start)
        # Further on than any before: those behind it will be asked for next.
        self._window = os.pread(self._file, max(_WINDOW, end - start), start)
        self._begins, self._last = start, number
        return self._window[: end - start]
