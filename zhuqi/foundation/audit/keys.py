"""Keys that stand outside the database: the one in use, those before it, and what is made of them.

Without them nobody who can write rows can write an event that passes, or the mark of a row.
"""

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings


def key_id(key: str) -> str:
    """Names a key without telling it, so that a changed key isn't taken for tampering."""
    return hashlib.sha256(b"zhuqi seal key\0" + key.encode()).hexdigest()[:16]


def current_id() -> str:
    """The name of the key in use."""
    return _named(settings.SEAL_KEY)


def seal_key(named: str) -> str | None:
    """The key that signed a seal; None where it is not among those given."""
    return _known(settings.SEAL_KEY, tuple(settings.SEAL_KEYS_BEFORE)).get(named)


def event_key(named: str) -> bytes | None:
    """The key of events' hashes, made from the seal's of that name."""
    key = seal_key(named)
    return None if key is None else _derived(key, b"zhuqi event hashes")


def mark_key(named: str) -> bytes | None:
    """The key of rows' marks, made from the seal's of that name."""
    key = seal_key(named)
    return None if key is None else _derived(key, b"zhuqi row marks")


@lru_cache(maxsize=32)
def _named(key: str) -> str:
    return key_id(key)


@lru_cache(maxsize=8)
def _known(current: str, before: tuple[str, ...]) -> Mapping[str, str]:
    return {key_id(key): key for key in (*before, current)}


@lru_cache(maxsize=64)
def _derived(key: str, purpose: bytes) -> bytes:
    return hmac.digest(key.encode(), purpose, "sha256")
