"""The one search box: a number, a firm or a word, asked of everything the rooms contribute."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.search.queries import FEW, unfilled
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell.parts import Tab
from zhuqi.interfaces.shell.searching import (
    BEST,
    ORDERS,
    SEARCH_SOURCES,
    Found,
    Hit,
    SearchSource,
    Sought,
    drawn,
    marked,
)
from zhuqi.interfaces.shell.sent import number_sent

LONGEST, SHOWN, PAGE, SUGGESTED = 60, 5, 30, 3


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit as it is drawn, its words marked."""

    hit: Hit
    title: SafeString
    note: SafeString
    text: SafeString


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """What one source found; `more_url` where it has further rows."""

    key: str
    label: str
    hits: Sequence[HitRow]
    counted: str
    more_url: str = ""


@dataclass(slots=True)
class Asking:
    """What the address asks: words, one kind or all, an order, a page."""

    person: Person
    typed: str
    kind: str
    order: str
    page: int
    sources: Mapping[str, SearchSource]

    @classmethod
    def of(cls, request: HttpRequest) -> "Asking":
        """Read off the address; what is no kind, order or page is none."""
        person = access.of(request)
        typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
        sources = {
            name: source for name, source in SEARCH_SOURCES.items() if source.allowed(person.scope)
        }
        kind, order = request.GET.get("kind", ""), request.GET.get("order", BEST)
        page = request.GET.get("page", "1")
        return cls(
            person,
            typed,
            kind if kind in sources else "",
            order if kind in sources and order in sources[kind].orders else BEST,
            min(max(number_sent(page, 1), 1), FEW // PAGE),
            sources,
        )

    def url(self, **asked: object) -> str:
        """The page for the same words, asked otherwise."""
        given = {"q": self.typed, **{name: value for name, value in asked.items() if value}}
        return f"{reverse('desk:search')}?{urlencode(given)}"

    @property
    def exact_url(self) -> str:
        """The one row the words name beyond doubt."""
        asked = (source.exact(self.person, self.typed) for source in self.sources.values())
        return next(filter(None, asked), "")

    def found(self) -> Iterator[tuple[str, SearchSource, Found]]:
        """What each source found; hits of the kind that is open, or the first of all."""
        for name, source in self.sources.items():
            if self.kind:
                limit, start = (PAGE, (self.page - 1) * PAGE) if name == self.kind else (0, 0)
            else:
                limit, start = SHOWN, 0
            sought = Sought(self.typed, limit, start, self.order)
            if (found := source.find(self.person, sought)).count:
                yield name, source, found


@access.official(lambda scope: bool(scope.user_id))
def search(request: HttpRequest) -> HttpResponse:
    """Straight to the row the words name beyond doubt, else what each source found."""
    asking = Asking.of(request)
    if asking.typed and not asking.kind and (url := asking.exact_url):
        return redirect(url)
    results = list(asking.found()) if asking.typed else []
    shown = [one for one in results if not asking.kind or one[0] == asking.kind]
    context = {
        "words": asking.typed,
        "found": [_group(asking, name, source, found) for name, source, found in shown],
        "tabs": _tabs(asking, results) if len(results) > 1 or asking.kind else [],
        "orders": _orders(asking),
        "kinds": "、".join(str(source.label) for source in asking.sources.values()),
        "filling": min(unfilled().values(), default=None),
        **_pages(asking, shown),
    }
    return render(request, "desk/search/search.html", context)


@access.official(lambda scope: bool(scope.user_id))
def suggest(request: HttpRequest) -> HttpResponse:
    """The first hits of each kind, for the list under the box while somebody types."""
    asking = Asking.of(request)
    sought = Sought(asking.typed, SUGGESTED)
    found = [
        (name, source, source.find(asking.person, sought))
        for name, source in (asking.sources.items() if asking.typed else ())
    ]
    context = {
        "found": [_group(asking, *one) for one in found if one[2].count],
        "all_url": asking.url(),
        "words": asking.typed,
    }
    return render(request, "desk/search/suggestions.html", context)


def _group(asking: Asking, name: str, source: SearchSource, found: Found) -> FoundGroup:
    typed = asking.typed
    rows = [
        HitRow(hit, marked(hit.title, typed), marked(hit.note, typed), drawn(hit.text))
        for hit in found.hits
    ]
    if asking.kind:
        more = source.all_url(asking.typed)
    else:
        more = asking.url(kind=name) if found.count > len(rows) else ""
    return FoundGroup(name, str(source.label), rows, found.counted, more)


def _tabs(asking: Asking, results: Sequence[tuple[str, SearchSource, Found]]) -> list[Tab]:
    every = Tab(_("全部"), asking.url(), not asking.kind)
    kinds = [
        Tab(str(source.label), asking.url(kind=name), name == asking.kind, found.counted)
        for name, source, found in results
    ]
    return [every, *kinds]


def _orders(asking: Asking) -> list[Tab]:
    """By what the rows of the open kind can be put in order."""
    orders = asking.sources[asking.kind].orders if asking.kind else ()
    return [
        Tab(str(ORDERS[order]), asking.url(kind=asking.kind, order=order), order == asking.order)
        for order in (orders if len(orders) > 1 else ())
    ]


def _pages(
    asking: Asking, shown: Sequence[tuple[str, SearchSource, Found]]
) -> dict[str, str | None]:
    """Where the pages before and after are; nothing goes on beyond what is counted."""
    if not (asking.kind and shown):
        return {}
    last = min(shown[0][2].count, FEW)
    at = {"kind": asking.kind, "order": asking.order}
    before, after = asking.page - 1, asking.page + 1
    return {
        "previous_url": asking.url(**at, page=before) if before else "",
        "next_url": asking.url(**at, page=after) if asking.page * PAGE < last else "",
    }
