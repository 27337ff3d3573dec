"""Which device somebody is signed in on, how long, and which one a fourth sign-in ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.foundation.accounts.accounts_cast import PASSWORD, City, events_of
from tests.foundation.accounts.doors import is_in, try_in
from zhuqi.foundation.accounts.browsers import device_of, is_phone, place_of

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


def _stay_in(client: Client, login: str) -> None:
    """Sign in with the tick as the page shows it."""
    page = client.get(reverse("account_login")).content.decode()
    typed = {"login": login, "password": PASSWORD}
    ticked = {"stay": "1"} if 'name="stay" value="1" checked' in page else {}
    assert client.post(reverse("account_login"), typed | ticked).status_code == 302


def test_a_firms_phone_stays_signed_in_for_thirty_days(town: City) -> None:
    phone = _on(IPHONE)
    _stay_in(phone, town.zhao.username)
    assert 29.9 < _days_left(phone) <= 30
    assert not phone.session.get_expire_at_browser_close()


@pytest.mark.parametrize(("login", "browser"), [("zhao", OFFICE), ("zhou", IPHONE)])
def test_neither_a_computer_nor_an_official_does(town: City, login: str, browser: str) -> None:
    client = _on(browser)
    _stay_in(client, getattr(town, login).username)
    assert is_in(client)
    assert _days_left(client) < 1
    assert client.session.get_expire_at_browser_close()


@pytest.mark.parametrize(("login", "stays"), [("zhao", True), ("zhou", False)])
def test_an_idle_phone_locks_itself_for_officials_alone(
    town: City, monkeypatch: pytest.MonkeyPatch, login: str, *, stays: bool
) -> None:
    client = _on(IPHONE)
    _stay_in(client, getattr(town, login).username)
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


def test_without_the_tick_a_phone_forgets_and_can_be_told_to_stay_later(town: City) -> None:
    phone, devices = _on(WECHAT), reverse("account_devices")
    assert try_in(phone, town.zhao.username) == []
    assert phone.session.get_expire_at_browser_close()
    assert "在这部手机上保持登录 30 天" in phone.get(devices).content.decode()
    phone.post(devices, {"step": "stay", "wish": "stay"})
    phone.get(devices)
    assert 29.9 < _days_left(phone) <= 30
    phone.post(devices, {"step": "stay"})
    phone.get(devices)
    assert phone.session.get_expire_at_browser_close()
    official = _on(IPHONE)
    assert try_in(official, "zhou") == []
    assert "保持登录" not in official.get(devices).content.decode()
    assert official.post(devices, {"step": "stay", "wish": "stay"}).status_code == 422
    assert official.session.get_expire_at_browser_close()


def test_one_sees_where_one_is_signed_in_and_signs_a_lost_phone_out(town: City) -> None:
    lost, here = Client(headers={"user-agent": WECHAT}, REMOTE_ADDR="203.0.113.77"), _on(OFFICE)
    devices = reverse("account_devices")
    for client in (lost, here):
        assert try_in(client, town.zhao.username) == []
    page = here.get(devices)
    first, second = page.context["devices"]
    assert (first.name, first.here) == ("Windows 电脑（Edge）", True)
    assert (second.name, second.place, second.here) == ("安卓手机（微信）", "203.0.113.*", False)
    assert "203.0.113.77" not in page.content.decode()
    stranger = _on(OFFICE)
    assert try_in(stranger, town.jia.username) == []
    assert stranger.post(devices, {"device": second.pk}).status_code == 404
    assert here.post(devices, {"device": first.pk}).status_code == 422
    assert is_in(lost)
    assert here.post(devices, {"device": second.pk})["Location"] == devices
    assert not is_in(lost)
    assert is_in(here)
    assert here.post(devices, {"device": second.pk}).status_code == 404
    assert events_of(town.zhao)[-1] == "session_closed"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("203.0.113.77", "203.0.113.*"),
        ("2408:8440:1:2::9", "2408:8440:0001:*"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_a_network_is_told_and_not_the_address(address: str, shown: str) -> None:
    assert place_of(address) == shown
