"""Append events: one or ten thousand, by the same steps and the same hash."""

import secrets
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Q
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from zhuqi.foundation.access import Actor
from zhuqi.foundation.audit.actions.inserting import insert, values_of
from zhuqi.foundation.audit.capture import take
from zhuqi.foundation.audit.chain import canonical, event_hash, moment, value_digest
from zhuqi.foundation.audit.enums import ERASED_KIND, IN_PLACE_OF
from zhuqi.foundation.audit.keys import current_id
from zhuqi.foundation.audit.marks import RowKey, RowMark, written
from zhuqi.foundation.audit.models import ErasableValue, Event, Head
from zhuqi.foundation.contributions.sealing import SEAL_CALLS, SEALED_AT_ONCE
from zhuqi.foundation.contributions.written import WRITTEN_ROWS

# Rows per INSERT and ids per IN list; both databases take it in one statement.
BATCH = 500
# Pairs of object and number in one question; SQLite limits how deep an OR may go.
LOOKED_UP = 200

ObjectKey = tuple[str, int]


class _Private(NamedTuple):
    """The columns of an erasable value but its event."""

    name: str
    value: str
    salt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event that is to be written. `occurred_at` None means: now.

    `first`: the object was stored in this very transaction, so that nothing is told of it yet.
    It saves a question; whoever says it wrongly is not harmed.
    """

    object_type: str
    object_id: int
    kind: str
    by: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    erasable: Mapping[str, str] = field(default_factory=dict)
    occurred_at: datetime | None = None
    first: bool = False

    @property
    def key(self) -> ObjectKey:
        """The object whose chain grows."""
        return self.object_type, self.object_id


def record(
    *,
    object_type: str,
    object_id: int,
    kind: str,
    by: Actor,
    data: Mapping[str, Any] | None = None,
    erasable: Mapping[str, str] | None = None,
    occurred_at: datetime | None = None,
    now: datetime | None = None,
) -> Event:
    """Append one event, in the transaction of the change it tells of.

    `data` must hold nothing that may have to be erased (phones, names of complainants): such
    values go into `erasable`. `now` becomes `recorded_at`; give it only to fix the time of a
    whole action.
    """
    entry = Entry(
        object_type=object_type,
        object_id=object_id,
        kind=kind,
        by=by,
        data=data or {},
        erasable=erasable or {},
        occurred_at=occurred_at,
    )
    return record_many([entry], now=now)[0]


def record_many(entries: Sequence[Entry], *, now: datetime | None = None) -> list[Event]:
    """Append events in the order given; several may concern one object.

    Locks every object's head (in key order) until the transaction ends. The events come back
    with ids.
    """
    for entry in entries:
        if entry.kind == ERASED_KIND:
            raise ValueError(f"{ERASED_KIND} is written by erase() only.")
    return append(entries, now=now)


def append(
    entries: Sequence[Entry],
    *,
    now: datetime | None = None,
    marks: Mapping[RowKey, RowMark] | None = None,
) -> list[Event]:
    """`record_many` without its check; for this room's own events.

    The events carry the marks of what this transaction has written so far, or those given. The
    recorded time of one object's events never goes back, whatever the server's clock says.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(
            "Events are recorded inside transaction.atomic(), with the change they tell of."
        )
    if not entries:
        return []  # What was written waits for the next event: none here could vouch for it.
    written_rows = take() if marks is None else marks
    shares = _shared_out(written_rows, len(entries))
    keys = {entry.key for entry in entries}
    heads = _locked_heads(keys, new={entry.key for entry in entries if entry.first})
    # Asked for under the locks: a clock set back, or a wait for the lock, makes nothing earlier
    # than what was recorded of the same object before.
    recorded_at = now or timezone.now()
    last = _last_recorded(heads.values())
    events: list[Event] = []
    values: list[tuple[Event, _Private]] = []
    for entry, share in zip(entries, shares, strict=True):
        at = max(recorded_at, last.get(entry.key, recorded_at))
        event, private = _chained(entry, heads[entry.key], at, share)
        events.append(event)
        values.extend((event, one) for one in private)
    _insert(events, values)
    _save_heads(list(heads.values()))
    for listener in WRITTEN_ROWS:
        listener(written_rows.keys(), {entry.key for entry in entries if entry.first})
    if any(entry.kind in SEALED_AT_ONCE for entry in entries):
        for call in SEAL_CALLS:
            call()
    return events


def _insert(events: Sequence[Event], values: Sequence[tuple[Event, "_Private"]]) -> None:
    for event, pk in zip(events, insert(Event, [*map(values_of, events)]), strict=True):
        event.pk = pk
        event._state.adding, event._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001
    # To its end: it is the asking that inserts.
    deque(insert(ErasableValue, [(event.pk, *one) for event, one in values]), maxlen=0)


def _shared_out(marks: Mapping[RowKey, RowMark], events: int) -> list[str]:
    """Marks as text, in equal parts: whichever event carries one, it is bound into the chain, and
    none grows by what ten thousand others wrote."""
    rows = list(marks.items())
    each, over = divmod(len(rows), events or 1)
    shares, start = [], 0
    for place in range(events):
        end = start + each + (place < over)
        shares.append(written(dict(rows[start:end])))
        start = end
    return shares


def _locked_heads(keys: set[ObjectKey], new: set[ObjectKey]) -> dict[ObjectKey, Head]:
    """Every object's head, locked; heads of objects that have none are inserted.

    Two writers who both find no head both insert: the second waits at the unique constraint,
    inserts nothing, and then reads the first one's row.
    """
    _insert_heads(new)
    found = _select_locked(keys)
    if missing := keys - found.keys():
        _insert_heads(missing)
        found |= _select_locked(missing)
    return found


def _last_recorded(heads: Iterable[Head]) -> dict[ObjectKey, datetime]:
    """When the last event of each object was recorded; objects without one are left out."""
    wanted: dict[str, list[Q]] = defaultdict(list)
    for head in heads:
        if head.seq:
            wanted[head.object_type].append(Q(object_id=head.object_id, seq=head.seq))
    found: dict[ObjectKey, datetime] = {}
    for kind, parts in wanted.items():
        for start in range(0, len(parts), LOOKED_UP):
            either = reduce(or_, parts[start : start + LOOKED_UP])
            rows = Event.objects.filter(either, object_type=kind).order_by()
            found |= {(kind, pk): at for pk, at in rows.values_list("object_id", "recorded_at")}
    return found


def _insert_heads(keys: set[ObjectKey]) -> None:
    Head.objects.bulk_create(
        [Head(object_type=kind, object_id=number) for kind, number in sorted(keys)],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _select_locked(keys: set[ObjectKey]) -> dict[ObjectKey, Head]:
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, number in sorted(keys):
        ids[kind].append(number)
    found: dict[ObjectKey, Head] = {}
    for kind, numbers in ids.items():
        for start in range(0, len(numbers), BATCH):
            rows = (
                Head.objects.select_for_update()
                .filter(object_type=kind, object_id__in=numbers[start : start + BATCH])
                .order_by("object_id")
            )
            found |= {(head.object_type, head.object_id): head for head in rows}
    return found


def _chained(
    entry: Entry, head: Head, recorded_at: datetime, marks: str
) -> tuple[Event, list["_Private"]]:
    """The entry as the head's next event; moves the head (in memory)."""
    data = dict(entry.data)
    if absent := entry.by.acting_for:
        data[IN_PLACE_OF] = {"user": absent.user_id, "name": absent.name}
    private = [
        _Private(name, value, secrets.token_hex(16)) for name, value in entry.erasable.items()
    ]
    digests = {one.name: value_digest(one.name, one.value or "", one.salt) for one in private}
    event = Event(
        object_type=entry.object_type,
        object_id=entry.object_id,
        seq=head.seq + 1,
        kind=entry.kind,
        actor_kind=entry.by.kind.value,
        actor_id=entry.by.user_id,
        actor_name=entry.by.name,
        actor_unit=entry.by.unit,
        occurred_at=entry.occurred_at or recorded_at,
        recorded_at=recorded_at,
        data=canonical(data),
        digests=canonical(digests),
        marks=marks,
        key_id=current_id(),
        prev_hash=head.hash,
    )
    moment(event.occurred_at)
    event.hash = event_hash(event)
    head.seq, head.hash = event.seq, event.hash
    return event, private


def _save_heads(heads: list[Head]) -> None:
    if len(heads) == 1:
        heads[0].save(update_fields=["seq", "hash"])
        return
    # Every row is there and locked, so each "insert" is an update: three times as fast as
    # bulk_update, whose CASE names every row once a column.
    Head.objects.bulk_create(
        [
            Head(object_type=h.object_type, object_id=h.object_id, seq=h.seq, hash=h.hash)
            for h in heads
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["object_type", "object_id"],
        update_fields=["seq", "hash"],
    )
