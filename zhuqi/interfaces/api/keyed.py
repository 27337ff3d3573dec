"""Idempotency-Key: a request sent again because its answer was lost is done once.

The same key with the same content by the same person gets the very same answer for two days; with
another content it is refused in words. What was refused leaves its key free.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypedDict, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid, Person
from zhuqi.foundation.repeats.actions import SentBeforeError, keyed_answered, keyed_begun
from zhuqi.foundation.repeats.queries import answer_to
from zhuqi.foundation.typed import from_json
from zhuqi.interfaces.api.problems import Unmet

T = TypeVar("T")
NAME: Final = "Idempotency-Key"
LONGEST: Final = 128
# How an operation says in the description that it wants one.
PARAMETER: Final[Mapping[str, Any]] = {
    "in": "header",
    "name": NAME,
    "required": True,
    "description": "由您生成的请求编号（如 UUID）；因断线重发时用同一个，只办一次",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request that changes something is answered."""

    body: Mapping[str, Any]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def once(
    request: HttpRequest,
    person: Person,
    do: Callable[[T], Answer],
    *,
    ahead: Callable[[], T],
) -> HttpResponse:
    """Do it, in a transaction with its key, or give the answer it was given before.

    `ahead` does what is slow (files are stored) before anything is locked. 400 without a key;
    NotValid for a key that was used for something else.
    """
    key = _key(request)
    named = _Named(user_id=person.actor.user_id, key=_digest(key))
    digest = _digest(f"{request.method} {request.path}\n{_content(request)}")
    if (again := _again(named, digest)) is not None:
        return again
    prepared = ahead()
    try:
        with transaction.atomic():
            row = keyed_begun(**named, digest=digest, now=timezone.now())
            answer = do(prepared)
            body = json.dumps(answer.body, ensure_ascii=False)
            keyed_answered(row, status=answer.status, headers=answer.headers, body=body)
    except SentBeforeError:
        if (again := _again(named, digest)) is None:
            raise
        return again
    return _response(body, answer.status, answer.headers)


class _Named(TypedDict):
    user_id: int
    key: str


def _key(request: HttpRequest) -> str:
    key = request.headers.get(NAME, "")
    if not key or len(key) > LONGEST or not key.isascii() or not key.isprintable():
        words = _("请在 %(name)s 头中给出请求编号，最多 %(n)s 个英文字符")
        raise Unmet(400, words % {"name": NAME, "n": LONGEST})
    return key


def _again(named: "_Named", digest: str) -> HttpResponse | None:
    kept = answer_to(**named, now=timezone.now())
    if kept is None:
        return None
    if kept.digest != digest:
        words = _("这个 %(name)s 已用于另一个请求，请为新的请求换一个")
        raise NotValid({NAME: words % {"name": NAME}})
    response = _response(kept.body, kept.status, kept.headers)
    response["Idempotent-Replayed"] = "true"
    return response


def _response(body: str, status: int, headers: Mapping[str, str]) -> HttpResponse:
    return HttpResponse(
        body, status=status, headers=dict(headers), content_type="application/json; charset=utf-8"
    )


def _content(request: HttpRequest) -> str:
    """The content, whatever blanks and order it was written with."""
    try:
        return json.dumps(from_json(request.body or b"null"), sort_keys=True)
    except ValueError:
        return hashlib.sha256(request.body).hexdigest()


def _digest(text: str) -> str:
    return salted_hmac("zhuqi.api.keyed", text, algorithm="sha256").hexdigest()
