"""The file beside the database that remembers every seal.

Two lines a seal: `prepared N …` is on disk before the database commits, `sealed N …` after.
So each number is in one of these states, and none can be mistaken for another:

* both lines and the row: sealed;
* `prepared` and the row: the process died between commit and second line. The row's MAC equals
  the prepared one, which nobody without the key can forge, so the next sealing adds the line;
* `prepared` alone: the process died before the commit. A row that someone removed in that same
  moment would look alike, so it is never repaired in silence: the number is not used again and
  every check reports it as 封存中断;
* both lines without the row: the row was removed (or the database is an older backup);
* the row without `prepared`: the file was cut.

Whoever can rewrite this file *and* the database can cut both alike; that is what copying it to
another machine, or `chattr +a`, is for.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zhuqi.foundation.typed import whole

PREPARED = "prepared"
SEALED = "sealed"
_FIELDS = 4
# Holds the last dozens of lines; more than one seal's two lines are never needed.
_TAIL_BYTES = 8192


@dataclass(frozen=True, slots=True)
class SealRow:
    """One line; `state` is empty where it can't be read (a torn write)."""

    place: int
    state: str = ""
    number: int = 0
    mac: str = ""
    key_id: str = ""


def _parse(place: int, raw: bytes) -> SealRow:
    parts = raw.decode("ascii", errors="replace").split()
    if len(parts) != _FIELDS or parts[0] not in {PREPARED, SEALED}:
        return SealRow(place)
    number = whole(parts[1])
    return SealRow(place) if number is None else SealRow(place, parts[0], number, *parts[2:])


def read(path: Path) -> Iterator[SealRow]:
    """All lines in order, in constant memory; nothing if there is no file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for place, raw in enumerate(file, start=1):
            yield _parse(place, raw)


class SealLog:
    """The file, opened and locked for one sealing."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def last_lines(self) -> list[SealRow]:
        """The readable lines at the end of the file, oldest first. Places are not known."""
        size = os.fstat(self._descriptor).st_size
        start = max(0, size - _TAIL_BYTES)
        raw = os.pread(self._descriptor, size - start, start).split(b"\n")
        lines = (_parse(0, part) for part in (raw[1:] if start else raw))
        return [line for line in lines if line.state]

    def write(self, state: str, number: int, mac: str, key_id: str) -> None:
        """Append one line and wait until it is on disk."""
        text = f"{state} {number} {mac} {key_id}\n"
        size = os.fstat(self._descriptor).st_size
        if size and os.pread(self._descriptor, 1, size - 1) != b"\n":
            # A torn line of a killed process must not swallow this one.
            text = "\n" + text
        os.write(self._descriptor, text.encode("ascii"))
        os.fsync(self._descriptor)


@contextmanager
def opened(path: Path) -> Iterator[SealLog]:
    """Open (or make) the file and hold its lock: one sealing at a time on this machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield SealLog(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def settled(path: Path) -> Iterator[None]:
    """Keep sealing out for a moment, so that no number is between its two lines."""
    if not path.exists():
        yield
        return
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield
