"""What is asked of whatever keeps the bytes.

What can't be done is an OSError, whichever it is: FileNotFoundError for a file that is not there,
StoreAwayError where a bucket does not answer or does not let us.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as the store lists it."""

    name: str
    size: int
    written_at: datetime


class StoreAwayError(OSError):
    """The bucket does not answer, or refuses us; what was asked of it was not done."""


class Store(Protocol):
    """Files by name. None is ever changed: it is written whole, read, and deleted."""

    @property
    def where(self) -> str:
        """As administrators call it; without secrets."""
        ...

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep these bytes, all of them or none; once it returns, a power cut leaves them."""

    def take(self, name: str, path: Path) -> None:
        """Keep a whole file of this machine, which may be gone there afterwards."""

    def copy(self, source: str, target: str) -> None:
        """The same bytes under another name: whichever is deleted, the other stays."""

    def open(self, name: str) -> IO[bytes]:
        """To be read and sought in, and closed by whoever asked."""
        ...

    def local(self, name: str) -> AbstractContextManager[Path]:
        """Within the block the file lies at this path, for programs that ask for one."""
        ...

    def delete(self, name: str) -> None:
        """Remove it for good, with what a bucket kept of it before; nothing where it is gone."""

    def listed(self, folder: str = "") -> Iterator[Kept]:
        """All files, or those below a folder; folder by folder, in constant memory."""
        ...

    def is_public(self, name: str) -> bool:
        """Whether somebody without our key can read this file past us."""
        ...

    def answers(self) -> bool:
        """Whether it can be reached at all: within two seconds, and without reading anything."""
        ...
