"""What is held on one person, by rooms: each contributes its kinds of data as tables.

Only the person's own words and data: of other people no name and no phone is read. What only the
person themself may learn is left out where somebody else asks; what is sealed is read by nobody.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from zhuqi.foundation.contributions import Registry

Row = tuple[str, ...]


class LoggedEvent(Protocol):
    """Something the person did, as the log tells it."""

    kind: str
    object_type: str
    object_id: int
    occurred_at: datetime

    @property
    def facts(self) -> dict[str, Any]:
        """What the event says of it."""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of data as a table."""

    key: str
    title: str
    columns: Row
    rows: Sequence[Row]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Every value with its column, as phones and files tell them."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class TouchedRows:
    """The rows of one object type the person did something to: what each is called, which are
    kept back (their events are not told at all), and how an event on one is called."""

    names: Mapping[int, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    kind_label: Callable[[str], str] = str


@dataclass(slots=True)
class Inquiry:
    """On whom, for whom: account ids, and the pairs of name and phone the person goes by.

    `firm_people` are those of the accounts that speak for firms. `offices` narrows what belongs
    to an office, None: all. `own`: the person themself asks. `events` are theirs, newest first.
    """

    user_ids: Sequence[int]
    firm_people: frozenset[int]
    named: Sequence[tuple[str, str]]
    offices: Collection[int] | None
    own: bool
    now: datetime
    events: Sequence[LoggedEvent]
    _touched: dict[str, TouchedRows] = field(default_factory=dict)

    def touched(self, object_type: str) -> TouchedRows:
        """What the room of that object type says of the rows the person did something to."""
        if object_type not in self._touched:
            ids = {event.object_id for event in self.events if event.object_type == object_type}
            said = TOUCHED_ROWS.find(object_type)
            self._touched[object_type] = said(ids, self.own) if said else TouchedRows()
        return self._touched[object_type]


# Each gives its sections in a fixed number of queries.
PERSONAL_DATA: Registry[Callable[[Inquiry], Sequence[Section]]] = Registry("personal data")
# Why rows that name a person are in nobody's answer, by the label of the room that has them.
NOT_TOLD: Registry[str] = Registry("reason not to tell")
# By object type, for ids of such rows and whether the person themself asks.
TOUCHED_ROWS: Registry[Callable[[Collection[int], bool], TouchedRows]] = Registry("touched rows")
