"""Check the whole log: every hash, every link, every seal, the file of seals.

Two steps. A quick pass streams all events once and asks of each object only whether it is sound;
an object that isn't is read again by itself and diagnosed. Memory does not grow with the number
of events, except for the hashes of one damaged object at a time. People may go on working: the
second reading is what keeps an event written meanwhile from being taken for tampering.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain as concatenated
from typing import Any, NamedTuple

from django.db.models import QuerySet

from zhuqi.foundation.audit.chain import (
    GENESIS,
    KeyUnknownError,
    Stored,
    event_hash,
    value_digest,
)
from zhuqi.foundation.audit.diagnosis import EventRow, Mark, diagnose
from zhuqi.foundation.audit.enums import ERASED_KIND, KEYED_KIND, LOG, FindingKind
from zhuqi.foundation.audit.findings import Finding
from zhuqi.foundation.audit.keys import event_key
from zhuqi.foundation.audit.models import ErasableValue, Event, Head, SealedHead
from zhuqi.foundation.audit.reading import Groups, pieces, stored_events, tuples
from zhuqi.foundation.audit.seal_check import check_seals

# How many numbers are tried for an event that fits neither its place nor its neighbour's shift.
HOMES_TRIED = 5000

# Event id → name → (value, salt).
Values = dict[int, dict[str, tuple[str | None, str]]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the check is."""

    checked: int
    total: int


class _HeadRow(NamedTuple):
    object_id: int
    id: int
    seq: int
    hash: str
    sealed_seq: int


class _SealedRow(NamedTuple):
    object_id: int
    seq: int
    hash: str
    seal_id: int


class _ValueFault(NamedTuple):
    """Something about an event's erasable values; `gone` ones may have been erased properly."""

    seq: int
    name: str
    gone: bool
    extra: bool


class _Checked(NamedTuple):
    event: Stored
    faults: list[_ValueFault]


def verify(*, progress: Callable[[Progress], None] | None = None) -> Iterator[Finding]:
    """Yield everything that is wrong with the log; nothing if it is whole.

    Needs no transaction and should have none: on SQLite it would keep every writer waiting.
    """
    yield from check_seals()
    yield from _unknown_keys()
    meter, keyed_from = _Meter(progress), _keyed_from()
    for object_type in _object_types():
        for object_id in _unsound(object_type, meter, keyed_from):
            yield from examine(object_type, object_id)
    meter.end()


def _keyed_from() -> int:
    """The last seal of the time before keys: what it does not cover must be keyed. 0: all must.

    The event that says so is keyed itself, and judged like every other.
    """
    told = Event.objects.filter(object_type=LOG, object_id=0, kind=KEYED_KIND).exclude(key_id="")
    for event in stored_events(told.order_by("seq")[:1]):
        if rehash(event) == event.hash:
            try:
                return int(json.loads(event.data)["seal"])
            except (ValueError, TypeError, KeyError):
                return 0
    return 0


def _unknown_keys() -> Iterator[Finding]:
    for named in Event.objects.order_by("key_id").values_list("key_id", flat=True).distinct():
        if named and event_key(named) is None:
            count = Event.objects.filter(key_id=named).count()
            sentence = (
                f"有{count}条日志用密钥“{named}”记录，现用和曾用的密钥里没有它，无法核对。"
                "换过密钥的，用变量 ZHUQI_SEAL_KEYS_BEFORE 给出旧密钥。"
            )
            yield Finding(FindingKind.WRONG_KEY, LOG, 0, 0, sentence)


class _Meter:
    def __init__(self, progress: Callable[[Progress], None] | None) -> None:
        self._progress = progress
        self._total = Event.objects.count() if progress else 0
        self._checked = 0

    def add(self, count: int) -> None:
        self._checked += count
        if self._progress:
            self._progress(Progress(self._checked, max(self._total, self._checked)))

    def end(self) -> None:
        if self._progress:
            self._progress(Progress(self._checked, self._checked))


def _object_types() -> list[str]:
    names: list[QuerySet[Any, str]] = [
        Event.objects.values_list("object_type", flat=True),
        Head.objects.values_list("object_type", flat=True),
        SealedHead.objects.values_list("object_type", flat=True),
    ]
    return sorted({name for rows in names for name in rows.order_by().distinct()})


# The quick pass


def _unsound(object_type: str, meter: _Meter, keyed_from: int) -> Iterator[int]:
    """Ids of the objects of one type whose chain needs a closer look."""
    events = Groups(_checked_events(object_type, meter), lambda row: row.event.object_id)
    heads = Groups(_heads(object_type), lambda row: row.object_id)
    sealed = Groups(_sealed(object_type), lambda row: row.object_id)
    while True:
        waiting = [at for at in (events.at, heads.at, sealed.at) if at is not None]
        if not waiting:
            return
        object_id = min(waiting)
        head = next(iter(list(heads.take(object_id))), None)
        if not _is_sound(events.take(object_id), head, list(sealed.take(object_id)), keyed_from):
            yield object_id


def _is_sound(
    events: Iterable[_Checked], head: _HeadRow | None, sealed: list[_SealedRow], keyed_from: int
) -> bool:
    seals = {row.seq: row.hash for row in sealed}
    unkeyed_to = max((row.seq for row in sealed if row.seal_id <= keyed_from), default=0)
    sound, seq, last_hash, last_id = True, 0, GENESIS, 0
    gone: set[tuple[int, str]] = set()
    for event, faults in events:
        seq += 1
        sound = (
            sound
            and event.seq == seq
            and event.prev_hash == last_hash
            and event.hash == rehash(event)
            and bool(event.key_id or seq <= unkeyed_to)
            and event.id > last_id
            and seals.pop(seq, event.hash) == event.hash
        )
        last_hash, last_id = event.hash, event.id
        for fault in faults:
            sound = sound and fault.gone
            gone.add((fault.seq, fault.name))
        if event.kind == ERASED_KIND:
            gone -= _erased_by(event)
    return (
        sound
        and not seals
        and not gone
        and head is not None
        and (head.seq, head.hash) == (seq, last_hash)
        and head.sealed_seq == max((row.seq for row in sealed), default=0)
    )


def rehash(event: Stored, seq: int | None = None) -> str:
    """The hash the content asks for; "" for content no event could have.

    Where its key is not given it can't be judged, which is said once for all of them.
    """
    try:
        return event_hash(event, seq=seq)
    except KeyUnknownError:
        return event.hash if seq in {None, event.seq} else ""
    except (TypeError, ValueError):
        return ""


def _erased_by(event: Stored) -> set[tuple[int, str]]:
    try:
        return {(seq, name) for seq, name in json.loads(event.data)["erased"]}
    except (ValueError, TypeError, KeyError):
        return set()


def _checked_events(object_type: str, meter: _Meter) -> Iterator[_Checked]:
    rows = Event.objects.filter(object_type=object_type)
    for piece in pieces(rows, "object_id", "seq", stored_events):
        values = _values(ErasableValue.objects.filter(event__in=[event.id for event in piece]))
        for event in piece:
            yield _Checked(event, value_faults(event, values))
        meter.add(len(piece))


def _values(rows: QuerySet[ErasableValue]) -> Values:
    found: Values = {}
    for event_id, name, value, salt in rows.order_by().values_list(
        "event_id", "name", "value", "salt"
    ):
        found.setdefault(event_id, {})[name] = (value, salt)
    return found


def value_faults(event: Stored, values: Values) -> list[_ValueFault]:
    """Compare an event's erasable values with the digests in the chain."""
    if event.digests == "{}" and event.id not in values:
        return []
    try:
        digests: dict[str, str] = dict(json.loads(event.digests))
    except (ValueError, TypeError):
        return []  # the event's own hash tells of it
    present = values.get(event.id, {})
    faults = [
        _ValueFault(event.seq, name, gone=False, extra=True)
        for name in present.keys() - digests.keys()
    ]
    for name, digest in digests.items():
        value, salt = present.get(name, (None, ""))
        if value is None:
            faults.append(_ValueFault(event.seq, name, gone=True, extra=False))
        elif value_digest(name, value, salt) != digest:
            faults.append(_ValueFault(event.seq, name, gone=False, extra=False))
    return faults


def _heads(object_type: str) -> Iterator[_HeadRow]:
    rows = Head.objects.filter(object_type=object_type)
    return tuples(rows, "object_id", "id", _HeadRow._fields, _HeadRow._make)


def _sealed(object_type: str) -> Iterator[_SealedRow]:
    rows = SealedHead.objects.filter(object_type=object_type)
    return tuples(rows, "object_id", "seq", _SealedRow._fields, _SealedRow._make)


# The closer look


def examine(object_type: str, object_id: int) -> list[Finding]:
    """Diagnose one object; empty if it turns out to be sound.

    The order of reading matters while others write. Values are read before the events, so a
    value erased by then has its event; the head is read before (for a tail that is missing) and
    after (for events it doesn't know), because rightful writers only append.
    """
    mine = {"object_type": object_type, "object_id": object_id}
    before = Head.objects.filter(**mine).first()
    seals = [
        Mark(seq, sealed)
        for seq, sealed in SealedHead.objects.filter(**mine)
        .order_by("seq", "id")
        .values_list("seq", "hash")
    ]
    values = _values(
        ErasableValue.objects.filter(event__object_type=object_type, event__object_id=object_id)
    )
    rows, faults = _rows(Event.objects.filter(**mine), values)
    after = Head.objects.filter(**mine).first()
    sealed_to = max((mark.seq for mark in seals), default=0)
    began = before.seq if before else 0
    if after and after.seq > began:
        # Written while we read: judge what was there when we began.
        rows = [row for row in rows if row.seq <= began]
        seals = [mark for mark in seals if mark.seq <= began]
    head = Mark(before.seq, before.hash) if before else None
    findings = diagnose(object_type, object_id, rows=rows, seals=seals, head=head)
    findings += _unkeyed(object_type, object_id, began)
    findings += [_value_finding(object_type, object_id, fault) for fault in faults]
    if before and after and not before.sealed_seq <= sealed_to <= after.sealed_seq:
        findings.append(_forged_progress(object_type, object_id, before.sealed_seq, sealed_to))
    # Where something else is wrong, places tell nothing more.
    return findings or _misplaced(object_type, object_id)


def _unkeyed(object_type: str, object_id: int, to: int) -> list[Finding]:
    """Events nobody needed a key for, of a time when all had one."""
    mine = {"object_type": object_type, "object_id": object_id}
    early = SealedHead.objects.filter(**mine, seal_id__lte=_keyed_from()).order_by("-seq").first()
    late = Event.objects.filter(
        **mine, key_id="", seq__gt=early.seq if early else 0, seq__lte=max(to, 1)
    )
    return [
        Finding(
            FindingKind.UNKEYED,
            object_type,
            object_id,
            seq,
            f"{object_type} {object_id}：第{seq}条的校验值没有用密钥，不是由系统写入的。",
        )
        for seq in late.order_by("seq").values_list("seq", flat=True)
    ]


def _misplaced(object_type: str, object_id: int) -> list[Finding]:
    """Rows whose place in the table was exchanged: it says which mark of a record is the last."""
    last, findings = 0, []
    rows = Event.objects.filter(object_type=object_type, object_id=object_id).order_by("seq")
    for pk, seq in rows.values_list("id", "seq").iterator():
        if pk < last:
            sentence = f"{object_type} {object_id}：第{seq}条的存放编号比前一条小，次序被改。"
            findings.append(Finding(FindingKind.REORDERED, object_type, object_id, seq, sentence))
        last = max(last, pk)
    return findings


def _rows(events: QuerySet[Event], values: Values) -> tuple[list[EventRow], list[_ValueFault]]:
    rows: list[EventRow] = []
    faults: list[_ValueFault] = []
    erased: set[tuple[int, str]] = set()
    shift, longest = 0, events.count()
    for event in concatenated.from_iterable(pieces(events, "object_id", "seq", stored_events)):
        home = _home(event, shift, longest)
        if home is not None:
            shift = home - event.seq
        rows.append(EventRow(event.seq, home, event.prev_hash, event.hash))
        faults += [fault._replace(seq=home or event.seq) for fault in value_faults(event, values)]
        if event.kind == ERASED_KIND:
            erased |= _erased_by(event)
    return rows, [
        fault for fault in faults if not (fault.gone and (fault.seq, fault.name) in erased)
    ]


def _home(event: Stored, shift: int, longest: int) -> int | None:
    """The number this event's hash was made for: its place, its neighbour's shift, any near."""
    likely = (event.seq, event.seq + shift, event.seq + 1, event.seq - 1)
    nearby = range(1, min(longest + 2, HOMES_TRIED))
    return next((seq for seq in (*likely, *nearby) if rehash(event, seq) == event.hash), None)


def _value_finding(object_type: str, object_id: int, fault: _ValueFault) -> Finding:
    kind = FindingKind.INSERTED if fault.extra else FindingKind.ALTERED
    if fault.extra:
        what = "是后来加上的，条目里没有它的摘要"
    elif fault.gone:
        what = "不见了，也没有清除它的记录"
    else:
        what = "与条目里的摘要不符，写入之后被改过"
    sentence = f"{object_type} {object_id}：第{fault.seq}条的“{fault.name}”{what}。"
    return Finding(kind, object_type, object_id, fault.seq, sentence)


def _forged_progress(object_type: str, object_id: int, claimed: int, sealed: int) -> Finding:
    return Finding(
        FindingKind.SEAL_ALTERED,
        object_type,
        object_id,
        sealed,
        f"{object_type} {object_id}：链头称已封存至第{claimed}条，封存记录只到第{sealed}条。",
    )
