"""Words for what rooms add to a case's page: a moment as a happening, an offer as an action.

Each way in ("desk", "portal") has words of its own; a room registers them in its `ready()`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from zhuqi.interfaces.shell.parts import Action, Happening

Notify = Callable[[Any], Happening]
# An offer and the number of its case.
Show = Callable[[Any, str], Action]

_happenings: dict[tuple[str, str], Notify] = {}
_actions: dict[tuple[str, str], Show] = {}


def register_happening(area: str, kind: str, words: Notify) -> None:
    """Say how a kind of moment reads in an area."""
    _happenings[area, kind] = words


def register_action(area: str, kind: str, words: Show) -> None:
    """Say how a kind of offer looks in an area."""
    _actions[area, kind] = words


def withdraw(*kinds: str) -> None:
    """Take back the words for kinds; for tests that register a room of their own."""
    for table in (_happenings, _actions):
        for key in [key for key in table if key[1] in kinds]:
            del table[key]


def happenings(area: str, moments: Iterable[Any]) -> list[Happening]:
    """The moments that the area has words for."""
    return [_happenings[area, one.kind](one) for one in moments if (area, one.kind) in _happenings]


def actions(area: str, offers: Iterable[Any], number: str) -> list[Action]:
    """The offers that the area has words for; one that is not possible now says why."""
    return [_actions[area, one.kind](one, number) for one in offers if (area, one.kind) in _actions]


def has_words(area: str, kind: str) -> bool:
    """True if somebody said how this kind reads there."""
    return (area, kind) in _happenings or (area, kind) in _actions
