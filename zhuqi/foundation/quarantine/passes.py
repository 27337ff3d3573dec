"""Refuse marked text, unless its keeper has let this very text through once."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from zhuqi.foundation.access import Refusal
from zhuqi.foundation.quarantine.marks import marked

_passed: ContextVar[frozenset[str]] = ContextVar("quarantine_passed", default=frozenset())


class SecretMark(Refusal):
    """422: the text bears a mark of secrecy.

    No `NotValid`, which forms answer by showing again what was typed. Whoever catches it owes
    the text to the keeper (`actions.take_in`), outside of the transaction it broke off.
    """

    status = 422

    def __init__(self, texts: Iterable[str] = ()) -> None:
        super().__init__(
            "您填写的内容带有密级标志。涉密内容不得在本平台提交、保存和传输：这次提交没有进入平台，"
            "已单独交保密员处理。请不要重复提交，按本单位保密规定改用涉密渠道；"
            "如果内容并不涉密，请联系活动办保密员核实，核实后可以重新提交。"
        )
        self.texts = tuple(texts)


def digest_of(text: str) -> str:
    """What a keeper's decision is bound to: this text and no other; a guess can't be tested."""
    key = hashlib.sha256(f"quarantine {settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def secret(text: str) -> bool:
    """True for marked text that has no pass here and now."""
    return marked(text) and digest_of(text) not in _passed.get()


def refuse_marked(*texts: str) -> None:
    """SecretMark if any of the texts must not go further."""
    if found := [text for text in texts if secret(text)]:
        raise SecretMark(found)


@contextmanager
def passing(digests: Iterable[str]) -> Iterator[None]:
    """Let these texts through, for the length of one request."""
    token = _passed.set(frozenset(digests))
    try:
        yield
    finally:
        _passed.reset(token)
