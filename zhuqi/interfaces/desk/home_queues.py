"""What stands on the first page of the day: rooms contribute it, the page knows none of them.

A work queue is rows that wait for the same act of one person. Queues stand by urgency, whichever
room they are of.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.contributions import Registry
from zhuqi.interfaces.shell.parts import Stat, Table

MOST_COUNTED = 100


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
class HomeQueues:
    """One room's part of the home page; each function in a fixed number of queries.

    `queues` is what waits for the person's hand, `waiting` how many rows that is, in one query
    and no further than `MOST_COUNTED`; `watched` is what those who look on follow.
    `for_leaders`: shown on a leader's page too, which tells of cases in its own way.
    """

    queues: Callable[[Person, datetime], Sequence[WorkQueue]]
    watched: Callable[[Person, datetime], Sequence[WorkQueue]] | None = None
    stats: Callable[[Person, datetime], Sequence[Stat]] | None = None
    waiting: Callable[[Person, datetime], int] | None = None
    for_leaders: bool = True


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
    found = [
        queue
        for part in HOME_QUEUES
        if part.for_leaders or not leader
        for queue in part.queues(person, now)
    ]
    return sorted(found, key=lambda queue: queue.due_at)


def waiting_for(person: Person, now: datetime) -> int:
    """How many rows wait, of all rooms together: it stands on every page."""
    return sum(part.waiting(person, now) for part in HOME_QUEUES if part.waiting)


def watched_by(person: Person, now: datetime) -> list[WorkQueue]:
    """What the person follows without acting, by room."""
    return [queue for part in HOME_QUEUES if part.watched for queue in part.watched(person, now)]


def stats_of(person: Person, now: datetime) -> list[Stat]:
    """The figures at the top of the page, by room."""
    return [stat for part in HOME_QUEUES if part.stats for stat in part.stats(person, now)]


def lines_of(person: Person) -> list[HomeLine]:
    """The sentences below the figures."""
    return [line for told in HOME_LINES if (line := told(person)) is not None]
