"""What is told is looked at again when it leaves, and when it is shown.

Between the deed and a Monday morning a case may be withdrawn, marked confidential or signed for.
The rooms above say of what they tell about: is it still so for this person, and in what words now;
and how a text that lies in somebody's inbox may be read today.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.notices.models import Message


@dataclass(frozen=True, slots=True)
class Leaving:
    """A notice about to leave: to a person, or (`user` None) aloud to a unit's group.

    `about`: what the room noted when it told of it.
    """

    user: User | None
    unit: int | None
    about: Mapping[str, Any]
    now: datetime


@dataclass(frozen=True, slots=True)
class Current:
    """Whether it still leaves: `why_not` is the note on one that does not; `values` are those of
    now, empty where they are as they were."""

    why_not: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


Recheck = Callable[[Leaving], Current]
# Title and body of the messages that may not be read as they were written, by id.
Shows = Callable[[Scope, Sequence[Message]], Mapping[int, tuple[str, str]]]

_rechecks: dict[str, Recheck] = {}
_shows: dict[str, Shows] = {}


def register(object_type: str, recheck: Recheck, shows: Shows | None = None) -> None:
    """A room answers for what is told of its things."""
    _rechecks[object_type] = recheck
    if shows is not None:
        _shows[object_type] = shows


def current(object_type: str, leaving: Leaving) -> Current:
    """As the room sees it now; as it was told, where none answers for it."""
    recheck = _rechecks.get(object_type)
    return recheck(leaving) if recheck and leaving.about else Current()


def as_shown(scope: Scope, messages: Sequence[Message]) -> dict[int, tuple[str, str]]:
    """Title and body of each message as this person may read it today, by id.

    A fixed number of queries for each kind of thing.
    """
    found = {row.pk: (row.title, row.body) for row in messages}
    for object_type, shows in _shows.items():
        about = [row for row in messages if row.object_type == object_type]
        if about:
            found.update(shows(scope, about))
    return found
