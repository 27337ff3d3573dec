"""The filters of a list on a page that shows the same rows otherwise: as a calendar, as a board.

Address, chips and saved views are the list's, so that one goes from one page to the other with the
same rows before the eyes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.interfaces.shell.listing.filters import (
    COLUMNS,
    COUNT,
    CURSOR,
    ORDER,
    VIEWS,
    changed,
    dropped,
)
from zhuqi.interfaces.shell.listing.form import Chip, FilterForm
from zhuqi.interfaces.shell.listing.listing import Listing
from zhuqi.interfaces.shell.listing.saved import Opened, tabs_of
from zhuqi.interfaces.shell.parts import Tab

# What of a list's address means nothing where its rows are not lines of one page.
_OF_LINES = (CURSOR, COLUMNS, ORDER)


class _CarriedForm(FilterForm):
    """The filters, sent along with what else the page is asked by."""

    carried: tuple[str, ...] = ()

    def carry(self, *names: str) -> None:
        """Send these parameters of the address along, where they are in it."""
        self.carried = tuple(name for name in names if name in self.query)
        for name in self.carried:
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    @cached_property
    def hidden(self) -> list[SafeString]:
        """What addresses of other pages brought along, and this page's own."""
        return [*super().hidden, *(SafeString(self[name]) for name in self.carried)]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an address asks of a list, for a page with parameters of its own (`own`).

    Whatever of the list's filters the page says itself, or can't show, is `without`.
    """

    listing: Listing[Any, Any]
    view: str
    query: QueryDict
    person: Person
    form: FilterForm
    own: tuple[str, ...]

    @classmethod
    def of(
        cls,
        listing: Listing[Any, Any],
        request: HttpRequest,
        person: Person,
        *,
        view: str,
        own: tuple[str, ...] = (),
        without: Collection[str] = (),
    ) -> "Chosen":
        """What this request asks for. What can't be read is left out, as by the list."""
        filters = [one for one in listing.filters if one.name not in without]
        query = dropped(request.GET, *_OF_LINES, *without)
        form = _CarriedForm(query, filters, person)
        form.carry(*own)
        return cls(listing, view, query, person, form, own)

    @property
    def values(self) -> Mapping[str, Any]:
        """The list's filters in force, as its rows take them."""
        return self.form.values

    @property
    def chips(self) -> list[Chip]:
        """The conditions in force."""
        return self.form.chips()

    @property
    def path(self) -> str:
        """The page with none of the list's conditions."""
        kept = QueryDict(mutable=True)
        for name in self.own:
            if name in self.query:
                kept[name] = str(self.query[name])
        return f"{reverse(self.view)}{changed(kept) if kept else ''}"

    def url(self, **parameters: str) -> str:
        """The page with other parameters of its own; "" takes one away."""
        gone = [name for name, value in parameters.items() if not value]
        query = dropped(self.query, *gone)
        given = {name: value for name, value in parameters.items() if value}
        return f"{reverse(self.view)}{changed(query, **given)}"

    @property
    def kept(self) -> QueryDict:
        """The list's own part of the address."""
        return dropped(self.query, *self.own)

    def elsewhere(self, view: str, **conditions: object) -> str:
        """The same rows on another page of the list, under more conditions."""
        query = self.query_of(**conditions)
        return f"{reverse(view)}?{query}" if query else reverse(view)

    def query_of(self, **conditions: object) -> str:
        """The list's address for these rows, as one of its rows' pages takes it along."""
        return changed(self.kept, **{name: str(value) for name, value in conditions.items()})[1:]

    @property
    def saved(self) -> Sequence[Tab]:
        """The list's saved views as tabs of this page; they are saved on the list itself."""
        tabs = tabs_of(Opened(self.listing.name, reverse(self.view), self.kept, self.person))
        return tabs.tabs if tabs else ()


def ways(query: QueryDict, now: str, pages: Mapping[str, StrOrPromise]) -> list[Tab]:
    """The pages that show a list, as tabs that keep its conditions."""
    kept = dropped(query, *_OF_LINES, COUNT, VIEWS)
    conditions = f"?{kept.urlencode()}" if kept else ""
    return [
        Tab(str(label), f"{reverse(view)}{conditions}", active=view == now)
        for view, label in pages.items()
    ]
