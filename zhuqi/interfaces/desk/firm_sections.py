"""A firm's file and its card before a visit: rooms contribute what stands on them.

The pages know no room by name. What a section shows is cut by its own query to what the person
may see; that the person may open the firm at all is decided before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.shell.listing import Listing
from zhuqi.interfaces.shell.parts import Action, Stat, Table
from zhuqi.ledgers.firms.queries import FirmFile

T = TypeVar("T")
M = TypeVar("M", bound=Model)
# So many rows of a list stand on a firm's file.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class FirmVisit:
    """Who looks at which firm, when; with the file as they may see it."""

    file: FirmFile
    _made: dict[object, Any] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        """Who looks."""
        return self.file.person

    @property
    def firm(self) -> Enterprise:
        """At which firm."""
        return self.file.firm

    @property
    def now(self) -> datetime:
        """When."""
        return self.file.now

    @property
    def looked_after(self) -> bool:
        """Whether the firm is one the person looks after."""
        return self.firm.pk in self.person.scope.liaised

    def once(self, make: Callable[[FirmFile], T]) -> T:
        """What several sections share of the file, made by the first that asks."""
        if make not in self._made:
            self._made[make] = make(self.file)
        made: T = self._made[make]
        return made


@dataclass(frozen=True, slots=True)
class FirmSection:
    """A part of a page about one firm.

    `query` gives what `template` finds as `part`, in a fixed number of queries; None leaves the
    section out. With a `title` the page draws the heading, else the template draws its own.
    `aside`: beside the main column.
    """

    template: str
    query: Callable[[FirmVisit], object | None]
    title: StrOrPromise = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section with what it shows."""

    template: str
    title: str
    part: object


@dataclass(frozen=True, slots=True)
class FirmTable:
    """What desk/firm/table.html draws: some rows of a list, and where all of them are."""

    table: Table
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """Something said lately: what it is, when and by whom, the text."""

    what: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class FirmFigures:
    """Figures at the top of the file, and those of them that stand on the card."""

    on_file: Callable[[FirmVisit], Sequence[Stat]]
    on_card: Callable[[FirmVisit], Sequence[Stat]]


FIRM_SECTIONS: Registry[FirmSection] = Registry("section of a firm's file")
CARD_SECTIONS: Registry[FirmSection] = Registry("section of a firm's card")
CARD_LINES: Registry[Callable[[FirmVisit], Sequence[CardLine]]] = Registry("line of a firm's card")
FIRM_FIGURES: Registry[FirmFigures] = Registry("figures of a firm")
# None where it isn't for this person.
FIRM_ACTIONS: Registry[Callable[[FirmVisit], Action | None]] = Registry("action on a firm's file")
CARD_ACTIONS: Registry[Callable[[FirmVisit], Action | None]] = Registry("action on a firm's card")


def offer_list(
    name: str,
    listing: Listing[M, Any],
    rows: Callable[[FirmVisit], QuerySet[M]],
    list_url: str,
    columns: Sequence[str],
    *,
    order: int,
) -> None:
    """Put the first rows of a list about the firm, in these columns, into its file, where there are
    any. `list_url` names the view that lists all of them by its filter `firm`, for when there are
    more."""

    def newest(visit: FirmVisit) -> FirmTable | None:
        found = list(rows(visit)[: SHOWN + 1])
        if not found:
            return None
        all_url = f"{reverse(list_url)}?firm={visit.firm.pk}" if len(found) > SHOWN else ""
        return FirmTable(listing.excerpt(visit.person, found[:SHOWN], *columns), all_url)

    section = FirmSection("desk/firm/table.html", newest, listing.label)
    FIRM_SECTIONS.register(name, section, order=order)


def drawn(
    registry: Registry[FirmSection], visit: FirmVisit, *, aside: bool = False
) -> list[DrawnSection]:
    """The sections of one column that have something to show, in order."""
    return [
        DrawnSection(section.template, str(section.title), part)
        for section in registry
        if section.aside is aside and (part := section.query(visit)) is not None
    ]


def actions_of(
    registry: Registry[Callable[[FirmVisit], Action | None]], visit: FirmVisit
) -> list[Action]:
    """What this person can do from the page."""
    return [action for offered in registry if (action := offered(visit)) is not None]


def said_lately(visit: FirmVisit) -> list[CardLine] | None:
    """The newest of what rooms have to tell; None where there is nothing."""
    return [line for told in CARD_LINES for line in told(visit)] or None
