"""A line: what is true of a case, or a part of its story, for every figure. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

# Counted up when the same events are to give other lines: all are made anew then.
FOLDING = 2
# The kind under which findings of other rooms are played among the events.
FOUND = "found"
# Later than any event.
NEVER = 2**62
# Parts from here on are what left a ledger, and times it was looked back at; below are sheets by
# their number, 0 is the case.
AWAY, LOOKED = 10_000, 20_000

Clocks = Mapping[tuple[str, int, int], bool]
"""by clock, sheet and run: whether it was stopped too late"""


class Line(NamedTuple):
    """What is true of a case, or of one of its parts; named like the columns."""

    part: int
    level: str
    office: int
    region: str
    unit: int
    sector: str
    item: int
    kind: str
    channel: str
    tier: str
    collected: int
    completed: int
    closed: int
    flags: int
    days: int | None
    money: int
    staff: int


class Known(NamedTuple):
    """A line, known from one event to the one before another."""

    since: int
    until: int
    line: Line


class Happened(NamedTuple):
    """An event as it was logged, or a finding of a room above; `at` as the database writes it."""

    pk: int
    kind: str
    at: str
    data: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What no event of a case says. `uncounted`: boundaries whose matters are counted apart."""

    working_days: Callable[[date, date], int]
    uncounted: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()
