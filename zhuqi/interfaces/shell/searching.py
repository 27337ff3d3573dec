"""What the search box of the top line finds: rooms contribute the sources, a page asks them all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.search.queries import (
    FEW,
    Excerpt,
    Reading,
    excerpt,
    excerpts,
)
from zhuqi.foundation.search.sweeping import page_of

M = TypeVar("M", bound=Model)
BEST = "best"
# What every source can be ordered by: best is by fit where hits are few, else the newest first.
ORDERS: Mapping[str, StrOrPromise] = {BEST: _("最相关"), "newest": _("最新"), "due": _("时限")}


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed, and which of the hits are wanted: so many from there on, in what order."""

    typed: str
    limit: int
    start: int = 0
    order: str = BEST


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found: `number` and `mark` (a light, a state) stand before what is said.

    `text` is the piece of it in which the words stand, where that is not the title.
    """

    title: str
    url: str
    note: str = ""
    number: str = ""
    mark: str = ""
    text: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The hits wanted, and how many there are; `more` than FEW are not counted on."""

    hits: Sequence[Hit] = ()
    count: int = 0

    @property
    def counted(self) -> str:
        """As it is shown: beyond FEW it only says that there are more."""
        return f"{FEW}+" if self.count > FEW else str(self.count)


class Finds(Protocol):
    """Cut to what the person may see and read."""

    def __call__(self, person: Person, sought: Sought) -> Found: ...


def _names_none(_person: Person, _words: str) -> str:
    return ""


def _lists_none(_words: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Rows of one kind.

    `find` is asked for words that are not empty. `exact` gives the address of the one row the words
    name beyond doubt, else "". `all_url` is the list that shows everything found, where there is
    one. `orders` are those of ORDERS that make a difference here.
    """

    label: StrOrPromise
    find: Finds
    allowed: Callable[[Scope], bool]
    exact: Callable[[Person, str], str] = _names_none
    all_url: Callable[[str], str] = _lists_none
    orders: Sequence[str] = (BEST,)


SEARCH_SOURCES: Registry[SearchSource] = Registry("search source")


def found_among(
    rows: QuerySet[M],
    sought: Sought,
    *,
    kind: str,
    readings: Sequence[Reading],
    write: Callable[[Sequence[M]], Sequence[Hit]],
) -> Found:
    """What most sources find: of rows one sees, in their order, those with the words; `write`
    makes hits of those that are wanted. A fixed number of queries, whatever the rows."""
    stop = sought.start + sought.limit if sought.limit else 0
    wanted = slice(sought.start if stop else 0, stop)
    best = sought.order == BEST
    page = page_of(rows, sought.typed, readings, wanted, best_first=best)
    if not page.rows:
        return Found((), page.count)
    texts = excerpts(kind, rows, [row.pk for row in page.rows], sought.typed, readings)
    hits = [
        replace(hit, text=hit.text or texts.get(row.pk))
        for row, hit in zip(page.rows, write(page.rows), strict=True)
    ]
    return Found(hits, page.count)


def source_of(
    label: StrOrPromise,
    kind: str,
    *,
    rows: Callable[[Person], QuerySet[M]],
    readings: Callable[[Person], Sequence[Reading]],
    hit: Callable[[M], Hit],
    allowed: Callable[[Scope], bool],
    all_url: Callable[[str], str] = _lists_none,
) -> SearchSource:
    """A source whose rows, in the order they come in, are each a hit by themselves."""

    def find(person: Person, sought: Sought) -> Found:
        return found_among(
            rows(person),
            sought,
            kind=kind,
            readings=readings(person),
            write=lambda found: [hit(row) for row in found],
        )

    return SearchSource(label, find, allowed, all_url=all_url)


def marked(text: str, typed: str) -> SafeString:
    """The whole text with the words in it marked."""
    return drawn(excerpt(text, typed, whole=True)) or format_html("{}", text)


def drawn(piece: Excerpt | None) -> SafeString:
    """A piece of text with the words in it marked."""
    pieces = piece.pieces if piece else ()
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in pieces)
    )
