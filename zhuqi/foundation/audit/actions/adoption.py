"""What was stored before the log vouched for it, or changed by an upgrade: taken over, and said."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions.events import BATCH, Entry, append
from zhuqi.foundation.audit.actions.seals import seal
from zhuqi.foundation.audit.enums import ADOPTED_KIND, KEYED_KIND, LOG, ROWS_KIND
from zhuqi.foundation.audit.marks import RowKey, RowMark
from zhuqi.foundation.audit.models import Event, Seal


def tell_rows(marks: Mapping[RowKey, RowMark]) -> None:
    """Give an event to rows that were written without one, so that the check knows them."""
    with transaction.atomic():
        (_label, pk), *_others = marks
        # By the row, so that those who write others don't wait for each other.
        entry = Entry(object_type=LOG, object_id=pk, kind=ROWS_KIND, by=SYSTEM)
        append([entry], marks=marks)


def begin_keys(*, now: datetime | None = None) -> int:
    """Seal all events of the time before keys and write down up to which seal they count.

    Returns the number of that seal, 0 where there is nothing to do. Call it while nobody works.
    """
    if not Event.objects.filter(key_id="").exists():
        return 0
    if Event.objects.filter(object_type=LOG, object_id=0, kind=KEYED_KIND).exists():
        return 0
    while seal(now or timezone.now()) is not None:
        pass
    last = Seal.objects.order_by("number").last()
    number = last.number if last else 0
    with transaction.atomic():
        entry = Entry(
            object_type=LOG, object_id=0, kind=KEYED_KIND, by=SYSTEM, data={"seal": number}
        )
        append([entry], now=now)
    return number


def adopt_rows(
    rows: Iterable[tuple[RowKey, RowMark]], *, reason: str, now: datetime | None = None
) -> int:
    """Let the log vouch for rows as they are; how many. `reason` says what had changed them."""
    found = 0
    for chunk in _chunks(iter(rows)):
        with transaction.atomic():
            data = {"rows": len(chunk), "reason": reason}
            entry = Entry(object_type=LOG, object_id=0, kind=ADOPTED_KIND, by=SYSTEM, data=data)
            append([entry], now=now, marks=chunk)
        found += len(chunk)
    return found


def _chunks(rows: Iterator[tuple[RowKey, RowMark]]) -> Iterator[dict[RowKey, RowMark]]:
    while chunk := dict(islice(rows, BATCH)):
        yield chunk
