"""Going through a list row by row: 第 3 件 / 共 42 件, the one before and the one after.

A row that was dealt with may fit the list no more, or stand elsewhere in it. What comes next is
then what came after its old place, which is why the place is kept and not looked up anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from django.db.models import Model, QuerySet

from zhuqi.foundation.keyset import Key, beside, marks_of

M = TypeVar("M", bound=Model)
# As `keyset.marks_of` gives it.
Marks: TypeAlias = list[Any]
# Rows are counted as far as anybody reads the number.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """`number` from 1 and `total` are counted up to `MOST`, and one more where there are more.

    `before` and `after` name the neighbours, "" at the ends. `still`: the row fits the list yet.
    """

    number: int
    total: int
    before: str
    after: str
    still: bool
    marks: Marks


def place_of(
    rows: QuerySet[M], keys: Sequence[Key], pk: int, name: str, marks: Marks | None
) -> Place | None:
    """The place of a row among `rows`; by `marks`, where given, it stood there before.

    Five queries, however long the list is; None for a row that is not in it and has no marks.
    """
    row = rows.filter(pk=pk).first()
    if marks is None:
        if row is None:
            return None
        marks = marks_of(row, keys)
    others = rows.exclude(pk=pk)
    behind, ahead = (beside(others, keys, marks, forward=way) for way in (False, True))
    return Place(
        number=_counted(behind) + 1,
        total=_counted(rows),
        before=_name(behind, name),
        after=_name(ahead, name),
        still=row is not None,
        marks=marks,
    )


def _counted(rows: QuerySet[M]) -> int:
    return rows.order_by().values("pk")[: MOST + 1].count()


def _name(rows: QuerySet[M], name: str) -> str:
    return str(next(iter(rows.values_list(name, flat=True)[:1]), ""))
