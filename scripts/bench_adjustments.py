"""Proposals of who looks after which firm, at the size of the seed texts, beside a greedy baseline.

2,742 officials of 300 units, 3,975 firms in 105 towns of seven counties, three situations: nobody
looks after anything yet; a tenth is without anybody and some have far too many; half is. Both obey
the same rule of whom they may touch; the baseline gives each firm in turn the best official who
still has room. `far` is what the choice is judged by: distance and sector, summed.
"""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")

from scripts.bench_measure import line
from zhuqi.mechanisms.adjustments import rules
from zhuqi.mechanisms.adjustments.rules import Carer, Firm, Held, Proposal, propose

OFFICIALS, FIRMS, UNITS = 2_742, 3_975, 300
COUNTIES = ("411002", "411003", "411023", "411024", "411025", "411081", "411082")
SECTORS = ("industry", "construction", "agriculture", "commerce", "other")
# With officials who have far too many.
CROWDED = 0.1
LONGEST = 10.0


def city(dice: random.Random, linked: float) -> tuple[list[Firm], list[Carer], list[Held]]:
    """Firms, officials, and a share of links, a tenth of them with forty officials."""
    towns = [f"{county}{town:03d}" for county in COUNTIES for town in range(1, 16)]
    firms = [Firm(pk, dice.choice(towns), None, dice.choice(SECTORS)) for pk in range(1, FIRMS + 1)]
    units = [
        (dice.choice(towns), unit, frozenset(dice.sample(SECTORS, dice.choice((1, 2)))))
        for unit in range(1, UNITS + 1)
    ]
    homes = [dice.choice(units) for _ in range(OFFICIALS)]
    held = list[Held]()
    for firm in firms:
        if dice.random() < linked:
            crowded = dice.random() < CROWDED
            official = dice.randrange(40) if crowded else dice.randrange(OFFICIALS + 100)
            held.append(Held(len(held) + 1, firm.pk, official + 1))
    loads = Counter(one.official for one in held)
    carers = [
        Carer(pk, place, unit, sectors, loads[pk])
        for pk, (place, unit, sectors) in enumerate(homes, start=1)
    ]
    return firms, carers, held


def far(firms: Sequence[Firm], carers: Sequence[Carer], found: Sequence[Proposal]) -> int:
    """What the choice costs beside the changes themselves, evenness apart."""
    firm, carer = {one.pk: one for one in firms}, {one.pk: one for one in carers}
    return sum(
        rules.FURTHER * rules.near(firm[one.firm], carer[one.official])
        + rules.UNSKILLED * (firm[one.firm].sector not in carer[one.official].sectors)
        for one in found
        if one.official is not None
    )


def greedy(
    firms: Sequence[Firm], carers: Sequence[Carer], wanted: Sequence[Proposal], most: int
) -> list[Proposal]:
    """The same firms, each in turn to the best official with room."""
    room = {one.pk: max(0, most - one.load) for one in carers}
    firm = {one.pk: one for one in firms}
    found = []
    for one in wanted:
        if one.official is None:
            continue
        mine = firm[one.firm]
        best = min(
            (carer for carer in carers if room[carer.pk]),
            key=lambda carer, mine=mine: (  # type: ignore[misc]
                rules.FURTHER * rules.near(mine, carer)
                + rules.UNSKILLED * (mine.sector not in carer.sectors)
                + rules.MORE * (most - room[carer.pk])
            ),
        )
        room[best.pk] -= 1
        found.append(Proposal(one.firm, one.ends, best.pk, one.ground))
    return found


def main() -> int:
    slow = False
    for name, linked, most in (
        ("nobody yet", 0.0, 2), ("a tenth without", 0.9, 2), ("half without", 0.5, 3),
    ):  # fmt: skip
        firms, carers, held = city(random.Random(3), linked)
        begun = time.process_time()
        found = propose(firms, carers, held, most)
        took = time.process_time() - begun
        begun = time.process_time()
        baseline = greedy(firms, carers, found, most)
        beside = time.process_time() - begun
        after = Counter(rules.loads(held, found).values())
        most_after = max((load for load in after if load), default=0)
        line(
            f"proposals, {name}",
            f"{len(found):,} changes, far {far(firms, carers, found):,}, most {most_after},"
            f" {took:.1f} s CPU",
            f"greedy: far {far(firms, carers, baseline):,}, {beside:.1f} s; ≤ {LONGEST:g} s",
        )
        slow |= took > LONGEST
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
