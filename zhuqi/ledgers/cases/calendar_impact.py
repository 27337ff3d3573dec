"""What a change of the calendar would do to the clocks that run; nothing is written."""

from dataclasses import dataclass
from datetime import date, datetime, time

from zhuqi.foundation.workdays import SHANGHAI, Calendar
from zhuqi.ledgers.cases.actions.store import load, rulebook
from zhuqi.ledgers.cases.models import Case, Clock

CHUNK = 200
# Looked through one by one; beyond it the answer is "at least".
MOST = 2000


@dataclass(frozen=True, slots=True)
class Effect:
    """How many running clocks would get another due time; `whole` is False if more were not
    looked at."""

    clocks: int
    whole: bool

    @property
    def words(self) -> str:
        """12 项, or 至少 12 项."""
        return f"{self.clocks} 项" if self.whole else f"至少 {self.clocks} 项"


def would_move(days: Calendar, first: date) -> Effect:
    """The effect of a calendar that differs from the present one from `first` on.

    What is due before that day stays as it is, so only the others are computed anew.
    """
    start = datetime.combine(first, time.min, SHANGHAI)
    running = Clock.objects.filter(stopped_at__isnull=True, due_at__gte=start)
    ids = list(running.order_by("case").values_list("case", flat=True).distinct()[: MOST + 1])
    book = rulebook().on_days_of(days)
    moved = 0
    for begin in range(0, min(len(ids), MOST), CHUNK):
        chunk = ids[begin : min(begin + CHUNK, MOST)]
        for aggregate in load(list(Case.objects.filter(pk__in=chunk)), book):
            for reading in aggregate.readings:
                stored = aggregate.clocks.get(reading.key)
                if stored and stored.stopped_at is None and stored.due_at != reading.due_at:
                    moved += 1
    return Effect(moved, whole=len(ids) <= MOST)
