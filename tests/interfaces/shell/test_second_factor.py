"""The second step of signing in, with a real authenticator's arithmetic."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from zhuqi.foundation.access import SYSTEM_PERSON
from zhuqi.foundation.accounts.actions.recovery import drop_factors
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event

SignIn = Callable[[User], Client]
INDEX = "/accounts/2fa/"
STEP = "/accounts/2fa/authenticate/"
TOTP = "/accounts/2fa/totp/activate/"
PASSWORD = "pass-word-1"


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def code_of(secret: str, *, steps: int = 0) -> str:
    """RFC 6238 as a phone computes it: six digits of HMAC-SHA1 over the half-minute."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    mac = hmac.new(key, counter, "sha1").digest()
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def log_in(user: User, password: str = PASSWORD) -> tuple[Client, str]:
    """Sign in by the form; the client, and where it was led."""
    client = Client()
    answer = client.post("/accounts/login/", {"login": user.username, "password": password})
    return client, answer.get("Location", "")


def confirm(client: Client) -> Client:
    """Type the password once more, as a change of the account's safety asks."""
    again = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert again.status_code == 302, again.content.decode()
    return client


def enrol(user: User) -> tuple[Client, str]:
    """Set up a phone's app; the client and the secret shown."""
    client = confirm(log_in(user)[0])
    page = client.get(TOTP).content.decode()
    found = re.search(r'class="z-secret">([A-Z2-7]+)<', page)
    assert found is not None
    assert "data:image/svg+xml;base64," in page
    answer = client.post(TOTP, {"code": code_of(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    return client, found[1]


def events_of(user: User) -> list[str]:
    rows = Event.objects.filter(object_type="user", object_id=user.pk).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def test_a_phone_is_set_up_and_asked_for_at_the_next_sign_in(cast: Cast) -> None:
    _client, secret = enrol(cast.zhou)
    assert "factor_added" in events_of(cast.zhou)
    client, there = log_in(cast.zhou)
    assert there == "/accounts/2fa/authenticate/"
    assert client.get("/desk/").status_code == 302
    cache.clear()
    wrong = client.post(there, {"code": "000000"})
    assert wrong.status_code == 200
    assert "验证码不正确" in wrong.content.decode()
    assert events_of(cast.zhou)[-1] == "sign_in_failed"
    # The code that set it up is used up; the next half-minute's is not.
    right = client.post(there, {"code": code_of(secret, steps=1)})
    assert right.status_code == 302
    assert client.get("/desk/").status_code == 200


def test_the_secret_does_not_lie_open_in_the_database(cast: Cast) -> None:
    _client, secret = enrol(cast.zhou)
    row = Authenticator.objects.get(user=cast.zhou, type="totp")
    assert secret not in str(row.data)


def test_a_spare_code_opens_once(cast: Cast) -> None:
    client, _secret = enrol(cast.zhou)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>([0-9]+)</code>", page)
    assert len(codes) == 10
    assert codes[0] in client.get("/accounts/2fa/recovery-codes/download/").content.decode()
    cache.clear()
    again, there = log_in(cast.zhou)
    assert again.post(there, {"code": codes[0]}).status_code == 302
    assert again.get("/desk/").status_code == 200
    cache.clear()
    once_more, there = log_in(cast.zhou)
    assert once_more.post(there, {"code": codes[0]}).status_code == 200


def spare_code_of(seed: str) -> str:
    """The first of the spare codes a seed gives."""
    mac = hmac.new(seed.encode(), b"  0,", "sha1").digest()
    return f"{int.from_bytes(mac[:4], 'big') % 10**8:08d}"


def test_a_changed_key_of_the_server_makes_codes_unfit_and_never_guessable(
    cast: Cast, settings: Settings
) -> None:
    client, secret = enrol(cast.zhou)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    spare = re.findall(r"<li><code>([0-9]+)</code>", page)[0]
    settings.SECRET_KEY = "another key, because the old one was seen by somebody"
    assert client.get("/desk/").status_code == 302  # the session went with it
    cache.clear()
    again, there = log_in(cast.zhou)
    assert there == "/accounts/2fa/authenticate/"
    # Neither the phone's codes, nor those anybody could compute from a secret that is not there.
    for code in (code_of(secret, steps=1), code_of(""), spare, spare_code_of("")):
        cache.clear()
        assert again.post(there, {"code": code}).status_code == 200, code
    assert again.get("/desk/").status_code == 302
    # The way back in that the handbook names.
    drop_factors(user=cast.zhou, by=SYSTEM_PERSON)
    assert log_in(cast.zhou)[1] == "/"


def test_spare_codes_are_renewed_and_the_phone_taken_away(cast: Cast) -> None:
    client, _secret = enrol(cast.zhou)
    generate = "/accounts/2fa/recovery-codes/generate/"
    assert "换一组" in client.get(generate).content.decode()
    assert client.post(generate).status_code == 302
    remove = "/accounts/2fa/totp/deactivate/"
    assert "移除动态口令" in client.get(remove).content.decode()
    assert client.post(remove).status_code == 302
    assert not Authenticator.objects.filter(user=cast.zhou).exists()
    kinds = events_of(cast.zhou)
    assert "factor_renewed" in kinds
    assert "factor_removed" in kinds
    _client, there = log_in(cast.zhou)
    assert there == "/"


def test_what_was_long_ago_is_asked_again_before_a_change(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.zhou)
    answer = client.get(TOTP)
    assert answer.status_code == 302
    assert "/accounts/reauthenticate/" in answer["Location"]
    page = client.get(answer["Location"])
    assert "再输一次密码" in page.content.decode()
    assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == TOTP


def test_every_page_of_it_is_ours_and_without_inline_script(cast: Cast) -> None:
    client, _secret = enrol(cast.zhou)
    for url in (
        INDEX,
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/reauthenticate/",
    ):
        answer = client.get(url)
        assert answer.status_code == 200, url
        text = answer.content.decode()
        assert "z-plain" in text, url
        for tag in re.findall(r"<script[^>]*>", text):
            assert " src=" in tag or 'type="application/json"' in tag, (url, tag)
        assert " style=" not in text, url


def test_whose_role_asks_for_it_sets_one_up_before_anything_else(
    cast: Cast, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = ["security_admin"]
    client, _there = log_in(cast.security_admin)
    people = "/desk/admin/people/"
    answer = client.get(people)
    assert (answer.status_code, answer["Location"]) == (302, INDEX)
    assert "须二次验证" in client.get(INDEX).content.decode()
    assert client.get("/accounts/password/").status_code == 200
    enrol(cast.security_admin)
    assert client.get(people).status_code == 200
    other, _there = log_in(cast.system_admin)
    assert other.get("/desk/admin/system/").status_code == 200


def test_whose_role_asks_for_it_keeps_the_last_one(cast: Cast, settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["security_admin"]
    client, _secret = enrol(cast.security_admin)
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert answer.status_code == 200
    assert "不能全部移除" in answer.content.decode()
    assert Authenticator.objects.filter(user=cast.security_admin, type="totp").exists()


def test_a_stranger_is_led_to_the_sign_in_page(client: Client, db: None) -> None:  # noqa: ARG001
    for url in (INDEX, TOTP, "/accounts/2fa/webauthn/add/", "/accounts/2fa/authenticate/"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


def test_another_persons_passkey_cannot_be_renamed_or_removed(cast: Cast) -> None:
    key = Authenticator.objects.create(
        user=cast.wu, type="webauthn", data={"name": "小吴的钥匙", "credential": {}}
    )
    client = confirm(log_in(cast.zhou)[0])
    for what in ("edit", "remove"):
        url = f"/accounts/2fa/webauthn/keys/{key.pk}/{what}/"
        assert client.get(url).status_code == 404
        assert client.post(url, {"name": "我的"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_broken_passkeys_are_refused_in_words(cast: Cast) -> None:
    client = confirm(log_in(cast.zhou)[0])
    client.get("/accounts/2fa/webauthn/add/")
    for credential in ("", "{}", "nonsense", '{"id": "x"}'):
        answer = client.post("/accounts/2fa/webauthn/add/", {"name": "x", "credential": credential})
        assert answer.status_code == 200
    stranger = Client()
    assert stranger.post("/accounts/2fa/webauthn/login/", {"credential": "{}"}).status_code == 302
    assert not Authenticator.objects.exists()


def test_wrong_codes_wait_longer_and_longer_by_person_and_address(cast: Cast) -> None:
    """Who knows the password gets no more codes by typing it again; their own device is let in."""
    own, secret = enrol(cast.zhou)
    own.post("/accounts/logout/")
    cache.clear()
    thief = Client(REMOTE_ADDR="203.0.113.9")
    typed = {"login": cast.zhou.username, "password": PASSWORD}
    for number in range(8):
        assert thief.post("/accounts/login/", typed)["Location"] == STEP
        page = thief.post(STEP, {"code": f"00000{number}"}).content.decode()
        assert ("验证码不正确" in page) is (number < 5), number
        assert ("验证码错误次数过多，请5分钟后再试" in page) is (number >= 5), number
    right = {"code": code_of(secret, steps=1)}
    assert thief.post(STEP, right).status_code == 200
    events = Event.objects.filter(object_type="user", object_id=cast.zhou.pk)
    assert events.filter(kind="sign_in_failed").count() == 5
    [locked] = events.filter(kind="locked_out")
    assert locked.facts["why"] == "second_factor"
    assert own.post("/accounts/login/", typed)["Location"] == STEP
    assert own.post(STEP, right).status_code == 302
    assert own.get("/desk/").status_code == 200


def test_on_a_device_of_ones_own_five_wrong_codes_wait_too(cast: Cast) -> None:
    own, secret = enrol(cast.zhou)
    own.post("/accounts/logout/")
    cache.clear()
    typed = {"login": cast.zhou.username, "password": PASSWORD}
    for _try in range(5):
        own.post("/accounts/login/", typed)
        own.post(STEP, {"code": "000000"})
    own.post("/accounts/login/", typed)
    assert own.post(STEP, {"code": code_of(secret, steps=1)}).status_code == 200
