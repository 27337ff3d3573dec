"""What is tried in full and what in part.

Some tests try everything there is (each address as each role, each firm of a city) or let real
processes be killed. `make test`, which everybody runs all day, leaves out what is marked `thorough`
and tries a part of the sweeps, another one every time: drawn by the seed that pytest prints, so
`--randomly-seed=…` draws the same again. Of properties it tries a quarter of the examples
(`examples`). `.ci/run` tries what is thorough and the properties in full, on PostgreSQL, and there
a part of everything else, sweeps among it.

Who writes a test: cases of a function that ask for the database are drawn by themselves once there
are many (`MANY`, one in `ONE_IN`); `in_part(n)` says otherwise, `in_part(1)` that all are tried
every time. So a rule that must never be seen to fail late is a case of few, or marked so. What
starts a process of its own, builds a sample city or walks every address is `thorough` but for one
short story. Cases share what they begin with (`tests.stock`, `tests.scenes`), and a rule that
needs no database is tried without: a thousand of those cost what three requests do.
"""

import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")

# From so many cases on a function is tried in part, if it is not marked otherwise.
MANY = 5
ONE_IN = 4
IN_PART = os.environ.get("ZHUQI_TEST_IN_PART") == "1"
# On PostgreSQL, of what `make test` tries too, one in so many, another each time: of pages and the
# API, and of the others.
PAGES_ONE_IN = int(os.environ.get("ZHUQI_TEST_PAGES_ONE_IN", "1"))
OTHERS_ONE_IN = int(os.environ.get("ZHUQI_TEST_OTHERS_ONE_IN", "1"))
# In the browser, of pages that are only looked at: one in so many.
SHOWN_ONE_IN = int(os.environ.get("ZHUQI_TEST_SHOWN_ONE_IN", "1"))


def drawn(every: Iterable[T], one_in: int) -> list[T]:
    """All of them; where tests try a part, one in so many, in the same order and never none."""
    rows = list(every)
    if not IN_PART:
        return rows
    chosen = sorted(random.sample(range(len(rows)), max(len(rows) // one_in, 1)))
    return [rows[n] for n in chosen]


def shown() -> bool:
    """Whether a page is looked at this time: one in `SHOWN_ONE_IN` is."""
    return random.randrange(SHOWN_ONE_IN) == 0


def examples(number: int) -> int:
    """So many examples of a property; where tests try a part, a quarter of them."""
    return max(number // 4, 1) if IN_PART else number


Elsewhere = Callable[[pytest.Item], bool]


def in_part(items: Iterable[pytest.Item], tried_elsewhere: Elsewhere) -> dict[pytest.Item, int]:
    """The cases of which `make test` tries one in so many: of a function marked `in_part(n)`, and
    of one with many cases that are all tried elsewhere."""
    cases: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("in_part") or tried_elsewhere(item):
            cases[_function(item)].append(item)
    return {
        item: one_in for every in cases.values() if (one_in := _one_in(every)) > 1 for item in every
    }


def left_out(
    items: Iterable[pytest.Item], seed: int, tried_elsewhere: Elsewhere
) -> list[pytest.Item]:
    """The cases that are not tried this time. Every worker of a run leaves the same out."""
    cases: defaultdict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
    for item, one_in in in_part(items, tried_elsewhere).items() if IN_PART else ():
        cases[_function(item), one_in].append(item)
    return [
        item
        for (name, one_in), every in cases.items()
        for item in not_drawn(every, one_in, f"{seed} {name}")
    ]


def not_drawn(items: Iterable[pytest.Item], one_in: int, seed: str) -> list[pytest.Item]:
    """All but one in so many, in the order of their names whatever order they were found in."""
    every = sorted(items, key=lambda item: item.nodeid)
    if not every:
        return []
    chosen = set(random.Random(seed).sample(every, max(len(every) // one_in, 1)))
    return [item for item in every if item not in chosen]


def _function(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _one_in(every: Sequence[pytest.Item]) -> int:
    marker = every[0].get_closest_marker("in_part")
    if marker is not None:
        return int(marker.args[0])
    return ONE_IN if len(every) >= MANY else 1
