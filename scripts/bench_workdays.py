"""How long a million due times take on one core: the floor is 4 s.

The mix: two thirds in working days without a pause, one third in office hours with one or two
pauses. Starts and pauses are built beforehand; the calendar's own tables are built inside the
measured time, as in a fresh worker.
"""

import random
import sys
import time
from datetime import datetime, timedelta

from zhuqi.foundation.workdays import SHANGHAI, Calendar, Pause, Unit

COUNT = 1_000_000
FLOOR_SECONDS = 4.0

Question = tuple[datetime, int, Unit, tuple[Pause, ...]]


def questions(count: int, seed: int = 20261120) -> list[Question]:
    """Starts at any minute of 2004-2026, limits of a usual size."""
    rng = random.Random(seed)
    first = datetime(2004, 1, 1, tzinfo=SHANGHAI)
    minutes = 23 * 365 * 24 * 60
    return [
        _question(rng, first + timedelta(minutes=rng.randrange(minutes)), n) for n in range(count)
    ]


def _question(rng: random.Random, start: datetime, number: int) -> Question:
    if number % 3:
        return start, rng.randrange(31), Unit.WORKING_DAY, ()
    pauses = tuple(_pause(rng, start) for _ in range(1 + rng.randrange(2)))
    return start, rng.randrange(1, 80), Unit.HOUR, pauses


def _pause(rng: random.Random, start: datetime) -> Pause:
    begins = start + timedelta(minutes=rng.randrange(20 * 24 * 60))
    return Pause(begins, begins + timedelta(minutes=rng.randrange(10 * 24 * 60)))


def measure(count: int = COUNT) -> float:
    """Seconds for `count` single calls of Calendar.due, one after the other."""
    asked = questions(count)
    begun = time.perf_counter()
    due = Calendar().due
    for start, amount, unit, pauses in asked:
        due(start, amount, unit, pauses)
    return time.perf_counter() - begun


def main() -> int:
    seconds = measure()
    verdict = "ok" if seconds <= FLOOR_SECONDS else "TOO SLOW"
    print(f"{COUNT:,} due times, a third with pauses and hours: {seconds:.2f} s", end=" ")
    print(f"(floor: <= {FLOOR_SECONDS:g} s) {verdict}")
    return 0 if seconds <= FLOOR_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
