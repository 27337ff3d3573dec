"""何帆 keeps a webhook on its page; nobody else finds it; as many queries for three as for one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, person
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.tokens.actions import make_personal, make_system, open_service
from zhuqi.foundation.webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/desk/account/webhooks/"
WISH = {"name": "同步", "url": "https://example.com/in", "chosen": ["case.assign"]}


@pytest.fixture
def made(cast: Cast, sign_in: SignIn) -> tuple[Client, Webhook]:
    """何帆 with a token and a webhook."""
    make_personal(name="同步", chosen=["cases:read"], days=30, by=person(cast.he_fan))
    client = sign_in(cast.he_fan)
    assert client.post(PAGE, WISH).status_code == 200
    return client, Webhook.objects.get()


def sent(webhook: Webhook, event: int, state: str = "sent") -> Delivery:
    """A message, as it lies in the log."""
    now = timezone.now()
    return Delivery.objects.create(
        webhook=webhook, event_id=event, kind="case.assign", about="/api/v1/cases/1", state=state,
        occurred_at=now, created_at=now, begun_at=now, tried_at=now, attempts=1, status=500,
        answer="<script>alert(1)</script>",
    )  # fmt: skip


def test_it_is_made_paused_resumed_and_deleted(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    refused = client.post(PAGE, WISH)
    assert refused.status_code == 422
    assert "访问令牌" in refused.content.decode()
    make_personal(name="同步", chosen=["cases:read"], days=30, by=person(cast.he_fan))
    answer = client.post(PAGE, {**WISH, "url": "https://10.0.0.1/"})
    [secret] = re.findall(r"whsec_[\w+/=]+", answer.content.decode())
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    row = Webhook.objects.get()
    place = f"{PAGE}{row.pk}/"
    assert secret not in client.get(place).content.decode()
    again = client.post(place, {"step": "rotate"})
    [fresh] = re.findall(r"whsec_[\w+/=]+", again.content.decode())
    assert fresh != secret
    assert again["Cache-Control"] == "no-store"
    assert client.post(place, {"step": "pause"}).status_code == 302
    assert "恢复推送" in client.get(place).content.decode()
    assert client.post(place, {"step": "pause"}).status_code == 409
    assert client.post(place, {"step": "resume"}).status_code == 302
    assert client.post(place, {"step": "sneeze"}).status_code == 404
    assert client.post(place, {"step": "delete"}).status_code == 302
    assert client.get(place).status_code == 404


def test_a_message_is_shown_harmlessly_and_sent_again(
    made: tuple[Client, Webhook], cast: Cast, sign_in: SignIn
) -> None:
    client, row = made
    failed, place = sent(row, 1, "failed"), f"{PAGE}{row.pk}/"
    page = client.get(place).content.decode()
    assert "&lt;script&gt;" in page
    assert "诉求 · 交办" in page
    assert re.search(r"<span[^>]*>第 1 次 · [^<>\"]+</span>", page), "no markup in a cell's text"
    assert client.post(place, {"step": "replay", "delivery": "9" * 5000}).status_code == 404
    assert client.post(place, {"step": "replay", "delivery": failed.pk}).status_code == 302
    assert client.post(place, {"step": "replay", "delivery": failed.pk}).status_code == 409
    stranger = sign_in(cast.shen_jing)
    for step in ("pause", "rotate", "delete", "replay"):
        assert stranger.post(place, {"step": step, "delivery": failed.pk}).status_code == 404


def test_another_systems_is_the_security_administrators(cast: Cast, sign_in: SignIn) -> None:
    guard = person(cast.security_admin)
    service = open_service(
        system="省平台", contact="王工 0371", unit=cast.city_office, role=Role.INSPECTOR, by=guard
    )
    make_system(account=service, name="取数", chosen=["cases:read"], days=90, by=guard)
    client = sign_in(cast.security_admin)
    assert client.post(PAGE, {**WISH, "account": cast.he_fan.pk}).status_code == 422
    assert client.post(PAGE, {**WISH, "account": service.user_id}).status_code == 200
    assert "省平台" in client.get(PAGE).content.decode()
    assert sign_in(cast.he_fan).get(f"{PAGE}{Webhook.objects.get().pk}/").status_code == 404


def test_three_ask_no_more_than_one(made: tuple[Client, Webhook]) -> None:
    client, row = made

    def asked(page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    sent(row, 1)
    before = asked(PAGE), asked(f"{PAGE}{row.pk}/")
    for number in (2, 3):
        sent(row, number)
        Webhook.objects.create(
            user=row.user, made_by=row.user, name="x", url="https://x/", kinds="case.*",
            secret="x", made_at=timezone.now() - timedelta(days=number),
        )  # fmt: skip
    assert (asked(PAGE), asked(f"{PAGE}{row.pk}/")) == before
