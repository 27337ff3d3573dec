"""What `zhuqi check` runs: each room contributes what of its own can be found wrong."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from zhuqi.foundation.contributions import Registry


class CheckOutput(Protocol):
    """Where a check says what it finds, and how far it is."""

    def say(self, line: str) -> None:
        """Print a finding or the closing sentence, at once."""

    def progress(self, label: str) -> AbstractContextManager[Callable[..., None]]:
        """Within the block, call it with how many are done, and of how many if that is known."""


@dataclass(frozen=True, slots=True)
class Option:
    """A file that a check compares with, where it is named: `--NAME FILE`, "-" is what is piped.

    `run` takes the file's text instead of what the check does without it.
    """

    name: str
    help_line: str
    run: Callable[[CheckOutput, str], bool]


@dataclass(frozen=True, slots=True)
class Check:
    """`run` says what is wrong and returns True where something is.

    `help_line` is what it answers, in Chinese. With `by_name_only` it is left out where all are
    run, because nothing it lists is wrong.
    """

    help_line: str
    run: Callable[[CheckOutput], bool]
    by_name_only: bool = False
    options: tuple["Option", ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many rows a rule of retention would erase now (as `measure` counts them), and since when
    the oldest of them is kept. `source`: whose rule it is; "ours" is nobody's."""

    rule: str
    kept: str
    source: str
    rows: int
    measure: str
    oldest: datetime | None


CHECKS: Registry[Check] = Registry("check")
# What the schedule would erase at that time, by rule; nothing is erased.
RETENTION_OUTLOOKS: Registry[Callable[[datetime], Iterator[Outlook]]] = Registry(
    "retention outlook"
)
