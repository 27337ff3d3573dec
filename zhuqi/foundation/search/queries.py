"""Rows that hold words, by what of them somebody may read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import BooleanField, Case, ExpressionWrapper, Model, Q, QuerySet, Value, When

from zhuqi.foundation.search.comparing import passages
from zhuqi.foundation.search.lookups import coded
from zhuqi.foundation.search.models import Filling, SearchText
from zhuqi.foundation.search.normal import spots, words

# Up to so many rows are counted, ranked, and held as ids; of more "2000+" is said.
FEW = 2000
M = TypeVar("M", bound=Model)
Rows = TypeVar("Rows", bound="QuerySet[Any]")


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


def matching(rows: Rows, typed: str, readings: Sequence[Reading]) -> Rows:
    """Of these rows those in which every word stands somewhere the person may read; in the same
    order. None of them where nothing that could be looked for was typed."""
    sought = words(typed)
    if not sought:
        return rows.none()
    for word in sought:
        rows = rows.filter(_holding(word, readings))
    return rows


def ranked(rows: QuerySet[M], typed: str, readings: Sequence[Reading]) -> QuerySet[M]:
    """Few rows, in their order, but first those whose heading holds every word."""
    headings = [each for each in readings if each.heading]
    headed = matching(rows.order_by(), typed, headings)
    first = list(headed.values_list("pk", flat=True)[: FEW + 1])
    if not first or len(first) > FEW:
        return rows
    rank = Case(When(pk__in=first, then=Value(0)), default=Value(1))
    return rows.order_by(rank, *rows.query.order_by)


def _holding(word: str, readings: Sequence[Reading]) -> Q:
    """The condition “the word stands where it may be read”. A query for all kinds of text; where
    they are many, one more for each."""
    by_spelling: dict[str, list[Reading]] = defaultdict(list)
    for each in readings:
        if (spelled := each.spelled(word)) and (each.owners is None or each.owners):
            by_spelling[spelled].append(each)
    held = [q for spelled, some in by_spelling.items() for q in _held(spelled, some)]
    return reduce(or_, held, Q(pk__in=()))


def _held(spelled: str, readings: Sequence[Reading]) -> list[Q]:
    texts = _texts(spelled, [each.code for each in readings])
    found = list(texts.values_list("code", "owner", "object_id")[: FEW + 1])
    if len(found) > FEW:
        if len(readings) > 1:
            return [q for each in readings for q in _held(spelled, [each])]
        [only] = readings
        if only.owners is not None:
            texts = texts.filter(owner__in=sorted(only.owners))
        return [Q(pk__in=texts.values("object_id")) & only.condition]
    held = []
    for each in readings:
        ids = {
            object_id
            for code, owner, object_id in found
            if code == each.code and (each.owners is None or owner in each.owners)
        }
        if ids:
            held.append(Q(pk__in=sorted(ids)) & each.condition)
    return held


def _texts(spelled: str, codes: Iterable[str]) -> QuerySet[SearchText]:
    return SearchText.objects.filter(text__holds=coded(codes, spelled)).order_by()


# What was found, to be shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text with the words in it, as (text, whether it is one of the words)."""

    pieces: tuple[tuple[str, bool], ...]


# Characters before the first word, and in all.
_BEFORE, _SHOWN = 24, 120


def excerpt(text: str, typed: str, *, whole: bool = False) -> Excerpt | None:
    """Where the words first stand in a text as it was written; None where none does."""
    return _excerpt(" ".join(text.split()), words(typed), whole=whole)


def _excerpt(text: str, sought: Sequence[str], *, whole: bool = False) -> Excerpt | None:
    places = spots(text, sought)
    if not places:
        return None
    start = 0 if whole else max(places[0][0] - _BEFORE, 0)
    end = len(text) if whole else min(start + _SHOWN, len(text))
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for begin, stop in places:
        if stop > end:
            break
        pieces += [(text[at:begin], False), (text[begin:stop], True)]
        at = stop
    pieces += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return Excerpt(tuple((piece, hit) for piece, hit in pieces if piece))


def excerpts(
    kind: str, rows: QuerySet[M], ids: Sequence[int], typed: str, readings: Sequence[Reading]
) -> dict[int, Excerpt]:
    """By row the text beside its heading in which the words stand, as the person may read it: read
    anew from where it is kept, so that nothing shows that is hidden by now."""
    shown = [each for each in readings if not each.heading and each.spelled is as_it_is]
    sought = words(typed)
    if not (ids and shown and sought):
        return {}
    may = _readable(rows, ids, shown)
    held = reduce(or_, (Q(text__contains=word) for word in sought))
    texts = SearchText.objects.filter(held, kind=kind, object_id__in=ids).order_by("pk")
    best: dict[int, tuple[int, str, int]] = {}
    columns = ("object_id", "part", "part_id", "code", "owner", "text")
    for pk, part, part_id, code, owner, text in texts.values_list(*columns):
        hits = sum(word in text for word in sought)
        if _is_open(may[pk], code, owner) and hits > best.get(pk, (0, "", 0))[0]:
            best[pk] = (hits, part, part_id)
    return _written(kind, best, may, sought)


_May = dict[str, Collection[int] | None]


def _readable(
    rows: QuerySet[M], ids: Sequence[int], readings: Sequence[Reading]
) -> dict[int, _May]:
    """By row the codes one may read there, each with whose texts of it. One query."""
    asked = {
        f"may_{each.code}": ExpressionWrapper(each.condition, BooleanField())
        if each.condition
        else Value(True)  # noqa: FBT003 (a value)
        for each in readings
    }
    found: dict[int, _May] = defaultdict(dict)
    model_rows = rows.model._default_manager.filter(pk__in=ids).order_by()  # noqa: SLF001 (Django's public name)
    for row in model_rows.annotate(**asked).values("pk", *asked):
        found[row["pk"]] = {each.code: each.owners for each in readings if row[f"may_{each.code}"]}
    return found


def _is_open(may: _May, code: str, owner: int) -> bool:
    if code not in may:
        return False
    owners = may[code]
    return owners is None or owner in owners


def _written(
    kind: str, best: dict[int, tuple[int, str, int]], may: dict[int, _May], sought: Sequence[str]
) -> dict[int, Excerpt]:
    by_part: dict[str, list[int]] = defaultdict(list)
    for _hits, part, part_id in best.values():
        by_part[part].append(part_id)
    found: dict[int, Excerpt] = {}
    for passage in passages(kind, by_part):
        pk = passage.object_id
        if pk in found or not _is_open(may[pk], passage.code, passage.owner):
            continue
        text = " · ".join(" ".join(piece.split()) for piece in passage.pieces if piece)
        if cut := _excerpt(text, sought):
            found[pk] = cut
    return found


def unfilled() -> dict[str, int]:
    """Kinds whose old rows are still being written into the index, with the percentage done."""
    rows = Filling.objects.filter(done_at=None).order_by("pk")
    return {row.kind: row.last * 100 // max(row.upto, 1) for row in rows}
