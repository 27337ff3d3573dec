"""How an event becomes text and the text a hash: the one place, for writing and for checking.

No database. A change here makes every earlier hash unverifiable, so the first element of the
hashed text is a version: 1 is SHA-256 alone, as anybody can compute it; 2 is an HMAC whose key
the database hasn't got, and covers the marks of rows too.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.utils.functional import Promise

from zhuqi.foundation.audit.keys import event_key

# Of the unkeyed text and of seals; keyed events are the second.
VERSION = 1
KEYED_VERSION = 2
# `prev_hash` of an object's first event.
GENESIS = ""


class Chained(Protocol):
    """What the hash covers: every column of an event but its id and the hash itself."""

    @property
    def object_type(self) -> str: ...
    @property
    def object_id(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def actor_kind(self) -> str: ...
    @property
    def actor_id(self) -> int: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def actor_unit(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def data(self) -> str: ...
    @property
    def digests(self) -> str: ...
    @property
    def marks(self) -> str: ...
    @property
    def key_id(self) -> str: ...
    @property
    def prev_hash(self) -> str: ...


class Stored(NamedTuple):
    """An event as it lies in the database, without the cost of a model instance."""

    id: int
    object_type: str
    object_id: int
    seq: int
    kind: str
    actor_kind: str
    actor_id: int
    actor_name: str
    actor_unit: str
    occurred_at: datetime
    recorded_at: datetime
    data: str
    digests: str
    marks: str
    key_id: str
    prev_hash: str
    hash: str


def moment(value: datetime | None) -> str:
    """UTC to the microsecond. What the database could not read back becomes "", never a match."""
    if value is None:
        return ""
    if value.tzinfo is None:
        raise ValueError("An event's time needs a time zone.")
    # The second of two equal hours of a night in autumn is no other key than the first.
    return _utc.__wrapped__(value) if value.fold else _utc(value)


# A change writes the same few moments into many events and columns.
@lru_cache(maxsize=256)
def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: object) -> object:
    """JSON for what Django hands us; anything else is a programmer's error."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | Promise):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be written into an event.")


_CANONICAL = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
    allow_nan=False,
    default=_plain,
)
_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def canonical(data: Mapping[str, Any]) -> str:
    """One text per value: sorted keys, no spaces, no NaN. Raises for invalid Unicode."""
    text = _CANONICAL.encode(data)
    text.encode()
    return text


def value_digest(name: str, value: str, salt: str) -> str:
    """What the chain holds in place of a value that may have to be erased."""
    return hmac.digest(salt.encode(), f"{name}\0{value}".encode(), "sha256").hex()


class KeyUnknownError(ValueError):
    """An event names a key that is not among those given."""


def event_hash(event: Chained, *, seq: int | None = None) -> str:
    """The keyed hash over the event's text; `seq` asks what it were if the event stood elsewhere.

    An event without a key's name is of the time before keys: SHA-256 alone. KeyUnknownError
    where the key named is not given.
    """
    fields: list[object] = [
        event.object_type,
        event.object_id,
        event.seq if seq is None else seq,
        event.kind,
        event.actor_kind,
        event.actor_id,
        event.actor_name,
        event.actor_unit,
        moment(event.occurred_at),
        moment(event.recorded_at),
        event.data,
        event.digests,
    ]
    if not event.key_id:
        if event.marks:
            raise ValueError("Only keyed events carry marks.")
        return hashlib.sha256(_line([VERSION, *fields, event.prev_hash])).hexdigest()
    key = event_key(event.key_id)
    if key is None:
        raise KeyUnknownError(event.key_id)
    fields += [event.marks, event.key_id, event.prev_hash]
    return hmac.digest(key, _line([KEYED_VERSION, *fields]), "sha256").hex()


def _line(values: list[object]) -> bytes:
    return _LINE.encode(values).encode()


def seal_digest_line(object_type: str, object_id: int, seq: int, head_hash: str) -> bytes:
    """One sealed head as it goes into the seal's digest."""
    return canonical({"h": head_hash, "i": object_id, "s": seq, "t": object_type}).encode() + b"\n"


def seal_mac(
    key: str, *, number: int, sealed_at: datetime, head_count: int, digest: str, prev_mac: str
) -> str:
    """HMAC-SHA256 over the seal's columns, the seal before included."""
    text = canonical(
        {
            "v": VERSION,
            "number": number,
            "sealed_at": sealed_at,
            "head_count": head_count,
            "digest": digest,
            "prev_mac": prev_mac,
        }
    )
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
