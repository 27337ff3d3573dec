"""Long work leaves the program's own habits as they were."""

import gc
from collections.abc import Iterator

import pytest

from zhuqi.foundation.processes import collected_by_chunk


class Ring:
    """Garbage that only a look for it finds."""

    alive = 0

    def __init__(self) -> None:
        self.itself = self
        Ring.alive += 1

    def __del__(self) -> None:
        Ring.alive -= 1


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """With nothing frozen; afterwards what the tests are run with is again."""
    Ring.alive = 0
    gc.unfreeze()
    yield
    gc.enable()
    gc.freeze()


def test_garbage_goes_between_chunks_and_at_no_other_time() -> None:
    with collected_by_chunk() as collect:
        assert not gc.isenabled()
        for _one in range(5000):
            Ring()
        assert Ring.alive == 5000
        collect()
        assert Ring.alive == 0
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_what_has_survived_a_chunk_is_not_gone_through_at_the_next() -> None:
    with collected_by_chunk() as collect:
        kept = Ring()
        collect()
        del kept
        collect()
        assert Ring.alive == 1
    gc.collect()
    assert Ring.alive == 0


def test_after_a_fault_too() -> None:
    with pytest.raises(ZeroDivisionError), collected_by_chunk():
        _ = 1 / 0
    assert gc.isenabled()


def test_what_a_worker_froze_for_good_stays_frozen() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    with collected_by_chunk() as collect:
        collect()
    assert 0 < frozen == gc.get_freeze_count()
    assert gc.isenabled()


def test_who_looks_for_no_garbage_is_not_made_to() -> None:
    gc.disable()
    with collected_by_chunk():
        pass
    assert not gc.isenabled()
