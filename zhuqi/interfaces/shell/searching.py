"""What the search box of the top line finds: rooms contribute the sources, a page asks them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.contributions import Registry


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found: `number` and `mark` (a light, a state) stand before what is said."""

    title: str
    url: str
    note: str = ""
    number: str = ""
    mark: str = ""


def _names_none(_person: Person, _words: str) -> str:
    return ""


def _lists_none(_words: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Rows of one kind.

    `find` gives at most so many, cut to what the person may see, for words that are not empty.
    `exact` gives the address of the one row the words name beyond doubt, else "". `all_url` is
    the list that shows everything found, where there is one.
    """

    label: StrOrPromise
    find: Callable[[Person, str, int], Sequence[Hit]]
    allowed: Callable[[Scope], bool]
    exact: Callable[[Person, str], str] = _names_none
    all_url: Callable[[str], str] = _lists_none


SEARCH_SOURCES: Registry[SearchSource] = Registry("search source")
