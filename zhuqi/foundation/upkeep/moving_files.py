"""Bring the attachments from one store into another: from a disk to a bucket, or back.

Nothing is taken away from where they were. Cut off, it goes on where it stopped when it is asked
again; whether every byte came over, `zhuqi check files` says once the settings name the new place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from zhuqi.foundation.attachments.stores import Store
from zhuqi.foundation.attachments.stores.on_disk import PART

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FilesMoved:
    """How many are in the new store, and how many of them were there before."""

    files: int
    there: int


def copy_files(source: Store, target: Store, progress: Callable[[int], None]) -> FilesMoved:
    """All files that are not there yet; one of another size is brought over anew. OSError where one
    of the stores can't."""
    sizes = {kept.name: kept.size for kept in target.listed()}
    files, there = 0, 0
    for kept in source.listed():
        if kept.name.endswith(PART):
            continue
        if sizes.get(kept.name) == kept.size:
            there += 1
        else:
            with source.open(kept.name) as file:
                target.write(kept.name, _pieces(file))
        files += 1
        progress(files)
    return FilesMoved(files, there)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(file.read, _PIECE), b"")
