"""How a sample is drawn, who may make a call, and what a rate is worth. Pure."""

import hashlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhuqi.foundation.shares import wilson
from zhuqi.mechanisms.lookback.enums import Chosen, Risk

# On so many different days a call is tried in vain before the firm counts as unreachable.
TRIES = 3


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A row of a scheme: `weight` is added to the 1 of any case; `threshold` is characters of an
    answer, or cases in a year, where the risk has one."""

    risk: Risk
    weight: int
    threshold: int = 0


@dataclass(frozen=True, slots=True)
class SampleTerms:
    """How large a sample is: `size` cases, or with 0 `share` percent of the pool; not under
    `floor`, not over `cap`. `at_random` percent of it is drawn whatever the risk."""

    size: int
    share: int
    floor: int
    cap: int
    at_random: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case of the pool with the risks that apply to it."""

    case: int
    risks: tuple[Risk, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case of the sample, and why it is in it."""

    case: int
    chosen: Chosen
    risks: tuple[Risk, ...]


def sample_size(pool: int, terms: SampleTerms) -> int:
    """How many of a pool are drawn; never more than there are."""
    wanted = terms.size or math.ceil(pool * terms.share / 100)
    return min(pool, max(terms.floor, min(terms.cap, wanted)))


def draw(
    pool: Collection[Candidate], rows: Iterable[RiskRow], terms: SampleTerms, seed: int
) -> list[Drawn]:
    """The sample: by the same seed, pool and scheme always the same, in whatever order the pool
    comes.

    A part at random; of the rest those with a risk, the heavier the likelier; where these are not
    enough, the others at random. With the same seed a case that has more risks is never left out
    where it would have been drawn with fewer.
    """
    weights = {row.risk: row.weight for row in rows}
    size = sample_size(len(pool), terms)
    by_lot = sorted(pool, key=lambda one: (_lot(seed, "lot", one.case), one.case))
    first = math.ceil(size * terms.at_random / 100)
    rest = by_lot[first:]
    risky = [one for one in rest if _weight(one, weights)]
    risky.sort(key=lambda one: (_drawn_at(seed, one, weights), one.case))
    others = [one for one in rest if not _weight(one, weights)]
    found = [Drawn(one.case, Chosen.RANDOM, one.risks) for one in by_lot[:first]]
    found += [Drawn(one.case, Chosen.RISK, one.risks) for one in risky[: size - first]]
    found += [Drawn(one.case, Chosen.RANDOM, one.risks) for one in others[: size - len(found)]]
    return found


def _weight(one: Candidate, weights: Mapping[Risk, int]) -> int:
    return sum(weights.get(risk, 0) for risk in one.risks)


def _lot(seed: int, what: str, case: int) -> int:
    """A number of 64 bits that only seed and case decide."""
    digest = hashlib.sha256(f"{seed}:{what}:{case}".encode()).digest()
    return int.from_bytes(digest[:8])


def _drawn_at(seed: int, one: Candidate, weights: Mapping[Risk, int]) -> float:
    """When it would fall out of an urn from which the heavier fall sooner (Efraimidis, Spirakis:
    the first k are a weighted sample without replacement)."""
    lot = (_lot(seed, "risk", one.case) + 1) / 2**64
    return -math.log(lot) / _weight(one, weights)


# Who calls ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Matter:
    """What has to be known of a case to say who may ring up its firm.

    `answering`: units that answered or helped; `recused_units`, `recused_people`: who keeps away
    from it. `offices`: the office of its ledger, and that of the draw where it is another.
    """

    case: int
    answering: frozenset[int]
    enterprise: int
    confidential: bool
    office: int
    recused_units: frozenset[int] = frozenset()
    recused_people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Caller:
    """What has to be known of somebody who might ring up. `belongs`: their units and those above;
    `offices`: where they work in an office; `liaised`: firms they look after."""

    user: int
    belongs: frozenset[int]
    offices: frozenset[int]
    liaised: frozenset[int]


def keeps_away(matter: Matter, caller: Caller) -> str:
    """Why this person must not ring up about this case; "" where they may."""
    if caller.belongs & matter.answering:
        return "回访人不能是答复单位或其下属单位的人"
    if matter.enterprise in caller.liaised:
        return "联系这家企业的干部不回访这家企业"
    if caller.user in matter.recused_people or caller.belongs & matter.recused_units:
        return "应当回避这件诉求"
    if matter.confidential and matter.office not in caller.offices:
        return "保密诉求只由主管它的活动办的人回访"
    return ""


def hand_out(
    matters: Sequence[Matter],
    callers: Sequence[Caller],
    draw_office: int,
    *,
    cross: bool,
    waiting: Mapping[int, int],
) -> dict[int, int]:
    """Who rings up about which case, by case: from another office than the one that closed it
    where the scheme says so and somebody is there, else from the office that drew; of these
    whoever has the least to do, `waiting` calls of other samples among it. A case nobody may call
    about is left out."""
    load = {one.user: waiting.get(one.user, 0) for one in callers}
    found: dict[int, int] = {}
    for matter in matters:
        may = [one for one in callers if not keeps_away(matter, one)]
        far = [one for one in may if matter.office not in one.offices] if cross else []
        near = [one for one in may if draw_office in one.offices]
        if asked := far or near:
            chosen = min(asked, key=lambda one: (load[one.user], one.user))
            load[chosen.user] += 1
            found[matter.case] = chosen.user
    return found


# Months and rates ---------------------------------------------------------------------------------


def month_before(day: date) -> date:
    """The first of the month before that day's."""
    return months_before(day.replace(day=1), 1)


def months_before(month: date, months: int) -> date:
    """The first of the month so many before one given by its first day."""
    counted = month.year * 12 + month.month - 1 - months
    return date(counted // 12, counted % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Rate:
    """回访核实率: verified of reached, with how many were sampled."""

    sampled: int
    reached: int
    verified: int

    @property
    def value(self) -> float | None:
        """The share; None where nobody was reached."""
        return self.verified / self.reached if self.reached else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson interval of 95 %; None where nobody was reached."""
        return wilson(self.verified, self.reached) if self.reached else None
