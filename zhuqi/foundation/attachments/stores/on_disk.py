"""Attachments on a disk of this machine, or one that several machines share."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from zhuqi.foundation.attachments.disk import sync
from zhuqi.foundation.attachments.stores.kinds import Kept

# Being written: swept, and left out of backups.
PART = ".part"


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder, readable by the server's user alone."""

    root: Path

    @property
    def where(self) -> str:
        """Its path."""
        return str(self.root)

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Under another name first; it gets its own when it is whole and on the disk."""
        path = self._ready(name)
        part = path.with_name(path.name + PART)
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as target:
                target.writelines(pieces)
                target.flush()
                os.fsync(target.fileno())
            part.replace(path)
            sync(path.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def take(self, name: str, path: Path) -> None:
        """Moved; whoever brings many sees to it that they are on the disk. FileExistsError where
        there is one of that name."""
        target = self._ready(name)
        if target.exists():
            raise FileExistsError(target)
        # From another disk it is copied: half of it must not have its name.
        part = target.with_name(target.name + PART)
        try:
            shutil.move(path, part)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def copy(self, source: str, target: str) -> None:
        """Takes no room: a link."""
        path = self._ready(target)
        path.hardlink_to(self.root / source)
        # A link is as old as its file, and what is old without a row is swept away.
        os.utime(path)
        sync(path.parent)

    def open(self, name: str) -> IO[bytes]:
        """The file itself."""
        return (self.root / name).open("rb")

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """The file itself."""
        path = self.root / name
        path.stat()  # FileNotFoundError is ours to raise, not a child process's
        yield path

    def delete(self, name: str) -> None:
        """Its name; the bytes go with the last one."""
        (self.root / name).unlink(missing_ok=True)

    def listed(self, folder: str = "") -> Iterator[Kept]:
        """Files, no links; what goes meanwhile is left out."""
        for place, below, names in os.walk(self.root / folder):
            below.sort()
            for name in sorted(names):
                path = Path(place, name)
                try:
                    if not path.is_symlink() and path.is_file():
                        stat = path.stat()
                        written = datetime.fromtimestamp(stat.st_mtime, UTC)
                        relative = path.relative_to(self.root).as_posix()
                        yield Kept(relative, stat.st_size, written)
                except FileNotFoundError:
                    continue

    def is_public(self, name: str) -> bool:  # noqa: ARG002 (of a bucket it depends on it)
        """What a web server may hand out of a disk, `check deploy` looks at."""
        return False

    def answers(self) -> bool:
        """A disk that doesn't is said by what it holds: the page of disks, `check disk`."""
        return True

    def _ready(self, name: str) -> Path:
        path = self.root / name
        # Folders that are made on the way to another get no mode of their own.
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path
