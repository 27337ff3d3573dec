"""What is asked of figures, and what they come to, as frozen values. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from zhuqi.foundation.shares import wilson
from zhuqi.reporting.statistics.enums import Part


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, both inclusive, by their first days. ValueError for others, or none."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first.day != 1 or self.last.day != 1 or self.last < self.first:
            raise ValueError("a period is whole months, named by their first days")

    def months(self) -> Iterator[date]:
        """The first day of each month."""
        day = self.first
        while day <= self.last:
            yield day
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)

    @property
    def numbers(self) -> tuple[int, int]:
        """The first and last month as lines have them: 202601, 202611."""
        return self.first.year * 100 + self.first.month, self.last.year * 100 + self.last.month


@dataclass(frozen=True, slots=True)
class Cut:
    """Only rows of these; what is empty narrows nothing.

    `blank`: dimensions of which only rows with no value are wanted. `offices`, `units`: what
    somebody may read (`queries.readable_cut`), besides what they chose; `open_to_all`: what may be
    published.
    """

    level: str = ""
    office: int = 0
    region: str = ""
    unit: int = 0
    sector: str = ""
    item: int = 0
    kind: str = ""
    channel: str = ""
    tier: str = ""
    blank: frozenset[str] = frozenset()
    offices: frozenset[int] | None = None
    units: frozenset[int] | None = None
    open_to_all: bool = False


@dataclass(frozen=True, slots=True)
class AsOf:
    """What was known once this event was recorded."""

    event: int
    at: datetime


# Below this a share is told with its interval.
SMALL = 30


@dataclass(frozen=True, slots=True)
class Value:
    """A figure's value. `denominator` is None for what is no share; `days` only for times; `total`
    for sums (of `money` in hundreds of yuan)."""

    numerator: int = 0
    denominator: int | None = None
    excluded: int = 0
    days: float | None = None
    total: int | None = None

    def of(self, part: Part) -> int:
        """How many lines a part of it has."""
        return {
            Part.NUMERATOR: self.numerator,
            Part.DENOMINATOR: self.denominator or 0,
            Part.EXCLUDED: self.excluded,
        }[part]

    @property
    def rate(self) -> Fraction | None:
        """The share, exactly; None without a denominator, or where it is 0."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def share(self) -> float | None:
        """The same as near as a float comes, for what is written: a page has hundreds."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson interval of the share at 95 %; None where there is no share."""
        return wilson(self.numerator, self.denominator) if self.denominator else None

    @property
    def is_small(self) -> bool:
        """True where a bare percentage would say more than is known."""
        return self.denominator is not None and 0 < self.denominator < SMALL

    @property
    def money(self) -> Decimal | None:
        """A sum of money in 10,000 yuan."""
        return None if self.total is None else Decimal(self.total) / 100


def percentile(histogram: Mapping[int, int], percent: int) -> float | None:
    """Of days with how often each occurs: the median halves an even number's two middle ones, any
    other is the smallest within which so many percent lie. None of nothing."""
    total = sum(histogram.values())
    if not total:
        return None
    if percent == 50 and total % 2 == 0:  # noqa: PLR2004
        return (_ranked(histogram, total // 2) + _ranked(histogram, total // 2 + 1)) / 2
    return float(_ranked(histogram, -(-total * percent // 100)))


def _ranked(histogram: Mapping[int, int], rank: int) -> int:
    seen = 0
    for days in sorted(histogram):
        seen += histogram[days]
        if seen >= rank:
            return days
    raise ValueError("no such rank")
