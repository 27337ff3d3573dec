"""What a room says of its addresses, so that its table can be tried.

A room is a module in `rooms/` that names its addresses in `ROOM`, and a table NAME.csv beside it.
A new room adds the two files; nothing else names it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.permissions.town import Town
from zhuqi.foundation.accounts.models import User
from zhuqi.ledgers.cases.models import Case

WHOSE = ("own", "colleague", "other_unit", "other_county", "stranger")
# What stands in an address, or a whole address where its rights lie in it; None: no such row.
Found = list[object] | str | None


@dataclass(frozen=True)
class Asked:
    """Whose row is asked for, in which town, and who asks (None: nobody signed in)."""

    town: Town
    whose: str
    user: User | None

    @property
    def own(self) -> bool:
        """True if it is the asker's own row."""
        return self.whose == "own"


@dataclass(frozen=True)
class Row:
    """How the row of an address is found.

    `fixed`: the same row whoever asks, so the tables of 襄城县's office and of the chamber do not
    turn it round. `of_case`: it is a case, and tried under `cases_secrecy.csv` too. `posted`: the
    address takes a POST only.
    """

    find: Callable[[Asked], Found]
    fixed: bool = False
    of_case: bool = False
    posted: bool = False


@dataclass(frozen=True)
class Room:
    """The addresses of a room, by their names; its table is `rooms/NAME.csv`."""

    name: str
    addresses: Mapping[str, Row]


def page(*args: object, posted: bool = False) -> Row:
    """A page that is about no row, or about one that everyone names alike."""
    return Row(lambda asked: list(args) if asked.own else None, fixed=True, posted=posted)


def kept(find: Callable[[Town], object], *before: object, posted: bool = False) -> Row:
    """A row kept for all, or by an administrator: theirs by region, not by whose case it is."""
    return Row(
        lambda asked: [*before, find(asked.town)] if asked.own else None, fixed=True, posted=posted
    )


def of(rows: Callable[[Town], Mapping[str, object]], *, posted: bool = False) -> Row:
    """A row of each kind, where there is one."""

    def find(asked: Asked) -> Found:
        there = rows(asked.town)
        return [there[asked.whose]] if asked.whose in there else None

    return Row(find, posted=posted)


def case(asked: Asked) -> Case:
    """The case asked for: there is one of every kind."""
    return asked.town.cases[asked.whose]


def of_case(*, posted: bool = False) -> Row:
    """A page of a case."""
    return Row(lambda asked: [case(asked).number], of_case=True, posted=posted)


def verb_of(rows: Callable[[Town], Mapping[str, object]], verb: str) -> Row:
    """The page of a verb on a row of each kind, where there is one."""

    def find(asked: Asked) -> Found:
        there = rows(asked.town)
        return [there[asked.whose], verb] if asked.whose in there else None

    return Row(find)
