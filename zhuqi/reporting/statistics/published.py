"""What anybody may read of figures: last month's, over all offices together."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from zhuqi.reporting.statistics import queries
from zhuqi.reporting.statistics.figures import Cut, Period

# Ours: below it a figure may point at a firm that is known to have asked for something.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class PublicMonth:
    """A month's truth. `days` is the median from word to completion, None where none was
    completed."""

    first: date
    collected: int
    completed: int
    struck_off: int
    days: float | None


def last_month(now: datetime) -> PublicMonth | None:
    """The month before this one; None where too little came in to speak of it.

    Confidential cases are left out, besides what is in no figure: none tells of a case that is
    kept from anybody.
    """
    this = timezone.localtime(now).date().replace(day=1)
    first = (this - timedelta(days=1)).replace(day=1)
    codes = ("collected", "completed_in", "struck_off_in", "median_days")
    found = queries.measure(codes, period=Period(first, first), cut=Cut(open_to_all=True))[()]
    collected, completed, struck_off, median = (found[code] for code in codes)
    if collected.numerator < FEWEST:
        return None
    return PublicMonth(
        first, collected.numerator, completed.numerator, struck_off.numerator, median.days
    )
