"""How many rows hold words, and a page of them, without looking at every text of a common word.

A word that stands in thousands of texts is not asked of the index but of the rows: they are gone
through in their order, some hundred at a time, until the page is full. That there are more of them
than are counted shows among the first texts that hold it. Where neither leads anywhere, the index
is asked after all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from zhuqi.foundation.search.queries import FEW, Looked, Reading

# Rows gone through before the index is asked after all, and how many at first.
_LOOKED_AT, _FIRST, _MORE = 4000, 200, 4
# Texts of a common word among whose rows there are more than are counted, or there may not be.
_SAMPLED = 3 * FEW
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """The rows wanted, and how many there are in all; not counted on beyond FEW."""

    rows: list[M]
    count: int


@dataclass(frozen=True, slots=True)
class _Held:
    """Ids of rows that hold the words, from the first on, and how many there are in all."""

    ids: list[int]
    count: int


def page_of(
    rows: QuerySet[M],
    typed: str,
    readings: Sequence[Reading],
    wanted: slice,
    *,
    best_first: bool = False,
) -> Page[M]:
    """Of these rows, in their order, those that hold every word. `best_first`: where they are few,
    those come first whose heading holds every word. A bounded number of queries."""
    looked = Looked(typed, readings)
    held = (_swept(rows, looked, wanted.stop) if looked.is_common else None) or _asked(
        rows, looked, wanted.stop
    )
    ids = held.ids
    if best_first and 0 < held.count <= FEW and wanted.stop:
        headed = _headed(rows, typed, [each for each in readings if each.heading], ids)
        ids = sorted(ids, key=lambda pk: pk not in headed)
    shown = ids[wanted]
    found = {row.pk: row for row in rows.filter(pk__in=shown)} if shown else {}
    return Page([found[pk] for pk in shown if pk in found], held.count)


def _asked(rows: QuerySet[M], looked: Looked, upto: int) -> _Held:
    """By the index alone."""
    most = max(FEW + 1, upto)
    ids = list(looked.of(rows).values_list("pk", flat=True)[:most])
    return _Held(ids, min(len(ids), FEW + 1))


def _swept(rows: QuerySet[M], looked: Looked, upto: int) -> _Held | None:
    """By going through the rows; None where the page is not found so, or their number not."""
    ahead = list(rows.values_list("pk", flat=True)[: _LOOKED_AT + 1])
    if len(ahead) <= _LOOKED_AT:
        holding = looked.within(rows, ahead)
        ids = [pk for pk in ahead if pk in holding]
        return _Held(ids, min(len(ids), FEW + 1))
    ids, start, size = [], 0, _FIRST
    while len(ids) < upto:
        if start >= _LOOKED_AT:
            return None
        some = ahead[start : start + size]
        holding = looked.within(rows, some)
        ids += [pk for pk in some if pk in holding]
        start, size = start + size, size * _MORE
    are_many = len(ids) > FEW or looked.sample(rows, _SAMPLED)[: FEW + 1].count() > FEW
    return _Held(ids, FEW + 1) if are_many else None


def _headed(
    rows: QuerySet[M], typed: str, headings: Sequence[Reading], ids: Sequence[int]
) -> set[int]:
    """Which of them hold every word in their heading."""
    looked = Looked(typed, headings)
    if looked.is_common:
        return looked.within(rows, ids)
    return set(looked.of(rows.filter(pk__in=ids).order_by()).values_list("pk", flat=True))
