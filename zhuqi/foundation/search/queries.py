"""Rows that hold words, by what of them somebody may read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple, TypeVar

from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet, Value

from zhuqi.foundation.search.comparing import passages
from zhuqi.foundation.search.kinds import KINDS
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
    return Looked(typed, readings).of(rows)


class Hit(NamedTuple):
    """A text that holds a word."""

    code: str
    owner: int
    object_id: int


class Looked:
    """Words looked up in the index: of each the texts that hold it, or that there are very many.

    Where one of them is rare the others are read in its rows alone, whatever their number.
    """

    def __init__(self, typed: str, readings: Sequence[Reading]) -> None:
        """Two queries a word at most: one for texts, one for what is spelled otherwise."""
        self._words = [_spelled(word, readings) for word in words(typed)]
        self._hits = [
            {spelled: _hits(spelled, some) for spelled, some in spellings.items()}
            for spellings in self._words
        ]

    @property
    def is_common(self) -> bool:
        """True where every word stands in very many texts: rows are better asked for it."""
        return bool(self._words) and not any(map(_is_rare, self._hits))

    def of(self, rows: Rows) -> Rows:
        """Of these rows those that hold every word, in the same order."""
        if not self._words:
            return rows.none()
        candidates = self._candidates()
        for spellings, hits in zip(self._words, self._hits, strict=True):
            found: _Found = hits
            if candidates is not None and not _is_rare(hits):
                found = _hits_within(spellings, candidates)
            rows = rows.filter(_any_of(spellings, found))
        return rows

    def _candidates(self) -> list[int] | None:
        """The rows that hold every rare word; None where no word is rare."""
        rare = [
            {hit.object_id for some in hits.values() for hit in some or ()}
            for hits in self._hits
            if _is_rare(hits)
        ]
        return sorted(set.intersection(*rare)) if rare else None

    def sample(self, rows: Rows, texts: int) -> Rows:
        """Some of these rows that hold every word, in no order: those named by the first so many
        texts that hold one of the words."""
        first, *others = self._words
        hits = {spelled: _first(spelled, some, texts) for spelled, some in first.items()}
        rows = rows.order_by().filter(_any_of(first, hits))
        ids = sorted({hit.object_id for some in hits.values() for hit in some})
        for spellings in others:
            rows = rows.filter(_any_of(spellings, _hits_within(spellings, ids)))
        return rows

    def within(self, rows: "QuerySet[M]", ids: Sequence[int]) -> set[int]:
        """Which of so many rows hold every word; a query a word, and one more."""
        found: set[int] = set()
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            asked = rows.model._default_manager.filter(pk__in=some).order_by()  # noqa: SLF001 (Django's public name)
            for spellings in self._words:
                asked = asked.filter(_any_of(spellings, _hits_within(spellings, some)))
            found.update(asked.values_list("pk", flat=True))
        return found


# By spelling the readings in which a word is looked for so, and what was found of it.
_Spellings = Mapping[str, Sequence[Reading]]
_Found = Mapping[str, Sequence[Hit] | None]
# Rows whose texts are read together.
_AT_ONCE = 1000


def _spelled(word: str, readings: Sequence[Reading]) -> _Spellings:
    by_spelling: dict[str, list[Reading]] = defaultdict(list)
    for each in readings:
        if (spelled := each.spelled(word)) and (each.owners is None or each.owners):
            by_spelling[spelled].append(each)
    return by_spelling


def _is_rare(hits: _Found) -> bool:
    return all(some is not None for some in hits.values())


def _hits(spelled: str, readings: Sequence[Reading]) -> Sequence[Hit] | None:
    """The texts that hold it; None of very many."""
    found = _first(spelled, readings, FEW + 1)
    return None if len(found) > FEW else found


def _first(spelled: str, readings: Sequence[Reading], most: int) -> Sequence[Hit]:
    texts = _texts(spelled, [each.code for each in readings])
    return [Hit(*row) for row in texts.values_list(*Hit._fields)[:most]]


def _hits_within(spellings: _Spellings, ids: Sequence[int]) -> _Found:
    """The same by reading the texts of some rows."""
    found = {}
    for spelled, readings in spellings.items():
        codes = [each.code for each in readings]
        texts = SearchText.objects.filter(
            kind=kind_of(codes[0]), object_id__in=ids, code__in=codes, text__contains=spelled
        )
        found[spelled] = [Hit(*row) for row in texts.order_by().values_list(*Hit._fields)]
    return found


@cache
def kind_of(code: str) -> str:
    """Whose code it is. LookupError where no kind has it."""
    return next(name for name, kind in KINDS.items() if code in kind.codes)


def _any_of(spellings: _Spellings, found: _Found) -> Q:
    """The condition “the word stands where it may be read”."""
    held: list[Q] = []
    for spelled, readings in spellings.items():
        hits = found[spelled]
        held += _common(spelled, readings) if hits is None else _among(hits, readings)
    return reduce(or_, held, Q(pk__in=()))


def _among(hits: Sequence[Hit], readings: Sequence[Reading]) -> Iterator[Q]:
    for each in readings:
        ids = {
            hit.object_id
            for hit in hits
            if hit.code == each.code and (each.owners is None or hit.owner in each.owners)
        }
        if ids:
            yield Q(pk__in=sorted(ids)) & each.condition


def _common(spelled: str, readings: Sequence[Reading]) -> Iterator[Q]:
    """Of very many texts: asked of the database for each kind of text in which there are many."""
    for each in readings:
        hits = _hits(spelled, [each])
        if hits is not None:
            yield from _among(hits, [each])
            continue
        texts = _texts(spelled, [each.code])
        if each.owners is not None:
            texts = texts.filter(owner__in=sorted(each.owners))
        yield Q(pk__in=texts.values("object_id")) & each.condition


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
