"""What anybody may read of the ledgers: last month's figures, over all offices together."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Q
from django.utils import timezone

from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.levels.charges import CHARGES
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import CaseQuerySet

# Ours: below it a figure may point at a firm that is known to have asked for something.
FEWEST = 10
_COUNTED = [row.state for row in CHARGES if row.counted]


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

    Neither confidential cases nor historical imports are counted, nor what was merged, declined,
    withdrawn or passed to another organ: no figure tells of a case that is kept from anybody.
    """
    this = timezone.localtime(now).date().replace(day=1)
    first = (this - timedelta(days=1)).replace(day=1)
    month = (_start(first), _start(this))
    open_to_all = Case.objects.filter(historical=False, confidential=False, state__in=_COUNTED)
    collected = _within(open_to_all, "submitted_at", month).count()
    if collected < FEWEST:
        return None
    completed = _within(open_to_all, "completed_at", month)
    ended = _within(open_to_all.filter(state=State.STRUCK_OFF), "closed_at", month)
    spans = list(completed.order_by().values_list("submitted_at", "completed_at"))
    return PublicMonth(first, collected, len(spans), ended.count(), _median(spans))


def _within(cases: CaseQuerySet, column: str, month: tuple[datetime, datetime]) -> CaseQuerySet:
    begins, ends = month
    return cases.filter(Q(**{f"{column}__gte": begins, f"{column}__lt": ends}))


def _median(spans: list[tuple[datetime, datetime | None]]) -> float | None:
    days = calendar()
    found = [
        days.working_days(_day(asked), max(_day(asked), _day(done)))
        for asked, done in spans
        if done is not None
    ]
    return float(median(found)) if found else None


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
