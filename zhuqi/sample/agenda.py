"""What comes up when, and for whom: as many troubles on each ledger as the plan says."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.workdays import Calendar
from zhuqi.sample.plan import Size, Submission, Turn, city_plan, submissions
from zhuqi.sample.society import Firm, Society

# How far back the busy last weeks reach, in days.
LATELY = 21.0
# A turn that is to be over by now belongs to a case that began before.
SETTLED = timedelta(days=30)
# Turns in which the firm itself speaks at the portal.
BY_THE_FIRM = frozenset({"confidential", "withdrawal", "handed_over"})
# What a firm raises twice.
TWIN = "twin"
_MANY = 150


@dataclass(frozen=True, slots=True)
class Matter:
    """One case to be: what, whom it happens to, when they first say it."""

    number: int
    submission: Submission
    firm: Firm
    start: datetime
    turn: Turn | None = None


def agenda(
    rng: random.Random, society: Society, size: Size, calendar: Calendar, now: datetime
) -> list[Matter]:
    """Every matter in the order of its first word."""
    drawn = [
        (submission, firm)
        for ledger, wanted in size.cases.items()
        for submission, firm in _Deck(rng, ledger, society.firms[ledger]).draw(wanted)
    ]
    matters = [
        Matter(number, submission, firm, _start(rng, submission, size, calendar, now))
        for number, (submission, firm) in enumerate(drawn)
    ]
    _deal(rng, matters, calendar, now)
    return sorted(matters, key=lambda matter: (matter.start, matter.number))


def _deal(rng: random.Random, matters: list[Matter], calendar: Calendar, now: datetime) -> None:
    """Give some matters a turn of their own; of each at least one where there are many."""
    for level in (Level.CITY, Level.COUNTY):
        here = [m for m in matters if m.firm.row.office.level == level]
        free = [m for m in here if not m.submission.source]
        rng.shuffle(free)
        for turn in city_plan().turns:
            if turn.level not in {"", level}:
                continue
            wanted = max(round(turn.share * len(here)), int(len(here) >= _MANY))
            fit = [m for m in free if turn.ago or m.start < now - SETTLED]
            fit = [m for m in fit if m.firm.person or turn.name not in BY_THE_FIRM]
            fit = [m for m in fit if not turn.items or m.submission.item in turn.items]
            for matter in fit[:wanted]:
                if matter not in free:
                    continue
                free.remove(matter)
                start = _ago(rng, turn, calendar, now) if turn.ago else matter.start
                matters[matter.number] = replace(matter, turn=turn, start=start)
                if turn.name == TWIN:
                    _raise_again(rng, matters, free, matters[matter.number])


def _raise_again(
    rng: random.Random, matters: list[Matter], free: list[Matter], first: Matter
) -> None:
    """The same firm says the same again a few hours later; another matter makes room for it."""
    office = first.firm.row.office
    other = next((m for m in free if m.firm.row.office == office), None)
    if other is not None:
        free.remove(other)
        start = first.start + timedelta(hours=rng.uniform(1, 3))
        matters[other.number] = replace(first, number=other.number, start=start)


def _ago(rng: random.Random, turn: Turn, calendar: Calendar, now: datetime) -> datetime:
    moment = now - timedelta(days=rng.uniform(*turn.ago))
    return calendar.effective_start(moment).replace(microsecond=0)


def _start(
    rng: random.Random, submission: Submission, size: Size, calendar: Calendar, now: datetime
) -> datetime:
    """A moment in office hours before now; of late more than their share."""
    if not submission.once and rng.random() < size.lately:
        ago = LATELY * rng.random() ** 1.4
    else:
        ago = rng.uniform(3, size.days)
    moment = now - timedelta(days=ago, hours=rng.uniform(0.1, 8))
    while (start := calendar.effective_start(moment)) > now - timedelta(minutes=5):
        moment -= timedelta(hours=12)
    return start.replace(second=rng.randrange(60), microsecond=0)


class _Deck:
    """The troubles of one ledger: those told once first, then the common ones in turn."""

    def __init__(self, rng: random.Random, ledger: str, firms: list[Firm]) -> None:
        self._rng, self._firms = rng, firms
        self._fitting: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Firm]] = {}
        here = [t for t in submissions() if t.county == ledger or not (t.county or t.once)]
        self._once = [t for t in here if t.once]
        self._common = [t for t in here if not t.once]
        self._queue: list[Submission] = []

    def draw(self, wanted: int) -> Iterator[tuple[Submission, Firm]]:
        """So many troubles, each with a firm of the right trade."""
        for number in range(wanted):
            if number < len(self._once):
                submission = self._once[number]
                yield submission, self._firm_for(submission) or self._rng.choice(self._firms)
            else:
                yield self._next()

    def _next(self) -> tuple[Submission, Firm]:
        while True:
            if not self._queue:
                self._queue = self._rng.sample(self._common, len(self._common))
            submission = self._queue.pop()
            if firm := self._firm_for(submission):
                return submission, firm

    def _firm_for(self, submission: Submission) -> Firm | None:
        """A firm of the right trade; the first (whose sign-in is printed) more often."""
        key = (submission.trades, submission.sectors)
        if key not in self._fitting:
            self._fitting[key] = [firm for firm in self._firms if _fits(firm, submission)]
        fitting = self._fitting[key]
        if not fitting:
            return None
        if fitting[0] is self._firms[0] and self._rng.random() < 0.02:
            return fitting[0]
        return self._rng.choice(fitting)


def _fits(firm: Firm, submission: Submission) -> bool:
    if submission.trades:
        return firm.trade.name in submission.trades
    return not submission.sectors or firm.trade.sector in submission.sectors
