"""A token on its page, and what the door of the API says to one that opens nothing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast
from tests.scenes.api import Caller
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.tokens.models import ApiToken

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/desk/account/tokens/"


def test_a_token_is_made_opens_the_api_and_is_taken_away(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    wish = {"step": "make", "name": "统计脚本", "chosen": ["cases:read"], "days": "30"}
    made = client.post(PAGE, wish)
    assert made["Cache-Control"] == "no-store"
    [secret] = re.findall(r"zq_[\w-]{40,}", made.content.decode())
    assert secret not in client.get(PAGE).content.decode()
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/cases", headers=bearer).status_code == 200
    assert Client().get("/api/v1/visits", headers=bearer).status_code == 403
    row = ApiToken.objects.get()
    taken = {"step": "revoke", "token": str(row.pk)}
    assert sign_in(cast.shen_jing).post(PAGE, taken).status_code == 404
    assert sign_in(cast.he_fan).post(PAGE, {**taken, "token": "9" * 5000}).status_code == 404
    assert client.post(PAGE, taken).status_code == 302
    assert client.post(PAGE, taken).status_code == 409
    row.refresh_from_db()
    assert row.revoked_at
    refused = Client().get("/api/v1/cases", headers=bearer)
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    assert refused.json()["type"] == "urn:zhuqi:problem:no-token"


def test_who_must_have_a_second_factor_has_one_first(
    cast: Cast, sign_in: SignIn, settings: Settings
) -> None:
    script = Caller(cast.he_fan)
    settings.SECOND_FACTOR_ROLES = ["registrar"]
    wish = {"step": "make", "name": "脚本", "chosen": ["cases:read"], "days": "30"}
    sent = sign_in(cast.he_fan).post(PAGE, wish)
    assert (sent.status_code, ApiToken.objects.count()) == (302, 1)
    assert sent["Location"].startswith("/accounts/2fa/")
    refused = script.get("/cases")
    assert refused.status_code == 403
    assert "二次验证" in refused.json()["detail"]


def test_too_many_requests_are_told_when_to_come_again(cast: Cast, settings: Settings) -> None:
    settings.API_PER_MINUTE = 2
    script = Caller(cast.he_fan)
    first, _second, third = (script.get("/cases") for _turn in range(3))
    assert first["RateLimit-Policy"] == '"token";q=2;w=60'
    assert re.fullmatch(r'"token";r=1;t=\d+', first["RateLimit"])
    assert third.status_code == 429
    assert 1 <= int(third["Retry-After"]) <= 60
    assert third.json()["type"] == "urn:zhuqi:problem:too-many"
    assert Caller(cast.shen_jing).get("/cases").status_code == 200


def test_a_token_that_has_run_out_opens_nothing(cast: Cast) -> None:
    script = Caller(cast.he_fan)
    now = timezone.now()
    ApiToken.objects.update(made_at=now - timedelta(days=2), expires_at=now)
    assert script.get("/cases").status_code == 401
    assert script.get("/cases").json()["status"] == 401
