"""Who is proposed to look after which firm: with the fewest changes, evenly, and near. Pure.

What is proposed (rule: ours, after 动态调整 in the sources, which say that links are adjusted and
not how): firms without a liaison official get one; officials who left are replaced; who looks after
more than the office wants hands firms over. Nobody else's firms are touched. Of all ways with that
many changes the one is taken in which officials are near their firms, know the sector, and look
after equally many. Leaders are not proposed: whom a leader looks after, the leadership decides.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zhuqi.mechanisms.adjustments.enums import Ground, Nearness
from zhuqi.mechanisms.adjustments.solver import FORBIDDEN, Place, cheapest

# What one step of each weighs in the choice of an official: a place further off, a sector unknown
# to the unit, one firm more than somebody else.
FURTHER, UNSKILLED, MORE = 4, 2, 3
# A change outweighs whatever is better about it.
CHANGE = 1 << 12


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm: the code of its place, its park, its sector."""

    pk: int
    place: str
    park: int | None
    sector: str


@dataclass(frozen=True, slots=True)
class Carer:
    """An official who may look after firms: where the unit is, which sectors the unit looks after
    already, and how many firms the official does (of any office)."""

    pk: int
    place: str
    unit: int
    sectors: frozenset[str] = frozenset()
    load: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A firm that an official looks after now, by the link of that id."""

    link: int
    firm: int
    official: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Of a firm, the link that ends and the official who begins (either may be None), and what
    it was chosen by."""

    firm: int
    ends: int | None
    official: int | None
    ground: Ground
    load: int | None = None
    held: int | None = None
    near: Nearness | None = None
    skilled: bool | None = None


class Kind(NamedTuple):
    """Firms that are alike: of one place, park and sector, and that may stay with one official."""

    place: str
    park: int | None
    sector: str
    stays: int | None


def near(firm: Firm, carer: Carer) -> Nearness:
    """How far apart they are: by park, town, county."""
    if carer.unit == firm.park or carer.place == firm.place:
        return Nearness.SAME
    return Nearness.COUNTY if carer.place[:6] == firm.place[:6] else Nearness.CITY


def propose(
    firms: Sequence[Firm],
    carers: Sequence[Carer],
    held: Sequence[Held],
    most: int,
    about: frozenset[Ground] = frozenset({Ground.ALONE, Ground.LEFT, Ground.MANY}),
) -> list[Proposal]:
    """What is proposed for these firms, in their order.

    `held` names officials who are no `carers` too: those who left. Firms for which nobody has room
    are left as they are.
    """
    return _Proposing(firms, carers, held, most, about).proposals()


class _Proposing:
    def __init__(
        self,
        firms: Sequence[Firm],
        carers: Sequence[Carer],
        held: Sequence[Held],
        most: int,
        about: frozenset[Ground],
    ) -> None:
        self.firms = {firm.pk: firm for firm in firms}
        self.carers = {carer.pk: carer for carer in sorted(carers, key=lambda one: one.pk)}
        self.most, self.about = most, about
        self.load = {carer.pk: carer.load for carer in carers}
        self.by_firm: dict[int, list[Held]] = defaultdict(list)
        for one in sorted(held, key=lambda one: one.link):
            if one.firm in self.firms:
                self.by_firm[one.firm].append(one)
        self.found: list[Proposal] = []
        # What needs somebody: the firm, the link that ends, why.
        self.wanted: list[tuple[int, Held | None, Ground]] = []

    def proposals(self) -> list[Proposal]:
        for firm in self.firms:
            self._look_at(firm)
        if Ground.MANY in self.about:
            self._lighten()
        self._give()
        place = {firm: at for at, firm in enumerate(self.firms)}
        return sorted(self.found, key=lambda one: (place[one.firm], one.ends or 0))

    def _look_at(self, firm: int) -> None:
        """Nobody looks after it, or somebody who left."""
        gone = [one for one in self.by_firm[firm] if one.official not in self.carers]
        there = len(self.by_firm[firm]) > len(gone)
        if not self.by_firm[firm]:
            if Ground.ALONE in self.about:
                self.wanted.append((firm, None, Ground.ALONE))
            return
        if Ground.LEFT not in self.about or not gone:
            return
        # One comes in the place of all who left, where nobody else is there.
        self.found += [
            Proposal(firm, one.link, None, Ground.LEFT) for one in gone[0 if there else 1 :]
        ]
        if not there:
            self.wanted.append((firm, gone[0], Ground.LEFT))

    def _lighten(self) -> None:
        """Who looks after too many is taken off firms that somebody else looks after too, the
        furthest first; then firms are handed over."""
        over: dict[int, list[Held]] = defaultdict(list)
        for several in self.by_firm.values():
            for one in several:
                if one.official in self.carers and self.load[one.official] > self.most:
                    over[one.official].append(one)
        ended: set[int] = set()
        for official, theirs in sorted(over.items()):
            far = {one.link: near(self.firms[one.firm], self.carers[official]) for one in theirs}
            for one in sorted(theirs, key=lambda one: (-far[one.link], one.link)):
                others = [
                    other
                    for other in self.by_firm[one.firm]
                    if other.official in self.carers
                    and other.official != official
                    and other.link not in ended
                ]
                if others and self.load[official] > self.most:
                    self._end(one)
                    ended.add(one.link)
        for official, theirs in sorted(over.items()):
            left = [one for one in theirs if one.link not in ended]
            if self.load[official] > self.most:
                self.wanted += [(one.firm, one, Ground.MANY) for one in left]

    def _end(self, one: Held) -> None:
        load = self.load[one.official]
        self.found.append(Proposal(one.firm, one.link, None, Ground.MANY, held=load))
        self.load[one.official] -= 1

    def _give(self) -> None:
        """The cheapest way: those with too many keep as many of their firms as they may."""
        kinds: dict[Kind, int] = {}
        rows = [
            kinds.setdefault(self._kind(firm, ends, ground), len(kinds))
            for firm, ends, ground in self.wanted
        ]
        # Officials of one unit are alike, but for how many firms they have.
        units = list(
            {(one.place, one.unit, one.sectors): one for one in self.carers.values()}.values()
        )
        of_unit = {(one.place, one.unit, one.sectors): at for at, one in enumerate(units)}
        places, whose = [], []
        for carer in self.carers.values():
            kind = of_unit[carer.place, carer.unit, carer.sectors]
            for load in range(self.load[carer.pk], self.most):
                places.append(Place(kind, MORE * load))
                whose.append(carer)
        stays, mine = self._stays(len(units))
        costs = [
            [CHANGE + _cost(kind, carer) for carer in units]
            + [0 if kind.stays == official else FORBIDDEN for official in mine]
            for kind in kinds
        ]
        before = dict(self.load)
        taken = cheapest(costs, rows, [*places, *stays])
        for (firm, ends, ground), at in zip(self.wanted, taken, strict=True):
            if at is None or at >= len(whose):
                continue
            carer, moved = whose[at], ends if ground == Ground.MANY else None
            self.found.append(
                Proposal(
                    firm, ends.link if ends else None, carer.pk, ground,
                    load=before[carer.pk], held=before[moved.official] if moved else None,
                    near=near(self.firms[firm], carer),
                    skilled=self.firms[firm].sector in carer.sectors,
                )
            )  # fmt: skip

    def _kind(self, firm: int, ends: Held | None, ground: Ground) -> "Kind":
        one = self.firms[firm]
        stays = ends.official if ends and ground == Ground.MANY else None
        return Kind(one.place, one.park, one.sector, stays)

    def _stays(self, first: int) -> tuple[list[Place], list[int]]:
        """The places of those with too many, which only their own firms take."""
        firms = defaultdict[int, int](int)
        for _firm, ends, ground in self.wanted:
            if ends and ground == Ground.MANY:
                firms[ends.official] += 1
        mine = sorted(firms)
        places = [
            Place(first + at)
            for at, official in enumerate(mine)
            # What they look after beside these stays with them anyway.
            for _place in range(max(0, self.most - (self.load[official] - firms[official])))
        ]
        return places, mine


def _cost(kind: Kind, carer: Carer) -> int:
    far = near(Firm(0, kind.place, kind.park, kind.sector), carer)
    return FURTHER * far + UNSKILLED * (kind.sector not in carer.sectors)


def loads(held: Sequence[Held], proposals: Sequence[Proposal]) -> Mapping[int, int]:
    """How many of these firms each official looks after once that is done."""
    after: dict[int, int] = defaultdict(int)
    ends = {one.ends for one in proposals}
    for link in held:
        after[link.official] += link.link not in ends
    for one in proposals:
        if one.official is not None:
            after[one.official] += 1
    return after
