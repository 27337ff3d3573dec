"""The one search box: a number, a firm or a word, asked of everything the rooms contribute."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES, Hit

LONGEST, SHOWN = 60, 10


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """What one source found; `more` where it has further rows, `all_url` where they are listed."""

    label: str
    hits: Sequence[Hit]
    more: bool
    all_url: str


@access.official(lambda scope: bool(scope.user_id))
def search(request: HttpRequest) -> HttpResponse:
    """Straight to the row the words name beyond doubt, else what each source found."""
    person = access.of(request)
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    sources = [source for source in SEARCH_SOURCES if source.allowed(person.scope)]
    found = []
    if words:
        for source in sources:
            if url := source.exact(person, words):
                return redirect(url)
        for source in sources:
            hits = source.find(person, words, SHOWN + 1)
            if hits:
                more = len(hits) > SHOWN
                found.append(
                    FoundGroup(
                        str(source.label),
                        hits[:SHOWN],
                        more,
                        source.all_url(words) if more else "",
                    )
                )
    context = {
        "words": words,
        "found": found,
        "kinds": "、".join(str(source.label) for source in sources),
    }
    return render(request, "desk/search/search.html", context)
