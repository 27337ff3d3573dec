"""Who has a webhook, and where it may lead."""

import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address, ip_network

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, person
from tests.foundation.notices.gateways import SmsServer
from tests.scenes.webhooks import Hook
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.tokens.actions import make_personal, make_system, open_service
from zhuqi.foundation.webhooks import actions, posting, rules
from zhuqi.foundation.webhooks.models import Webhook
from zhuqi.foundation.webhooks.queries import webhooks

URL = "https://example.com/in"


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.0.1", False), ("100.64.0.1", False),
        ("169.254.169.254", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False),  # noqa: S104
        ("::", False), ("fe80::1", False), ("fd00::1", False), ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("8.8.8.8", True),
        ("2400:3200::1", True), ("10.20.0.5", True), ("::ffff:10.20.0.5", True),
    ],
)  # fmt: skip
def test_where_it_may_lead(address: str, reached: bool) -> None:  # noqa: FBT001
    listed = [ip_network("10.20.0.0/16")]
    assert rules.may_connect(ip_address(address), listed, plain=False) is reached
    inside = address.endswith("10.20.0.5")
    assert rules.may_connect(ip_address(address), listed, plain=True) is inside


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "https://", "https://a:b@example.com/", "//x",
        "https://example.com/#x", "https://exa mple.com/", "https://[", "https://x:99999/", "\x00",
        "https://x/\r\nHost: y", "https://例子.cn/", "https://%31/", "https://x\\@y/",
    ],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    assert rules.wrong_url(url, http=False)
    assert rules.wrong_url(URL, http=False) == ""


def test_it_is_tried_more_and_more_rarely_until_its_day_ends() -> None:
    now = begun = timezone.now()
    pauses: list[timedelta] = []
    while (then := rules.next_try(begun, now, failures=len(pauses) + 1, jitter=0)) is not None:
        pauses.append(then - now)
        now = then
    assert pauses[:3] == [timedelta(seconds=one) for one in (10, 40, 160)]
    assert now - begun == rules.PATIENCE
    asked = rules.next_try(begun, begun, failures=1, jitter=0, asked=timedelta(days=300))
    assert asked == begun + timedelta(hours=6)


def test_a_machine_inside_is_not_reached(
    receiver: SmsServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert posting.post(receiver.url, {}, b"{}").status == 204
    plain, settings.WEBHOOK_HTTP = receiver.url, False
    assert posting.post(plain, {}, b"{}").status is None
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_HTTP = [], True
    for url in (plain, plain.replace("127.0.0.1", "localhost"), "https://localhost/"):
        assert posting.post(url, {}, b"{}").text == "地址在内网或本机，管理员没有放行"
    assert posting.post("https://nobody.invalid/", {}, b"{}").text == "找不到对方的主机名"
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    receiver.answer = lambda: (200, b"x" * 100_000)
    assert posting.post(plain, {}, b"{}").text == "x" * 300
    monkeypatch.setattr(posting, "ALL_SECONDS", 0.2)
    receiver.answer = lambda: (_slowly(), b"")
    assert posting.post(plain, {}, b"{}").status is None


def _slowly() -> int:
    time.sleep(0.6)
    return 200


def test_who_answers_byte_by_byte_is_cut_off_even_where_the_connection_is_to_be_closed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_HTTP = [ip_network("127.0.0.0/8")], True
    monkeypatch.setattr(posting, "ALL_SECONDS", 0.2)
    sent = []

    def trickle(server: socket.socket) -> None:
        caller, _from = server.accept()
        with caller, suppress(OSError):
            caller.recv(65536)
            caller.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
            for _byte in range(200):
                caller.sendall(b"x")
                sent.append(1)
                time.sleep(0.02)

    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=trickle, args=[server])
        answering.start()
        posting.post(f"http://127.0.0.1:{server.getsockname()[1]}/", {}, b"{}")
        answering.join()
    assert len(sent) < 200


@pytest.mark.django_db
def test_a_secret_is_told_once_and_lies_encrypted(cast: Cast, hook: Hook) -> None:
    row, secret = hook
    assert secret.startswith("whsec_")
    assert secret not in str(vars(Webhook.objects.get(pk=row.pk)))
    event = Event.objects.get(object_type="webhook", object_id=row.pk)
    assert (event.kind, event.facts["told_kinds"]) == ("webhook_made", "case.*")
    assert secret not in str(vars(event))
    assert event.private["url"] == row.url
    assert cast.he_fan.pk == event.actor_id


@pytest.mark.django_db
def test_who_may_have_one_and_of_what(cast: Cast) -> None:
    he_fan = person(cast.he_fan)
    with pytest.raises(NotValid) as refused:
        actions.make_own(name=" ", url="http://x", chosen=["case.sneeze"], by=he_fan)
    assert set(refused.value.errors) == {"name", "url", "chosen"}
    with pytest.raises(NotValid, match="令牌"):
        actions.make_own(name="x", url=URL, chosen=["case.assign"], by=he_fan)
    make_personal(name="x", chosen=["cases:read"], days=30, by=he_fan)
    with pytest.raises(NotValid, match="走访"):
        actions.make_own(name="x", url=URL, chosen=["case.*", "visit.*"], by=he_fan)
    for user in (cast.zhao, cast.security_admin, cast.system_admin):
        with pytest.raises(NotYours):
            actions.make_own(name="x", url=URL, chosen=["case.*"], by=person(user))
    made = [
        actions.make_own(name="x", url=URL, chosen=["case.*"], by=he_fan)[0]
        for _number in range(rules.MOST)
    ]
    with pytest.raises(NotNow):
        actions.make_own(name="x", url=URL, chosen=["case.*"], by=he_fan)
    assert list(webhooks(person(cast.shen_jing))) == []
    assert list(webhooks(person(cast.security_admin))) == []
    for verb in (actions.pause_webhook, actions.delete_webhook, actions.rotate_secret):
        with pytest.raises(NotYours):
            verb(webhook=made[0], by=person(cast.shen_jing))
    actions.pause_webhook(webhook=made[0], by=he_fan)
    with pytest.raises(NotNow):
        actions.pause_webhook(webhook=made[0], by=he_fan)
    actions.delete_webhook(webhook=made[0], by=he_fan)
    kinds = Event.objects.filter(object_type="webhook", object_id=made[0].pk).order_by("seq")
    assert [one.kind for one in kinds] == ["webhook_made", "webhook_paused", "webhook_deleted"]


@pytest.mark.django_db
def test_that_of_another_system_is_the_security_administrators(cast: Cast) -> None:
    guard = person(cast.security_admin)
    account = open_service(
        system="省平台", contact="王工 0371", unit=cast.city_office, role=Role.INSPECTOR, by=guard
    )
    make_system(account=account, name="取数", chosen=["cases:read"], days=365, by=guard)
    with pytest.raises(NotValid):
        actions.make_system(account=cast.he_fan, name="x", url=URL, chosen=["case.*"], by=guard)
    with pytest.raises(NotYours):
        actions.make_system(
            account=account.user, name="x", url=URL, chosen=["case.*"], by=person(cast.he_fan)
        )
    row, _secret = actions.make_system(
        account=account.user, name="同步", url=URL, chosen=["case.*"], by=guard
    )
    assert list(webhooks(guard)) == [row]
