"""When garbage is looked for while many rows go through memory."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def collected_by_chunk() -> Iterator[Callable[[], None]]:
    """Garbage is collected where what is given is called, among what was made since the last time:
    looking through everything the program holds, again and again, was a quarter of an import's
    time and of an export's, a fifth of a rebuild's (measured)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield _collect
    finally:
        if was_on:
            gc.enable()


def _collect() -> None:
    # What survives is old from then on: what is kept grows with the work and is not gone through
    # at every chunk, and what a server or a worker began with stays frozen and is never.
    gc.collect(1)
