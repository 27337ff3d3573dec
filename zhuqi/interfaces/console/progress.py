"""How far a long piece of work is: one line that moves on a terminal, plain lines elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

_MOVING_SECONDS = 0.1
_PLAIN_SECONDS = 5.0


class Progress:
    """Use as a context: `with Progress("核对日志") as progress: progress(done, total)`."""

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self._label = label
        self._stream = stream or sys.stderr
        self._moving = self._stream.isatty()
        self._next = 0.0
        self._last = ""
        self._written = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Write the last count, whatever the pace, and end the line."""
        if self._last != self._written:
            self._write(self._last)
        if self._moving and self._written:
            self._stream.write("\n")
            self._stream.flush()

    def __call__(self, done: int, total: int | None = None) -> None:
        """Say how far; written at most ten times a second, off a terminal every five seconds."""
        of = f"/{total:,}" if total is not None else ""
        self._last = f"{self._label} {done:,}{of}"
        if time.monotonic() >= self._next:
            self._write(self._last)

    def _write(self, line: str) -> None:
        self._stream.write(f"\r{line}" if self._moving else f"{line}\n")
        self._stream.flush()
        self._written = line
        self._next = time.monotonic() + (_MOVING_SECONDS if self._moving else _PLAIN_SECONDS)
