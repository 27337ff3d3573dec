"""Rows that hold words, by what of them somebody may read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Case, Model, Q, QuerySet, Value, When

from zhuqi.foundation.search.lookups import coded
from zhuqi.foundation.search.models import Filling, SearchText
from zhuqi.foundation.search.normal import words

# Up to so many rows are counted, ranked, and held as ids; of more "2000+" is said.
FEW = 2000
M = TypeVar("M", bound=Model)


def as_it_is(word: str) -> str:
    """Texts are searched for the word itself."""
    return word


@dataclass(frozen=True, slots=True)
class Reading:
    """Texts of one code, and on which rows they may be read.

    `owners` narrows to texts of those (None: any). `spelled` is how a word is looked for in them;
    "" where it is none of theirs. `heading`: what is found there is ranked first.
    """

    code: str
    condition: Q = field(default_factory=Q)
    owners: Collection[int] | None = None
    spelled: Callable[[str], str] = as_it_is
    heading: bool = False


def matching(rows: QuerySet[M], typed: str, readings: Sequence[Reading]) -> QuerySet[M]:
    """Of these rows those in which every word stands somewhere the person may read; in the same
    order. None of them where nothing that could be looked for was typed."""
    sought = words(typed)
    if not sought:
        return rows.none()
    for word in sought:
        rows = rows.filter(_holding(word, readings))
    return rows


def _holding(word: str, readings: Sequence[Reading]) -> Q:
    """The condition “the word stands where it may be read”."""
    held = [_held(spelled, each) for each, spelled in _asked(word, readings)]
    return reduce(or_, (q for q in held if q is not None), Q(pk__in=()))


def _asked(word: str, readings: Iterable[Reading]) -> list[tuple[Reading, str]]:
    return [(each, spelled) for each in readings if (spelled := each.spelled(word))]


def _held(spelled: str, reading: Reading) -> Q | None:
    texts = _texts(spelled, reading)
    found = list(texts.values_list("object_id", flat=True)[: FEW + 1])
    if len(found) <= FEW:
        return Q(pk__in=sorted(set(found))) & reading.condition if found else None
    return Q(pk__in=texts.values("object_id")) & reading.condition


def _texts(spelled: str, reading: Reading) -> QuerySet[SearchText]:
    texts = SearchText.objects.filter(text__holds=coded(reading.code, spelled)).order_by()
    return texts if reading.owners is None else texts.filter(owner__in=sorted(reading.owners))


def ranked(rows: QuerySet[M], typed: str, readings: Sequence[Reading]) -> QuerySet[M]:
    """Few rows, in their order, but first those whose heading holds every word."""
    headed = rows.order_by()
    for word in words(typed):
        headed = headed.filter(_holding(word, [each for each in readings if each.heading]))
    first = list(headed.values_list("pk", flat=True)[: FEW + 1])
    if not first or len(first) > FEW:
        return rows
    rank = Case(When(pk__in=first, then=Value(0)), default=Value(1))
    return rows.order_by(rank, *rows.query.order_by)


# What was found, to be shown ----------------------------------------------------------------------


def places_of(
    kind: str, ids: Collection[int], typed: str, codes: Iterable[str]
) -> dict[int, list[tuple[str, int]]]:
    """By object the parts (and their rows) whose texts hold one of the words, the best first."""
    sought = words(typed)
    if not sought or not ids:
        return {}
    rows = SearchText.objects.filter(kind=kind, object_id__in=ids, code__in=sorted(codes))
    found: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    held = reduce(or_, (Q(text__contains=word) for word in sought))
    columns = ("object_id", "part", "part_id", "text")
    for object_id, part, part_id, text in rows.filter(held).order_by("pk").values_list(*columns):
        hits = sum(word in text for word in sought)
        best = found[object_id].get((part, part_id), 0)
        found[object_id][part, part_id] = max(best, hits)
    return {pk: sorted(parts, key=lambda one: -parts[one]) for pk, parts in found.items()}


def unfilled() -> dict[str, int]:
    """Kinds whose old rows are still being written into the index, with the percentage done."""
    rows = Filling.objects.filter(done_at=None).order_by("pk")
    return {row.kind: row.last * 100 // max(row.upto, 1) for row in rows}
