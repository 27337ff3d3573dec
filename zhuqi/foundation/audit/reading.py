"""Read large tables by key in pieces: constant memory, no long transaction, no offset."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Generic, TypeVar

from django.db import Error
from django.db.models import Model, QuerySet

from zhuqi.foundation.audit.chain import Stored
from zhuqi.foundation.audit.models import Event

# Rows in memory at a time.
PIECE = 2000

M = TypeVar("M", bound=Model)
T = TypeVar("T")


def pieces(
    rows: QuerySet[M], group: str, order: str, read: Callable[[QuerySet[M]], list[T]]
) -> Iterator[list[T]]:
    """`rows` by (group, order), a piece at a time; `read` turns a slice into tuples.

    The tuples carry `group` and `order` as attributes. Two plain range scans in turn: one OR over
    both columns makes SQLite start again from the beginning for every piece.
    """
    inside = rows.order_by(order)
    across = rows.order_by(group, order)
    piece = read(across[:PIECE])
    while piece:
        yield piece
        last_group, last = getattr(piece[-1], group), getattr(piece[-1], order)
        piece = read(inside.filter(**{group: last_group, f"{order}__gt": last})[:PIECE])
        if not piece:
            piece = read(across.filter(**{f"{group}__gt": last_group})[:PIECE])


def tuples(
    rows: QuerySet[M],
    group: str,
    order: str,
    names: Sequence[str],
    make: Callable[[Iterable[Any]], T],
) -> Iterator[T]:
    """`pieces` one row after the other, each made of the columns of these names."""

    def read(part: QuerySet[M]) -> list[T]:
        return [make(row) for row in part.values_list(*names)]

    return chain.from_iterable(pieces(rows, group, order, read))


def stored_events(rows: QuerySet[Event]) -> list[Stored]:
    """The slice as tuples. A row the driver can't read (SQLite stores anything) comes back empty.

    Its hash then fits nothing, so that it is found instead of ending the check.
    """
    try:
        return [Stored._make(values) for values in rows.values_list(*Stored._fields)]
    except (Error, ValueError, TypeError):
        return [_stored_one(*place) for place in rows.values_list("id", "object_id", "seq")]


def _stored_one(pk: int, object_id: int, seq: int) -> Stored:
    try:
        return Stored._make(Event.objects.values_list(*Stored._fields).get(pk=pk))
    except (Error, ValueError, TypeError):
        unreadable: Any = None
        return Stored(pk, "", object_id, seq, "", "", 0, "", "", unreadable, unreadable, *[""] * 6)


class Groups(Generic[T]):
    """A stream of rows ordered by group, handed out group by group."""

    def __init__(self, stream: Iterator[T], group: Callable[[T], int]) -> None:
        self._stream = stream
        self._group = group
        self._next: T | None = next(stream, None)

    @property
    def at(self) -> int | None:
        """The group whose rows come next; None at the end."""
        return None if self._next is None else self._group(self._next)

    def take(self, group: int) -> Iterator[T]:
        """The rows of this group, if it is the next. Use them up before asking for more."""
        while self._next is not None and self._group(self._next) == group:
            row = self._next
            self._next = next(self._stream, None)
            yield row
