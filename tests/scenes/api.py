"""Somebody with a token, as their script speaks to the API."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.cast import person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.tokens.actions import make_personal
from zhuqi.foundation.tokens.enums import TokenKind
from zhuqi.foundation.tokens.models import ApiToken
from zhuqi.foundation.tokens.queries import digest_of
from zhuqi.foundation.tokens.scopes import known

ROOT = "/api/v1"


def bearer(user: User) -> dict[str, str]:
    """A header with a token for everything, made without asking whether this person may have one:
    what it opens is what is tried."""
    secret = f"zq_{user.username}"
    now = timezone.now()
    ApiToken.objects.get_or_create(
        digest=digest_of(secret),
        defaults={
            "user": user, "kind": TokenKind.PERSONAL, "name": "测试", "prefix": "zq_",
            "scopes": " ".join(sorted(known())), "made_at": now, "made_by": user,
            "expires_at": now + timedelta(days=1),
        },
    )  # fmt: skip
    return {"Authorization": f"Bearer {secret}"}


@dataclass
class Caller:
    """A script of somebody's."""

    user: User
    scopes: tuple[str, ...] = ()
    client: Client = field(default_factory=Client)
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        chosen = self.scopes or tuple(known())
        _token, secret = make_personal(name="脚本", chosen=chosen, days=30, by=person(self.user))
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **asked: Any) -> Any:
        """Read."""
        return self.client.get(f"{ROOT}{path}", asked, headers=self.headers)

    def post(self, path: str, body: Any = None, *, seen: str = "", key: str | None = None) -> Any:
        """Do something; `seen` is the ETag of what was read, `key` "" sends none."""
        headers = {**self.headers}
        if seen:
            headers["If-Match"] = seen
        if key != "":
            headers["Idempotency-Key"] = key or uuid.uuid4().hex
        return self.client.post(
            f"{ROOT}{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers=headers,
        )

    def read(self, path: str, **asked: Any) -> Any:
        """What is there, as JSON."""
        response = self.get(path, **asked)
        assert response.status_code == 200, response.content.decode()
        return response.json()
