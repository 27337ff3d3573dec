"""What one request is called in every line of the log that it causes."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Anything else could forge lines or fields of a log.
_PLAIN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("zhuqi_request_id", default="")


def current_id() -> str:
    """Of the request under way; "" outside one."""
    return _current.get()


def chosen(brought: str, *, trusted: bool) -> str:
    """What somebody before us calls it, where they may and it is plain; else a new one."""
    return brought if trusted and _PLAIN.fullmatch(brought) else uuid.uuid4().hex


@contextmanager
def called(name: str) -> Iterator[None]:
    """Within the block this request is under way."""
    token = _current.set(name)
    try:
        yield
    finally:
        _current.reset(token)
