"""A client of /api/v1 in the standard library alone; docs/api.md shows it at work.

Run by tests/docs/test_api_client.py against the API itself.
"""

import base64
import hmac
import json
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import OpenerDirector, Request, build_opener

TOLERANCE = 300  # seconds
TOO_MANY = 429


class ProblemError(Exception):
    """What the API answered (RFC 9457): `detail` can be shown to people, `errors` name fields."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(f"{told['status']} {told['detail']}")
        self.status: int = told["status"]
        self.state: str = told.get("state", "")
        self.errors: list[Mapping[str, str]] = told.get("errors", [])


class Zhuqi:
    """The API as one token sees it."""

    def __init__(self, server: str, token: str, opener: OpenerDirector | None = None) -> None:
        self._root = f"{server.rstrip('/')}/api/v1"
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._opener = opener or build_opener()

    def rows(self, path: str, **conditions: object) -> Iterator[Mapping[str, Any]]:
        """Every row of a list, page by page."""
        while True:
            page, _tag = self.read(path, **conditions)
            yield from page["items"]
            if not page["next"]:
                return
            conditions["cursor"] = page["next"]

    def read(self, path: str, **conditions: object) -> tuple[Any, str]:
        """What is there, and its ETag."""
        query = f"?{urlencode(conditions, doseq=True)}" if conditions else ""
        return self._ask("GET", f"{path}{query}")

    def act(self, path: str, body: Any, *, seen: str = "", key: str = "") -> tuple[Any, str]:
        """Do something, once: sent again with the same `key`, it gets the same answer.

        `seen`: the ETag of what was read.
        """
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        if seen:
            headers["If-Match"] = seen
        return self._ask("POST", path, body, headers)

    def finished(self, job: str, *, within: float = 600) -> Mapping[str, Any]:
        """A job once it is over. TimeoutError where it is not, after so many seconds."""
        last = time.monotonic() + within
        while (told := self.read(job)[0])["state"] in {"waiting", "running"}:
            if time.monotonic() > last:
                raise TimeoutError(job)
            time.sleep(2)
        found: Mapping[str, Any] = told
        return found

    def _ask(
        self, method: str, path: str, body: Any = None, more: Mapping[str, str] | None = None
    ) -> tuple[Any, str]:
        data = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        headers = {**self._headers, **kind, **(more or {})}
        for _attempt in range(3):
            request = Request(f"{self._root}{path}", data, headers, method=method)  # noqa: S310
            try:
                with self._opener.open(request, timeout=30) as answer:
                    return json.load(answer), answer.headers.get("ETag", "")
            except HTTPError as refusal:
                with refusal:
                    if refusal.code != TOO_MANY:
                        raise ProblemError(json.load(refusal)) from None
                    wait = int(refusal.headers.get("Retry-After", 1))
            time.sleep(wait)
        raise TimeoutError(path)


def verified(secret: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
    """A webhook's content; ValueError where it is not from the one who has the secret, or is old.

    `body` as it came, before anything parses it. The caller drops ids it has seen before.
    """
    named = {name.lower(): value for name, value in headers.items()}
    sent_at = named["webhook-timestamp"]
    if abs(time.time() - int(sent_at)) > TOLERANCE:
        raise ValueError("too old")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = b".".join([named["webhook-id"].encode(), sent_at.encode(), body])
    wanted = "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()
    if not any(hmac.compare_digest(wanted, one) for one in named["webhook-signature"].split()):
        raise ValueError("wrong signature")
    told: Mapping[str, Any] = json.loads(body)
    return told
