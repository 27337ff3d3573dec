"""What rooms above the ledger add to a case: moments of its timeline, offers on its page.

The ledger knows no other room: each registers in its `ready()`. A source says what is so; the
words are the interface's (`zhuqi.interfaces.shell.case_words`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.contributions import Registry
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.ledgers.cases.reading.moments import Signature

# By office, how many working days before a due day people are reminded of it, where that is ruled
# otherwise than by the lights.
REMINDER_DAYS: Registry[Callable[[], Mapping[int, Sequence[int]]]] = Registry("days of reminders")
# Of some clocks of units that are over, the ids of those whose unit is told so otherwise: no
# reminder goes beside it.
TOLD_OTHERWISE: Registry[Callable[[Collection[Clock], datetime], Collection[int]]] = Registry(
    "word of what is over"
)


@dataclass(frozen=True, slots=True)
class OtherMoment:
    """Something another room did on a case. `details` are its own facts, for its own words.

    What stands in `text` may name a hidden firm and is redacted by the ledger; `details` hold
    nothing that could.
    """

    kind: str
    at: datetime
    by: Signature
    text: str = ""
    details: object = None
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherOffer:
    """Something another room could do on a case now, or the reason why not."""

    kind: str
    reason: str = ""
    details: object = None

    @property
    def possible(self) -> bool:
        """True if it can be done now."""
        return not self.reason


# Both are asked about a case the person may see, and answer with what of their own rows the
# person may see: they read them through `visible_to(person.scope)`, in a fixed number of queries.
Moments = Callable[[Case, Person, datetime], Iterable[OtherMoment]]
Offers = Callable[[Case, Person, datetime], Iterable[OtherOffer]]


@dataclass(frozen=True, slots=True)
class _Source:
    kinds: Mapping[str, bool]
    read: Moments
    about: tuple[type[models.Model], ...] = ()


_moments: dict[str, _Source] = {}
_offers: dict[str, tuple[frozenset[str], Offers]] = {}


def register_moments(
    room: str, kinds: Mapping[str, bool], read: Moments, *about: type[models.Model]
) -> None:
    """Add a room's moments to every case's timeline.

    `kinds` names each kind it may add, and whether those who follow the case from outside (its
    firm, its chamber) read of it. `about`: tables with a `case`; it is read only where one of them
    has a row about the case, which is asked for all rooms in one query. Registering a room again
    replaces what it had.
    """
    _moments[room] = _Source(kinds, read, about)


def register_offers(room: str, kinds: Iterable[str], read: Offers) -> None:
    """Add a room's offers to every case's page; `kinds` names each it may add."""
    _offers[room] = frozenset(kinds), read


def withdraw(room: str) -> None:
    """Take back what a room registered; for tests that register a room of their own."""
    _moments.pop(room, None)
    _offers.pop(room, None)


def moment_kinds() -> dict[str, bool]:
    """Every kind of moment that may be added, and whether the firm reads of it."""
    return {kind: told for source in _moments.values() for kind, told in source.kinds.items()}


def offer_kinds() -> frozenset[str]:
    """Every kind of offer that may be added."""
    return frozenset[str]().union(*(kinds for kinds, _read in _offers.values()))


def other_moments(
    case: Case, person: Person, now: datetime, *, outside: bool
) -> Sequence[OtherMoment]:
    """What other rooms did, oldest first, for a person who may see the case.

    Of a sealed case nothing; outside government only the kinds declared for it.
    """
    if case.redaction is not None and case.redaction.shut:
        return []
    found = []
    for room, source in _with_rows(case).items():
        for moment in source.read(case, person, now):
            if moment.kind not in source.kinds:
                raise ValueError(f"{room} has not declared {moment.kind!r}")
            if source.kinds[moment.kind] or not outside:
                text = case.redaction.over(moment.text) if case.redaction else moment.text
                found.append(replace(moment, text=text))
    return sorted(found, key=lambda moment: moment.at)


def _with_rows(case: Case) -> Mapping[str, _Source]:
    """The sources that have something about the case, or say so themselves."""
    tables = {table for source in _moments.values() for table in source.about}
    if not tables:
        return _moments
    listed = list(tables)
    [there] = Case.objects.filter(pk=case.pk).values_list(
        *(Exists(one._default_manager.filter(case=OuterRef("pk")).order_by()) for one in listed)  # noqa: SLF001 (Django's public name)
    )
    found = {table for table, is_there in zip(listed, there, strict=True) if is_there}
    return {
        room: source
        for room, source in _moments.items()
        if not source.about or found.intersection(source.about)
    }


def other_offers(case: Case, person: Person, now: datetime) -> Sequence[OtherOffer]:
    """What other rooms could do on it, in the order in which the rooms registered."""
    return [offer for _kinds, read in _offers.values() for offer in read(case, person, now)]
