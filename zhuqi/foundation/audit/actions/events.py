"""Append events: one or ten thousand, by the same steps and the same hash."""

import secrets
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from zhuqi.foundation.access import Actor
from zhuqi.foundation.audit.capture import take
from zhuqi.foundation.audit.chain import GENESIS, Stored, canonical, event_hash, value_digest
from zhuqi.foundation.audit.enums import ERASED_KIND, IN_PLACE_OF
from zhuqi.foundation.audit.inserting import insert, put
from zhuqi.foundation.audit.keys import current_id
from zhuqi.foundation.audit.marks import RowKey, RowMark, written
from zhuqi.foundation.audit.models import ErasableValue, Event, Head
from zhuqi.foundation.contributions.sealing import SEAL_CALLS, SEALED_AT_ONCE
from zhuqi.foundation.contributions.written import WRITTEN_ROWS

# Rows per INSERT and ids per IN list; both databases take it in one statement.
BATCH = 500
# What `canonical` makes of nothing.
EMPTY = "{}"
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
    [written] = record_many([entry], now=now)
    return Event.from_db(DEFAULT_DB_ALIAS, Stored._fields, written)


def record_many(entries: Sequence[Entry], *, now: datetime | None = None) -> list[Stored]:
    """Append events in the order given; several may concern one object.

    Locks every object's head (in key order) until the transaction ends. The events come back as
    they are stored, with ids.
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
) -> list[Stored]:
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
    ends = _locked_heads(keys, new={entry.key for entry in entries if entry.first})
    # Asked for under the locks: a clock set back, or a wait for the lock, makes nothing earlier
    # than what was recorded of the same object before.
    recorded_at = now or timezone.now()
    last = {key: end.at for key, end in ends.items() if end.at} | _last_recorded(ends)
    chained = [
        _chained(entry, ends[entry.key], max(recorded_at, last.get(entry.key, recorded_at)), share)
        for entry, share in zip(entries, shares, strict=True)
    ]
    events = _insert(chained)
    _save_heads(ends)
    for listener in WRITTEN_ROWS:
        listener(written_rows.keys(), {entry.key for entry in entries if entry.first})
    if any(entry.kind in SEALED_AT_ONCE for entry in entries):
        for call in SEAL_CALLS:
            call()
    return events


def _insert(chained: Sequence[tuple[Stored, list["_Private"]]]) -> list[Stored]:
    ids = list(insert(Event, [row[1:] for row, _private in chained]))
    private = [
        (pk, *one) for pk, (_row, several) in zip(ids, chained, strict=True) for one in several
    ]
    put(ErasableValue, private)
    return [Stored._make((pk, *row[1:])) for pk, (row, _p) in zip(ids, chained, strict=True)]


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


@dataclass(slots=True)
class _End:
    """Where one object's chain ends, in memory, and when that was recorded, where it is known;
    `new`: nothing of it is stored yet."""

    seq: int = 0
    hash: str = GENESIS
    at: datetime | None = None
    new: bool = False


def _locked_heads(keys: set[ObjectKey], new: set[ObjectKey]) -> dict[ObjectKey, _End]:
    """Where every object's chain ends, locked; heads of objects that have none are inserted.

    Two writers who both find no head both insert: the second waits at the unique constraint,
    inserts nothing, and then reads the first one's row. Nobody else can see an object stored in
    this transaction, so the head of a new one is stored only once, with its end.
    """
    found = _select_locked(keys)
    ends = {key: _End(new=True) for key in new - found.keys()}
    if missing := keys - found.keys() - ends.keys():
        _insert_heads(missing)
        found |= _select_locked(missing)
    return found | ends


def _last_recorded(ends: Mapping[ObjectKey, _End]) -> dict[ObjectKey, datetime]:
    """When the last event was recorded of objects of which it was not read with their head: that
    was waited for while another wrote it. Objects without one are left out."""
    wanted: dict[str, list[Q]] = defaultdict(list)
    for (kind, number), end in ends.items():
        if end.seq and end.at is None:
            wanted[kind].append(Q(object_id=number, seq=end.seq))
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


def _select_locked(keys: set[ObjectKey]) -> dict[ObjectKey, _End]:
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, number in sorted(keys):
        ids[kind].append(number)
    found: dict[ObjectKey, _End] = {}
    last = Event.objects.filter(
        object_type=OuterRef("object_type"), object_id=OuterRef("object_id"), seq=OuterRef("seq")
    )
    for kind, numbers in ids.items():
        for start in range(0, len(numbers), BATCH):
            rows = (
                Head.objects.select_for_update()
                .filter(object_type=kind, object_id__in=numbers[start : start + BATCH])
                .order_by("object_id")
                .annotate(at=Subquery(last.order_by().values("recorded_at")[:1]))
                .values_list("object_id", "seq", "hash", "at")
            )
            found |= {(kind, number): _End(seq, digest, at) for number, seq, digest, at in rows}
    return found


def _chained(
    entry: Entry, end: _End, recorded_at: datetime, marks: str
) -> tuple[Stored, list["_Private"]]:
    """The entry as the chain's next event, without an id; moves its end (in memory)."""
    data = entry.data
    if absent := entry.by.acting_for:
        data = {**data, IN_PLACE_OF: {"user": absent.user_id, "name": absent.name}}
    private = [
        _Private(name, value, secrets.token_hex(16)) for name, value in entry.erasable.items()
    ]
    digests = {one.name: value_digest(one.name, one.value or "", one.salt) for one in private}
    row = Stored(
        id=0,
        object_type=entry.object_type,
        object_id=entry.object_id,
        seq=end.seq + 1,
        kind=entry.kind,
        actor_kind=entry.by.kind.value,
        actor_id=entry.by.user_id,
        actor_name=entry.by.name,
        actor_unit=entry.by.unit,
        occurred_at=entry.occurred_at or recorded_at,
        recorded_at=recorded_at,
        data=canonical(data) if data else EMPTY,
        digests=canonical(digests) if digests else EMPTY,
        marks=marks,
        key_id=current_id(),
        prev_hash=end.hash,
        hash="",
    )
    row = Stored._make((*row[:-1], event_hash(row)))
    end.seq, end.hash = row.seq, row.hash
    return row, private


def _save_heads(ends: Mapping[ObjectKey, _End]) -> None:
    if len(ends) == 1:
        [((kind, number), end)] = ends.items()
        if not end.new:
            head = Head.objects.filter(object_type=kind, object_id=number)
            head.update(seq=end.seq, hash=end.hash)
            return
    # Those that are there are locked, so each "insert" is an update: three times as fast as
    # bulk_update, whose CASE names every row once a column.
    rows = [(*key, ends[key].seq, ends[key].hash, 0) for key in sorted(ends)]
    deque(
        insert(
            Head,
            rows,
            once=("object_type", "object_id"),
            over=("seq", "hash"),
        ),
        maxlen=0,
    )
