"""A noun that is one row, offered everywhere at once: whatever its pages say already.

What is said here: where it stands in the navigation, and how a hit reads. The rest (addresses,
labels, rights, rows, verbs) is read off its `VerbViews`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, TextChoices
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Scope
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.search.declared import Searched
from zhuqi.foundation.search.queries import Reading
from zhuqi.foundation.tokens.scopes import GROUPS
from zhuqi.interfaces.desk import navigation
from zhuqi.interfaces.desk.verb_views import VerbViews
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES, Hit, source_of

R = TypeVar("R", bound=Model)
V = TypeVar("V", bound=TextChoices)
# Nouns that programs see and use as people do, by the group their scopes of tokens name.
TOLD: Registry[VerbViews[Any, Any]] = Registry("noun of the API")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a noun's list stands in the navigation, and its beginning in the menu 新建."""

    group: str
    icon: str
    order: int
    start: int = 100


def offer(views: VerbViews[R, V], standing: Standing) -> None:
    """Its list in the navigation, as a file and to programs; a new one in the menu 新建; its name
    and its verbs in the log."""
    listing = views.its_list
    entry = Entry(listing.label, views.list_url, standing.icon, standing.order, standing.group)
    navigation.offer(entry, views.allowed)
    if views.new:
        start = Entry(views.new.label, views.new_url, standing.icon, standing.start)
        navigation.offer_start(start, views.new.allowed)
    exporting.offer(listing, views.allowed)
    name(views)
    if views.told:
        tell(views)


def tell(views: VerbViews[R, V]) -> None:
    """Its list, one of them and its verbs to programs, as its pages declare them."""
    TOLD.register(views.its_list.name, views)
    # After the rooms the API has of its own, which come to be later.
    GROUPS.register(views.its_list.name, views.its_list.label, order=200)


def name(views: VerbViews[R, V], **more: StrOrPromise) -> None:
    """What the log calls it, and what is done with it; `more`: what is no verb of its pages."""
    kind = views.noun.object_type
    kinds = views.event_kinds | {f"{kind}.{word}": label for word, label in more.items()}
    words = event_words.ObjectWords(views.noun.table.name, kinds, model=views.noun.model)
    event_words.register(kind, words)


def find(
    views: VerbViews[R, V],
    searched: Searched,
    note: Callable[[R], str],
    *,
    order: int,
    readings: Callable[[Scope], Sequence[Reading]] | None = None,
) -> None:
    """Let the search box find it: named by its page's title, with its state and a note. `readings`
    where not everybody who sees a row may read all of it."""
    listing = views.its_list

    def hit(row: Any) -> Hit:
        url = reverse(views.row_url, args=[row.pk])
        return Hit(views.title(row), url, note(row), mark=str(row.get_state_display()))

    source = source_of(
        listing.label,
        searched.name,
        rows=lambda by: views.rows(by.scope).order_by(*listing.orders[0].fields),
        readings=lambda by: readings(by.scope) if readings else searched.readings,
        hit=hit,
        allowed=views.allowed,
    )
    SEARCH_SOURCES.register(listing.name, source, order=order)
