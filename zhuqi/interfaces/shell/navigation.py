"""Where one can go: the pages above the shell say what they offer, the shell lays it out.

The shell stands below desk and portal and must not know them, so they register in `ready()`.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.http import HttpRequest
from django.urls import URLResolver, get_resolver, get_script_prefix, reverse
from django_stubs_ext import StrOrPromise

Visible = Callable[[HttpRequest], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """An offer: a view's name, and perhaps how many things wait there."""

    label: StrOrPromise
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
class Group:
    """What people do, as the heading of the pages they do it on. Entries name it by its key."""

    key: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class NavGroup:
    """The pages of a group that one person uses; a group of one page is that page itself."""

    label: str
    icon: str
    items: list[NavItem]
    open: bool = False

    @property
    def single(self) -> NavItem | None:
        """The page that stands for its group; None where there are several."""
        return self.items[0] if len(self.items) == 1 else None

    @property
    def count(self) -> int | None:
        """What waits behind a closed group, all its pages together."""
        return sum(item.count or 0 for item in self.items) or None


@dataclass(frozen=True, slots=True)
class Bell:
    """The way to one's messages, with how many are unread."""

    url: str
    active: bool
    count: str | None


_bells: dict[str, tuple[str, Callable[[HttpRequest], str | None]]] = {}
_entries: dict[str, list[tuple[Entry, Visible]]] = defaultdict(list)
_groups: dict[str, tuple[Group, ...]] = {}
_starts: dict[str, list[tuple[Entry, Visible]]] = defaultdict(list)
_searches: dict[str, tuple[str, Visible]] = {}
_suggesting: dict[str, str] = {}
_places: dict[str, Callable[[HttpRequest], str]] = {}


def address(view: str, *args: str) -> str:
    """Where a view stands that takes no arguments, or few different ones: worked out once, as a
    page names a hundred."""
    return _address(get_resolver(), get_script_prefix(), view, args)


@lru_cache(maxsize=256)
def _address(_resolver: URLResolver, _prefix: str, view: str, args: tuple[str, ...]) -> str:
    return reverse(view, args=args)


def always(_request: HttpRequest) -> bool:
    """Everyone sees it."""
    return True


def register(area: str, item: Entry, visible: Visible = always) -> None:
    """Offer a page in an area ("desk", "portal"). Registering the same view again replaces it."""
    _add(_entries[area], item, visible)


def register_groups(area: str, several: Sequence[Group]) -> None:
    """Say under which headings, in this order, an area's pages stand."""
    _groups[area] = tuple(several)


def register_start(area: str, item: Entry, visible: Visible = always) -> None:
    """Offer something that can be begun from anywhere, in the menu 新建."""
    _add(_starts[area], item, visible)


def register_search(area: str, view: str, visible: Visible = always, suggesting: str = "") -> None:
    """Say which page answers the search box in the area's top line; it reads `q`, and so does the
    one that gives the list under it while somebody types."""
    _searches[area] = (view, visible)
    _suggesting[area] = suggesting


def _add(listed: list[tuple[Entry, Visible]], item: Entry, visible: Visible) -> None:
    kept = [pair for pair in listed if pair[0].view != item.view]
    listed[:] = sorted([*kept, (item, visible)], key=lambda pair: pair[0].order)


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
    url = address(view)
    return Bell(url, request.path.startswith(url), count(request))


def search_url(area: str, request: HttpRequest) -> str:
    """Where the search box sends; "" for whoever finds nothing by it."""
    if area not in _searches:
        return ""
    view, visible = _searches[area]
    return address(view) if visible(request) else ""


def suggest_url(area: str) -> str:
    """Where the list under the box comes from; "" where there is none."""
    return address(_suggesting[area]) if _suggesting.get(area) else ""


def starts(area: str, request: HttpRequest) -> list[NavItem]:
    """What this person can begin."""
    return [
        NavItem(label=str(entry.label), url=address(entry.view), icon=entry.icon)
        for entry, visible in _starts[area]
        if visible(request)
    ]


def groups(area: str, listed: Sequence[NavItem]) -> list[NavGroup]:
    """The pages under their headings, empty ones left out; pages of no group come first.

    The group of the page one is on is open; on pages of none, the first that holds several.
    KeyError where an entry names a group the area has not.
    """
    by_key: dict[str, list[NavItem]] = {group.key: [] for group in _groups.get(area, ())}
    found = []
    for item in listed:
        if item.group:
            by_key[item.group].append(item)
        else:
            found.append(NavGroup(item.label, item.icon, [item]))
    found += [
        NavGroup(group.label, group.icon, by_key[group.key])
        for group in _groups.get(area, ())
        if by_key[group.key]
    ]
    current = [group for group in found if any(item.active for item in group.items)]
    folded = [group for group in found if group.single is None]
    shown = current[0] if current and current[0].single is None else next(iter(folded), None)
    return [replace(group, open=group is shown) for group in found]


def _top_addresses(area: str) -> list[str]:
    return [address(kept[area][0]) for kept in (_bells, _searches) if area in kept]


def place(area: str, request: HttpRequest) -> str:
    """The name in the top line; empty where nobody registered one."""
    return _places[area](request) if area in _places else ""


def items(area: str, request: HttpRequest) -> list[NavItem]:
    """What this person is offered; the entry with the longest fitting address is the active one."""
    offered = [
        (entry, address(entry.view))
        for entry, visible in _entries.get(area, [])
        if visible(request)
    ]
    # The top line's own pages, messages and search: no entry stands out beside them.
    addresses = [*(url for _entry, url in offered), *_top_addresses(area)]
    fitting = [url for url in addresses if request.path.startswith(url)]
    here = max(fitting, key=len, default=None)
    return [
        NavItem(
            label=str(entry.label),
            url=url,
            icon=entry.icon,
            active=url == here,
            count=entry.count(request) if entry.count else None,
            group=entry.group,
        )
        for entry, url in offered
    ]
