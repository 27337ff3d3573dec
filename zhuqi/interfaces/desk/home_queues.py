"""What stands on the first page of the day: rooms contribute it, the page knows none of them.

A work queue is rows that wait for the same act of one person. Queues stand by urgency, whichever
room they are of.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.changes import Counts
from zhuqi.foundation.contributions import Registry
from zhuqi.interfaces.shell.parts import Stat, Table

MOST_COUNTED = 100
# What comes within so long is shown beforehand.
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """A table of rows, the most urgent first.

    `due_at` is the first row's due time. `all_url` lists all of them (in the ledger, if
    `all_label` says nothing else), `start_url` begins the first and leads on from each to the
    next.
    """

    label: str
    table: Table
    count: str
    due_at: datetime
    start_url: str = ""
    start_label: str = ""
    all_url: str = ""
    all_label: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class HomeLine:
    """Something that waits and is no queue of one's own: a sentence and where it is done."""

    icon: str
    words: str
    url: str
    link: str


@dataclass(frozen=True, slots=True)
class Times:
    """The moment, its day, and the day up to which something comes soon."""

    now: datetime
    today: date
    soon: date

    @classmethod
    def at(cls, now: datetime) -> "Times":
        """Those of a moment."""
        today = timezone.localdate(now)
        return cls(now, today, today + SOON)


Waiting = Callable[[Scope, Times], QuerySet[Any, Any]]


@dataclass(frozen=True, slots=True)
class HomeQueues:
    """One room's part of the home page; each function in a fixed number of queries.

    `queues` is what waits for the person's hand, `waiting` which rows that is, each once: a
    queryset of `values_list("pk")` made of its arguments as they are, as `Counts` asks; `watched`
    is what those who look on follow. `for_leaders`: shown on a leader's page too, which tells of
    cases in its own way. `seldom`: on most days nothing waits, and then no queue is asked for.
    """

    queues: Callable[[Person, datetime], Sequence[WorkQueue]]
    watched: Callable[[Person, datetime], Sequence[WorkQueue]] | None = None
    stats: Callable[[Person, datetime], Sequence[Stat]] | None = None
    waiting: Waiting | None = None
    for_leaders: bool = True
    seldom: bool = False


def excerpt_queue(
    label: str, table: Table, days: Sequence[date], all_url: str
) -> Iterator[WorkQueue]:
    """A queue of another list's rows, due on these days; none where it is empty."""
    if days:
        due_at = timezone.make_aware(datetime.combine(min(days), time.max))
        count = str(len(days))
        yield WorkQueue(label, table, count, due_at, all_url=all_url, all_label=_("看全部"))


HOME_QUEUES: Registry[HomeQueues] = Registry("home queues")
# None where nothing waits for this person.
HOME_LINES: Registry[Callable[[Person], HomeLine | None]] = Registry("home line")


def queues_of(person: Person, now: datetime, *, leader: bool = False) -> list[WorkQueue]:
    """Everything that waits for the person's hand, the most urgent queue first."""
    parts = [part for part in HOME_QUEUES if part.for_leaders or not leader]
    seldom = [part.waiting for part in parts if part.seldom and part.waiting]
    empty = {rows for rows, number in _counted(seldom, person, now).items() if not number}
    found = [
        queue
        for part in parts
        if not (part.seldom and part.waiting in empty)
        for queue in part.queues(person, now)
    ]
    return sorted(found, key=lambda queue: queue.due_at)


def waiting_for(person: Person, now: datetime) -> int:
    """How many rows wait, of all rooms together, none counted further than `MOST_COUNTED`: it
    stands on every page, so it is asked in one query."""
    every = [part.waiting for part in HOME_QUEUES if part.waiting]
    return sum(_counted(every, person, now).values())


_COUNTS = Counts(
    lambda every, scope, most, **times: [rows(scope, Times(**times))[:most] for rows in every]
)


def _counted(every: Sequence[Waiting], person: Person, now: datetime) -> dict[Waiting, int]:
    found = dict.fromkeys(every, 0)
    if every:
        times = asdict(Times.at(now))
        for place, number in _COUNTS(tuple(every), person.scope, MOST_COUNTED, **times):
            found[every[place]] = number
    return found


def watched_by(person: Person, now: datetime) -> list[WorkQueue]:
    """What the person follows without acting, by room."""
    return [queue for part in HOME_QUEUES if part.watched for queue in part.watched(person, now)]


def stats_of(person: Person, now: datetime) -> list[Stat]:
    """The figures at the top of the page, by room."""
    return [stat for part in HOME_QUEUES if part.stats for stat in part.stats(person, now)]


def lines_of(person: Person) -> list[HomeLine]:
    """The sentences below the figures."""
    return [line for told in HOME_LINES if (line := told(person)) is not None]
