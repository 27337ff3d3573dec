"""What each state of a table leaves to be done, and by which clock that is timed, or why by none.

A state in which somebody waits and nothing runs is where rows are forgotten: a room says of every
state of its tables who owes something, and a test holds that none is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhuqi.foundation.lifecycle.table import Labelled, Transitions


@dataclass(frozen=True, slots=True)
class Owed:
    """Something is owed `by` somebody: `timed` by these clocks, or by none for the reason `why`."""

    by: str
    timed: tuple[Labelled, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        if bool(self.timed) == bool(self.why):
            raise ValueError(f"{self.by}: either clocks, or a reason why there is none")

    @property
    def words(self) -> str:
        """活动办：受理时限; or the reason."""
        timed = "、".join(str(clock.label) for clock in self.timed)
        return f"{self.by}：{f'“{timed}”时限' if timed else f'不计时，{self.why}'}"


# Nothing is to be done any more.
NOTHING: tuple[Owed, ...] = ()
States = Mapping[Any, tuple[Owed, ...]]
# By the table it is about.
OwedTable = Mapping[Transitions[Any, Any], States]


def chapter_of(states: States) -> str:
    """The states with what they leave to be done, as rows of Markdown."""
    lines = ["| 状态 | 还欠什么、怎样计时 |", "|---|---|"]
    lines += [f"| {state.label} | {_said(owed)} |" for state, owed in states.items()]
    return "\n".join(lines) + "\n"


def _said(owed: tuple[Owed, ...]) -> str:
    return "；".join(one.words for one in owed) or "—"


def missing(table: Transitions[Any, Any], states: States) -> Iterator[str]:
    """States of the table of which nothing is said, and those said that are none of its own."""
    for state in set(table.states) ^ set(states):
        yield f"{table.name}: {state.label}"
