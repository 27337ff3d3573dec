"""Take a record that was written without signal: exactly once, however often and in whatever order
it arrives, and without a word of it written over somebody else's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhuqi.foundation.access import NotNow, Person
from zhuqi.foundation.changes import Now
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.mechanisms.liaison.actions.making import add, make
from zhuqi.mechanisms.liaison.actions.needs import Need
from zhuqi.mechanisms.liaison.actions.planning import unplanned
from zhuqi.mechanisms.liaison.actions.promises import Promise
from zhuqi.mechanisms.liaison.actions.visits import VISITS
from zhuqi.mechanisms.liaison.enums import VisitState
from zhuqi.mechanisms.liaison.models import SentRecord, Visit

PURPOSE = "临时走访"


class Taken(StrEnum):
    """What became of a record."""

    TAKEN = "taken"
    ALREADY = "already"
    BESIDE = "beside"
    CHANGED = "changed"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its own number, what stands for all it says, and what it says.

    Of a `visit` that is planned, else of a visit nobody planned to `enterprise`, else one more of
    the visit another record made (`after`). `stated`: the phone's clock, as the phone said it.
    """

    key: UUID
    digest: str
    stated: str
    day: date
    present: str
    said: str
    visit: Visit | None = None
    enterprise: Enterprise | None = None
    after: UUID | None = None
    needs: Sequence[Need] = ()
    promises: Sequence[Promise] = ()


def take(record: Record, *, by: Person, now: Now = None) -> tuple[Taken, Visit | None]:
    """Do what the record says, in one transaction with its number; what became of it, and where.

    ALREADY where it was taken before; CHANGED where it was, and says something else now. BESIDE
    where the visit was recorded meanwhile: both records are kept, its needs with the visit. LATER
    where the record it comes after is not there yet. NotNow for a visit to no firm; all that the
    actions refuse.
    """
    if before := _before(record, by):
        return before
    try:
        with transaction.atomic():
            return _take(record, by, now)
    except IntegrityError:
        # The same record came twice at once; the first has done it.
        if before := _before(record, by):
            return before
        raise


def _before(record: Record, by: Person) -> tuple[Taken, Visit] | None:
    there = _sent(record.key, by)
    if there is None:
        return None
    same = there.digest == record.digest
    return (Taken.ALREADY if same else Taken.CHANGED), there.visit


def _sent(key: UUID, by: Person) -> SentRecord | None:
    mine = SentRecord.objects.filter(user=by.actor.user_id, key=key)
    return mine.select_related("visit").first()


def _take(record: Record, by: Person, now: Now) -> tuple[Taken, Visit | None]:
    moment = now or timezone.now()
    visit, own = _visit_of(record, by, now)
    if visit is None:
        return Taken.LATER, None
    what = Taken.TAKEN
    with VISITS.open(visit.pk, by=by, now=now) as change:
        beside = change.row.state == VisitState.MADE
        needs = record.needs
        if beside and not own:
            needs, what = [replace(one, consent=False) for one in needs], Taken.BESIDE
        (add if beside else make)(
            change, day=_day(record, change.today), present=record.present, said=record.said,
            needs=needs, promises=record.promises,
        )  # fmt: skip
    SentRecord.objects.create(
        user_id=by.actor.user_id, key=record.key, digest=record.digest, visit=visit,
        stated=record.stated, taken_at=moment,
    )  # fmt: skip
    return what, visit


def _day(record: Record, today: date) -> date:
    """Where the phone's clock is ahead, a visit of its today is one of ours."""
    its_today = record.stated.startswith(record.day.isoformat())
    return min(record.day, today) if its_today else record.day


def _visit_of(record: Record, by: Person, now: Now) -> tuple[Visit | None, bool]:
    """The visit it is of, and whether it adds to what the same person sent before."""
    if record.after is not None:
        earlier = _sent(record.after, by)
        return (earlier.visit, True) if earlier else (None, False)
    if record.visit is not None:
        visit = record.visit
        while visit.merged_into is not None:
            visit = visit.merged_into
        return visit, False
    if record.enterprise is None:
        raise NotNow("请选择走访的企业")
    return unplanned(enterprise=record.enterprise, purpose=PURPOSE, by=by, now=now), False
