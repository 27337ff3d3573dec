"""Which device somebody is signed in on, how long, and which one a fourth sign-in ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.foundation.accounts.accounts_cast import PASSWORD, City
from tests.foundation.accounts.test_accounts_signing_in import is_in, try_in
from zhuqi.foundation.accounts.browsers import device_of, is_phone

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 MicroMessenger/8.0.53"
)
HARMONY = (
    "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile"
)
OFFICE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"
)
TABLET = (
    "Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36"
)


@pytest.mark.parametrize(
    ("browser", "name", "phone"),
    [
        (IPHONE, "苹果手机（Safari）", True),
        (WECHAT, "安卓手机（微信）", True),
        (HARMONY, "鸿蒙手机（Chrome）", True),
        (OFFICE, "Windows 电脑（Edge）", False),
        (TABLET, "安卓手机（Chrome）", False),
        ("", "", False),
        ("curl/8.5", "", False),
    ],
)
def test_a_device_has_the_name_its_owner_knows(browser: str, name: str, *, phone: bool) -> None:
    assert (device_of(browser), is_phone(browser)) == (name, phone)


def _on(browser: str) -> Client:
    return Client(headers={"user-agent": browser})


def _days_left(client: Client) -> float:
    return (client.session.get_expiry_date() - timezone.now()) / timedelta(days=1)


def test_a_firms_phone_stays_signed_in_for_thirty_days(town: City) -> None:
    phone = _on(IPHONE)
    try_in(phone, town.zhao.username)
    assert 29.9 < _days_left(phone) <= 30
    assert not phone.session.get_expire_at_browser_close()


@pytest.mark.parametrize(("login", "browser"), [("zhao", OFFICE), ("zhou", IPHONE)])
def test_neither_a_computer_nor_an_official_does(town: City, login: str, browser: str) -> None:
    client = _on(browser)
    try_in(client, getattr(town, login).username)
    assert is_in(client)
    assert _days_left(client) < 1
    assert client.session.get_expire_at_browser_close()


@pytest.mark.parametrize(("login", "stays"), [("zhao", True), ("zhou", False)])
def test_an_idle_phone_locks_itself_for_officials_alone(
    town: City, monkeypatch: pytest.MonkeyPatch, login: str, *, stays: bool
) -> None:
    client = _on(IPHONE)
    try_in(client, getattr(town, login).username)
    client.get("/")
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client.get("/")
    assert is_in(client) is stays


def test_the_fourth_sign_in_says_which_device_it_signed_out(town: City) -> None:
    first = _on(WECHAT)
    try_in(first, "zhou")
    for _n in range(2):
        try_in(_on(OFFICE), "zhou")
    fourth = _on(IPHONE)
    answer = fourth.post(
        reverse("account_login"), {"login": "zhou", "password": PASSWORD}, follow=True
    )
    since = timezone.localtime(town.zhou.sessions.earliest("pk").started_at)
    text = answer.content.decode()
    assert "最早的一台已退出：安卓手机（微信）" in text
    assert f"{since:%Y-%m-%d}" in text
    assert not is_in(first)


def test_three_sign_ins_say_nothing(town: City) -> None:
    for _n in range(3):
        client: Any = _on(OFFICE)
        answer = client.post(
            reverse("account_login"), {"login": "zhou", "password": PASSWORD}, follow=True
        )
        assert "已退出：" not in answer.content.decode()
    assert town.zhou.sessions.count() == 3
