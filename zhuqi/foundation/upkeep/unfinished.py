"""Work on files that must be whole or not there: a folder of one's own, gone at the end.

What a killed process left is removed by the next that works in the same place; one that is still
at work holds a lock and is left alone.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = ".zhuqi-unfinished-"
# Between making its folder and locking it a process must not lose it to another.
_YOUNG_SECONDS = 60


@contextmanager
def unfinished(within: Path) -> Iterator[Path]:
    """An empty folder below `within`, readable by its owner alone."""
    within.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(within)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=within))
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield folder
        finally:
            os.close(handle)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(within: Path) -> None:
    for left in within.glob(f"{_PREFIX}*"):
        # Another that begins at the same time may be faster.
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime >= _YOUNG_SECONDS and not _is_held(left):
                shutil.rmtree(left, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
