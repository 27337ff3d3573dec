"""What was stored before the log vouched for it, or changed by an upgrade: taken over, and said."""

import logging
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions.events import BATCH, Entry, append
from zhuqi.foundation.audit.actions.seals import seal
from zhuqi.foundation.audit.enums import ADOPTED_KIND, KEYED_KIND, LOG, ROWS_KIND
from zhuqi.foundation.audit.marks import PART, RowKey, RowMark
from zhuqi.foundation.audit.models import Event, Seal
from zhuqi.foundation.audit.row_check import unknown_rows
from zhuqi.foundation.contributions.unlogged import WRITTEN_ALONE

logger = logging.getLogger(__name__)


def tell_rows(marks: Mapping[RowKey, RowMark]) -> None:
    """Give an event to rows that a framework wrote without one, so that the check knows them.

    What our own verbs wrote has its event in the same transaction. Anything else gets none: who
    changes rows by the program's own means, past its verbs, is told by the check all the same.
    """
    told = {key: mark for key, mark in marks.items() if _is_written_alone(key, mark)}
    if others := sorted({label for label, _pk in marks.keys() - told.keys()}):
        logger.error("Rows of %s were written without an event.", ", ".join(others))
    if not told:
        return
    with transaction.atomic():
        (_label, pk), *_others = told
        # By the row, so that those who write others don't wait for each other.
        entry = Entry(object_type=LOG, object_id=pk, kind=ROWS_KIND, by=SYSTEM)
        append([entry], marks=told)


def _is_written_alone(key: RowKey, mark: RowMark) -> bool:
    label, _pk = key
    if label in WRITTEN_ALONE:
        return True
    return mark.mode == PART and all(f"{label}.{name}" in WRITTEN_ALONE for name in mark.columns)


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
    *, reason: str, known: Collection[tuple[str, int, str]] = (), now: datetime | None = None
) -> int:
    """Let the log vouch for rows it does not know, as they are; how many. Call it while nobody
    works, and only where something outside the verbs has rightly changed them.

    `reason` says what; `known`: what differed before that, and goes on being told by every check.
    """
    found = 0
    for chunk in _chunks(unknown_rows(known)):
        with transaction.atomic():
            data = {"rows": len(chunk), "reason": reason}
            entry = Entry(object_type=LOG, object_id=0, kind=ADOPTED_KIND, by=SYSTEM, data=data)
            append([entry], now=now, marks=chunk)
        found += len(chunk)
    return found


def _chunks(rows: Iterator[tuple[RowKey, RowMark]]) -> Iterator[dict[RowKey, RowMark]]:
    while chunk := dict(islice(rows, BATCH)):
        yield chunk
