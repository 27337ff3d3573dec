"""Points and ranks, exact to the last digit: integers, decimals and fractions, never floats. Pure.

How a unit comes to its points, one indicator after the other:

1. Its rate is drawn towards the rate of its group (empirical-Bayes shrinkage with a strength that
   the scheme fixes): (numerator + k × group's rate) / (denominator + k). It is as if every unit had
   k cases more, done as well as the group does them. With few cases chance counts for little, with
   many the rate is nearly its own. Who has no case gets the group's rate.
2. The way from `zero` (no points) to `full` (all points) that the rate has gone, from 0 to `cap`.
3. That times the weight, rounded half up to 0.01 point.

The total is the sum of what is shown, with plus and minus items; ranks follow the totals shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import floor

from zhuqi.reporting.appraisal.enums import Better

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a figure counted. Those of months add up to the year's."""

    numerator: int = 0
    denominator: int = 0
    excluded: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.excluded + other.excluded,
        )

    @property
    def rate(self) -> Fraction | None:
        """None where there is nothing to divide by."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


NO_TALLY = Tally()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that earns up to `weight` points, times `cap` per cent.

    `zero` and `full` are per cent: where it earns nothing and where all; `full` lies below `zero`
    where less is better.
    """

    code: str
    weight: Decimal
    zero: Decimal
    full: Decimal
    cap: Decimal = Decimal(100)

    @property
    def better(self) -> Better:
        """Which way is better."""
        return Better.HIGHER if self.full > self.zero else Better.LOWER

    def points(self, rate: Fraction) -> Decimal:
        """What a rate earns."""
        gone = (rate * 100 - Fraction(self.zero)) / Fraction(self.full - self.zero)
        reached = min(max(gone, Fraction(0)), Fraction(self.cap) / 100)
        return rounded(reached * Fraction(self.weight))


@dataclass(frozen=True, slots=True)
class Item:
    """A plus or minus item: together its awards count for no more than `most` points a review."""

    code: str
    name: str
    most: Decimal
    better: Better

    def points(self, awarded: Decimal) -> Decimal:
        """What these points together add, or take off."""
        counted = min(awarded, self.most)
        return counted if self.better == Better.HIGHER else -counted


@dataclass(frozen=True, slots=True)
class Shares:
    """What months, half-year and year-end count in the year, in per cent; together 100."""

    month: int
    half: int
    year: int


@dataclass(frozen=True, slots=True)
class Scoring:
    """What of a scheme decides on points and ranks."""

    indicators: tuple[Indicator, ...]
    items: tuple[Item, ...] = ()
    least: int = 0
    strength: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit to be ranked: its group, what its figures counted, the points awarded by item, and
    what was given back or taken off by corrections."""

    unit: int
    group: str
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    awards: Mapping[str, Decimal] = field(default_factory=dict)
    corrected: Decimal = ZERO

    def tally(self, code: str) -> Tally:
        """What a figure counted; nothing where it knows of none."""
        return self.tallies.get(code, NO_TALLY)

    @property
    def volume(self) -> int:
        """The largest base of its indicators."""
        return max((tally.denominator for tally in self.tallies.values()), default=0)


@dataclass(frozen=True, slots=True)
class Mark:
    """What one indicator earned a unit. `counted` is the rate that was counted, None where the
    whole group has nothing to count: then nobody gets points for it."""

    code: str
    tally: Tally
    of_group: Tally
    counted: Fraction | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """One unit's points; `rank` is None for one below the least volume."""

    subject: Subject
    marks: tuple[Mark, ...]
    items: Mapping[str, Decimal]
    total: Decimal
    rank: int | None = None

    @property
    def unit(self) -> int:
        """Whose it is."""
        return self.subject.unit

    @property
    def group(self) -> str:
        """Where it is ranked."""
        return self.subject.group


def rounded(points: Fraction) -> Decimal:
    """To 0.01, half up."""
    return Decimal(floor(points * 100 + Fraction(1, 2))).scaleb(-2)


def shrunk(tally: Tally, of_group: Tally, strength: int) -> Fraction | None:
    """The rate drawn towards the group's; None where the group has none."""
    common = of_group.rate
    if common is None:
        return None
    base = tally.denominator + strength
    return (tally.numerator + strength * common) / base if base else common


def score(scoring: Scoring, subjects: Iterable[Subject]) -> list[Result]:
    """Everybody's points and ranks, by group, the best first; those without a rank come last.

    Groups are strangers to each other.
    """
    groups: dict[str, list[Subject]] = {}
    for subject in sorted(subjects, key=lambda one: (one.group, one.unit)):
        groups.setdefault(subject.group, []).append(subject)
    found: list[Result] = []
    for members in groups.values():
        found += _ranked(scoring, members)
    return found


def _ranked(scoring: Scoring, members: Sequence[Subject]) -> list[Result]:
    together = {
        one.code: sum((member.tally(one.code) for member in members), NO_TALLY)
        for one in scoring.indicators
    }
    results = [_result(scoring, member, together) for member in members]
    totals = [one.total for one in results if one.subject.volume >= scoring.least]
    ranked = [_with_rank(one, totals, scoring.least) for one in results]
    return sorted(ranked, key=_place)


def _place(one: Result) -> tuple[bool, int, int]:
    return one.rank is None, one.rank or 0, one.unit


def _with_rank(one: Result, totals: Collection[Decimal], least: int) -> Result:
    if one.subject.volume < least:
        return one
    rank = 1 + sum(total > one.total for total in totals)
    return Result(one.subject, one.marks, one.items, one.total, rank)


def _result(scoring: Scoring, member: Subject, together: Mapping[str, Tally]) -> Result:
    marks = tuple(
        _mark(one, member.tally(one.code), together[one.code], scoring.strength)
        for one in scoring.indicators
    )
    known = {one.code: one for one in scoring.items}
    items = {
        code: known[code].points(points) for code, points in member.awards.items() if code in known
    }
    earned = sum((mark.points for mark in marks), ZERO)
    return Result(member, marks, items, earned + sum(items.values(), ZERO) + member.corrected)


def _mark(one: Indicator, tally: Tally, of_group: Tally, strength: int) -> Mark:
    counted = shrunk(tally, of_group, strength)
    points = ZERO if counted is None else one.points(counted)
    return Mark(one.code, tally, of_group, counted, points)


# Over the year ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class YearParts:
    """A unit's published totals of a year: of each month it was ranked in, of the half-year and of
    the year's end (None: not ranked, or not yet published)."""

    months: Sequence[Decimal] = ()
    half: Decimal | None = None
    year: Decimal | None = None


def of_year(shares: Shares, parts: YearParts) -> Decimal | None:
    """The year's points: the mean of the months, the half-year and the year's end by their shares.

    What is not there is left out, and the shares of the rest are scaled up to the whole; None
    where nothing is there.
    """
    months = sum(map(Fraction, parts.months), Fraction(0))
    mean = months / len(parts.months) if parts.months else None
    weighed = [
        (Fraction(share), Fraction(points))
        for share, points in (
            (shares.month, mean),
            (shares.half, parts.half),
            (shares.year, parts.year),
        )
        if share and points is not None
    ]
    whole = sum((share for share, _points in weighed), Fraction(0))
    if not whole:
        return None
    return rounded(sum((share * points for share, points in weighed), Fraction(0)) / whole)


def ranks_of(totals: Mapping[int, Decimal]) -> dict[int, int]:
    """By unit, its place among the totals: equals share one, the next after them is left out."""
    every = list(totals.values())
    return {unit: 1 + sum(other > total for other in every) for unit, total in totals.items()}


# Lists --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """Who stands on the red and on the black list of a group; units by id."""

    red: tuple[int, ...]
    black: tuple[int, ...]


def listed(totals: Mapping[int, Decimal], *, first: int, last: int) -> Listed:
    """The first and the last by points of those ranked in one group.

    Equals come on together. Nobody is on both, and nobody who is not above or below somebody; in
    a small group no more than a third (rounded up) stand for either, where none are equal.
    """
    every = list(totals.values())
    first, last = (min(number, -(-len(every) // 3)) for number in (first, last))
    above = {unit: sum(other > mine for other in every) for unit, mine in totals.items()}
    below = {unit: sum(other < mine for other in every) for unit, mine in totals.items()}
    order = sorted(totals, key=lambda unit: (above[unit], unit))
    red = tuple(unit for unit in order if above[unit] < first and below[unit])
    black = tuple(unit for unit in order if below[unit] < last and above[unit] and unit not in red)
    return Listed(red, black)


def most_improved(
    before: Mapping[int, Decimal], after: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """Who gained most points since the review before, with the gain; equals together. Only those
    ranked in both, and only a gain."""
    gains = {unit: after[unit] - before[unit] for unit in after if unit in before}
    best = max(gains.values(), default=ZERO)
    return {unit: gain for unit, gain in sorted(gains.items()) if gain == best and best > 0}
