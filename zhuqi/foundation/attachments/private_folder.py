"""Files of a room's own under the data directory, outside everything that is served."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class PrivateFolder:
    """A folder of the data directory; a file in it is known by a name nobody can guess."""

    name: str

    def path(self) -> Path:
        """Where they lie."""
        return Path(settings.DATA_DIR) / self.name

    def new(self, ending: str = "") -> Path:
        """Where a new one is written; the folder is there, for the server's user alone."""
        self.path().mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.path() / f"{uuid.uuid4().hex}{ending}"

    def find(self, stored_as: str) -> Path | None:
        """Where one lies; None where it is gone."""
        path = self.path() / stored_as
        return path if stored_as and path.is_file() else None

    def discard(self, stored_as: str) -> None:
        """Remove it, if it is there."""
        if stored_as:
            (self.path() / stored_as).unlink(missing_ok=True)

    def discard_leftovers(self, needed: frozenset[str], before: datetime) -> int:
        """Remove files nobody needs any more, left by killed processes; how many."""
        gone = 0
        for path in self.path().glob("*") if self.path().is_dir() else ():
            if path.name not in needed and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
                gone += 1
        return gone
