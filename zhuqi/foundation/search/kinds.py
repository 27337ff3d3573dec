"""What can be searched: each room says of its rows what is text, and in which row it stands."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.db.models import QuerySet

from zhuqi.foundation.contributions import Registry

Ids = Collection[int]


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

    `texts` reads those of given rows, in a fixed number of queries; `of` finds the rows of given
    objects. `later`: made by the worker, as it takes long or needs much memory.
    """

    table: str
    texts: Callable[[Ids], Iterable[Passage]]
    of: Callable[[Ids], Iterable[int]]
    later: bool = False


def _none(_ids: Ids) -> Iterable[int]:
    return ()


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
