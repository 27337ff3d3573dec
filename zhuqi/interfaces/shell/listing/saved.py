"""Views of a list that people saved, as tabs above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.saved_views.queries import views_of
from zhuqi.interfaces.shell.listing.filters import COUNT, CURSOR, VIEWS, changed
from zhuqi.interfaces.shell.parts import Tab

# Counted as far as anybody reads the number.
MOST = 999


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list whose views can be saved, and the name of its address."""

    label: StrOrPromise
    page: str


# By the list's own name.
SAVED_LISTS: Registry[SavedList] = Registry("list with saved views")


def view_query(query: QueryDict) -> str:
    """A list's address as a view keeps it: in one order, so that the same choice is the same view;
    without the page."""
    skipped = {CURSOR, COUNT, VIEWS}
    pairs = [(k, v) for k, values in query.lists() if k not in skipped for v in values if v]
    return urlencode(sorted(pairs))


@dataclass(frozen=True, slots=True)
class SavedTabs:
    """The tabs of a list, and what is needed to save what it shows now."""

    tabs: Sequence[Tab]
    listing: str
    query: str
    units: Sequence[Unit]
    count_url: str
    savable: bool
    save_url: str
    manage_url: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A list as somebody has it open: its name, its path, what the address asks for."""

    listing: str
    path: str
    query: QueryDict
    person: Person


def tabs_of(opened: Opened, counted: Sequence[int] | None = None) -> SavedTabs | None:
    """None for a list whose views can't be saved. Numbers are asked for by the page later."""
    if opened.listing not in SAVED_LISTS:
        return None
    scope = opened.person.scope
    views = views_of(scope, opened.listing)
    query = view_query(opened.query)
    numbers: Sequence[int | None] = counted if counted is not None else [None] * len(views)
    tabs = [Tab(_("全部"), opened.path, active=not query)]
    for view, number in zip(views, numbers, strict=True):
        # A colleague's says whose it is: two may have one name.
        own = view.owner_id == scope.user_id
        label = view.name if own else f"{view.name}（{view.owner.name}）"
        count = f"{MOST}+" if number is not None and number > MOST else number
        url = f"{opened.path}?{view.query}"
        tabs.append(Tab(label, url, active=view.query == query, count=count))
    known = any(tab.active for tab in tabs)
    return SavedTabs(
        tabs if views else (),
        opened.listing,
        query,
        _units(opened.person) if not known else (),
        changed(opened.query, **{VIEWS: "1"}) if views and counted is None else "",
        not known,
        reverse("desk:save_view"),
        reverse("desk:saved_views"),
    )


def _units(person: Person) -> Sequence[Unit]:
    """Whom a view may be shared with."""
    return list(Unit.objects.filter(pk__in=person.scope.units()).order_by("pk"))
