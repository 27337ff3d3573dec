"""What can be searched: each room says of its rows what is text, and in which row it stands."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db import models
from django.db.models import QuerySet

from zhuqi.foundation.contributions import Registry

Ids = Collection[int]
# Ids of rows, or the rows that have them, for a condition `pk__in`.
Which: TypeAlias = Ids | QuerySet[Any, Any]
# Rows, and the names of what is wanted of them, "pk" among it.
Read: TypeAlias = tuple[QuerySet[Any], tuple[str, ...]]
Values: TypeAlias = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a row: whose (`object_id`), in which row of the part, and of which kind (`code`).

    `pieces` are texts beside each other: no word reaches from one into the next.
    """

    object_id: int
    part_id: int
    code: str
    pieces: tuple[str, ...]
    owner: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table in which texts of an object stand.

    `reads` says what has to be read for some of them, `texts` makes passages of it, a list for each
    read: whatever a change has written is read in one statement. `of` finds the rows of given
    objects. `follows`: other tables that decide who reads a text, by a function from their rows to
    rows of this part. `later`: made by the worker, as it takes long or needs much memory.
    """

    table: str
    reads: Callable[[Which], Sequence[Read]]
    texts: Callable[[Sequence[Values]], Iterable[Passage]]
    of: Callable[[Ids], Which]
    follows: Mapping[str, Callable[[Ids], QuerySet[Any, Any]]] = field(default_factory=dict)
    later: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is found.

    `codes` are two small letters each, the same for ever, as they stand in the index. `touched`:
    other tables that texts are made with, by a function from their rows to the objects to be
    written anew. Where a row of a part has, or had, a text of a code in `spreading`, every part of
    its object is written anew with it: a cover that is put on or taken off is over all of them.
    """

    rows: Callable[[], QuerySet[models.Model]]
    parts: Mapping[str, Part]
    codes: frozenset[str]
    touched: Mapping[str, Callable[[Ids], Iterable[int]]] = field(default_factory=dict)
    spreading: frozenset[str] = frozenset()


KINDS: Registry[Kind] = Registry("kind of what is searched")
