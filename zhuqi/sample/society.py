"""The bodies, people and firms of the sample city, put in through the verbs of their rooms."""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.models import Enterprise, Official, Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.sample.plan import Size, Trade

# Everyone and everything has been there for longer than the first case.
YEARS = timedelta(days=900)


@dataclass(slots=True)
class Firm:
    """A firm with the people a life needs to meet. `person`: who signs in for it, if anyone."""

    row: Enterprise
    trade: Trade
    contact: tuple[str, str]
    person: Person | None = None
    liaison: Person | None = None
    leader: Person | None = None
    chamber: Unit | None = None


@dataclass(slots=True)
class HandingOver:
    """A case that another organ takes over. `how`: the boundary; `received_at`: of the receipt."""

    case: Case
    how: str
    signed_at: datetime
    received_at: datetime | None = None


@dataclass(slots=True)
class Society:
    """Who there is. `people`: unit id → role → those who act in it; `below`: unit id → the
    sections and bodies under it, for a county's office its units, parks and towns."""

    offices: dict[str, Unit] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    answering: dict[tuple[str, str], Unit] = field(default_factory=dict)
    below: dict[int, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    parks: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    towns: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, dict[Role, list[Person]]] = field(default_factory=dict)
    phones: dict[int, str] = field(default_factory=dict)
    officials: int = 0
    firms: dict[str, list[Firm]] = field(default_factory=lambda: defaultdict(list))
    """division code of the ledger → its firms"""
    handed_over: list[HandingOver] = field(default_factory=list)
    """what the lives leave to be done once they are stored"""

    def someone(self, rng: random.Random, unit_id: int, role: Role) -> Person:
        """A person who holds the role in the unit."""
        return rng.choice(self.people[unit_id][role])


@dataclass(slots=True)
class Seat:
    """A post in a unit and who is to take it; `row` is set once they are entered."""

    name: str
    unit: Unit
    title: str
    roles: tuple[Role, ...]
    leads: bool = False
    contact: bool = False
    username: str = ""
    password: str | None = None
    official: Official | None = None
    person: Person | None = None

    @property
    def row(self) -> Official:
        """The official entered."""
        if self.official is None:
            raise ValueError(f"{self.name} has not been entered yet")
        return self.official


@dataclass(slots=True)
class Founding:
    """What the steps of founding share."""

    rng: random.Random
    now: datetime
    size: Size
    say: Callable[[str], None]
    society: Society = field(default_factory=Society)
    seats: list[Seat] = field(default_factory=list)

    @property
    def since(self) -> datetime:
        """When everyone took office."""
        return self.now - YEARS
