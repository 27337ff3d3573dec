"""Where one can go: the pages above the shell say what they offer, the shell lays it out.

The shell stands below desk and portal and must not know them, so they register in `ready()`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

Visible = Callable[[HttpRequest], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """An offer: a view's name, and perhaps how many things wait there."""

    label: str
    view: str
    icon: str = ""
    order: int = 100
    group: str = ""
    count: Callable[[HttpRequest], int | None] | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    icon: str = ""
    active: bool = False
    count: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Bell:
    """The way to one's messages, with how many are unread."""

    url: str
    active: bool
    count: str | None


_bells: dict[str, tuple[str, Callable[[HttpRequest], str | None]]] = {}
_entries: dict[str, list[tuple[Entry, Visible]]] = defaultdict(list)
_places: dict[str, Callable[[HttpRequest], str]] = {}


def always(_request: HttpRequest) -> bool:
    """Everyone sees it."""
    return True


def register(area: str, item: Entry, visible: Visible = always) -> None:
    """Offer a page in an area ("desk", "portal"). Registering the same view again replaces it."""
    kept = [pair for pair in _entries[area] if pair[0].view != item.view]
    _entries[area] = sorted([*kept, (item, visible)], key=lambda pair: pair[0].order)


def register_place(area: str, name: Callable[[HttpRequest], str]) -> None:
    """Say how the office, unit or firm in the top line is found in this area."""
    _places[area] = name


def register_bell(area: str, view: str, count: Callable[[HttpRequest], str | None]) -> None:
    """Say where an area's messages are, and how the unread ones are counted."""
    _bells[area] = (view, count)


def bell(area: str, request: HttpRequest) -> Bell | None:
    """The bell of an area's top line; None where nobody is signed in or nobody registered one."""
    if area not in _bells or not request.user.is_authenticated:
        return None
    view, count = _bells[area]
    url = reverse(view)
    return Bell(url, request.path.startswith(url), count(request))


def _bell_address(area: str) -> list[str]:
    return [reverse(_bells[area][0])] if area in _bells else []


def place(area: str, request: HttpRequest) -> str:
    """The name in the top line; empty where nobody registered one."""
    return _places[area](request) if area in _places else ""


def items(area: str, request: HttpRequest) -> list[NavItem]:
    """What this person is offered; the entry with the longest fitting address is the active one."""
    offered = [
        (entry, reverse(entry.view))
        for entry, visible in _entries.get(area, [])
        if visible(request)
    ]
    # The bell's pages are the bell's own: no entry stands out beside it.
    addresses = [*(url for _entry, url in offered), *_bell_address(area)]
    fitting = [url for url in addresses if request.path.startswith(url)]
    here = max(fitting, key=len, default=None)
    return [
        NavItem(
            label=entry.label,
            url=url,
            icon=entry.icon,
            active=url == here,
            count=entry.count(request) if entry.count else None,
            group=entry.group,
        )
        for entry, url in offered
    ]
