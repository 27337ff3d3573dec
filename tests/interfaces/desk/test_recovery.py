"""账号找回 as pages: the office's side, and the side of whoever has lost access."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from zhuqi.foundation.accounts.models import Recovery, User

SignIn = Callable[[User], Client]
DESK = "/desk/recovery/"
RECOVER = "/accounts/recover/"
NEW = "a-new-pass-word-7"


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def ask(client: Client, user: User, **other: str) -> tuple[int, str]:
    form = {"step": "ask", "login": user.username, "checked": "当面核对身份证", **other}
    answer = client.post(DESK, form)
    return answer.status_code, answer.content.decode()


def code_in(text: str) -> str:
    found = re.search(r'class="d-password">([0-9A-Z-]{14})<', text)
    assert found is not None, text
    return found[1]


def test_the_office_reads_out_a_code_and_the_firm_is_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    status, text = ask(client, cast.zhao)
    assert status == 200
    code = code_in(text)
    assert code not in client.get(DESK).content.decode()
    stranger = Client()
    assert "找回账号" in stranger.get(RECOVER).content.decode()
    form = {"login": cast.zhao.username, "code": code, "password": NEW, "again": NEW}
    assert stranger.post(RECOVER, {**form, "again": "x"}).status_code == 422
    assert stranger.post(RECOVER, {**form, "code": "x"}).status_code == 422
    assert stranger.post(RECOVER, {}).status_code == 422
    answer = stranger.post(RECOVER, form)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert "新密码已设好" in stranger.get("/accounts/login/").content.decode()
    login = {"login": cast.zhao.username, "password": NEW}
    assert stranger.post("/accounts/login/", login).status_code == 302
    assert stranger.get("/portal/").status_code == 200


def test_what_is_shown_once_is_not_kept_by_the_browser(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    form = {"step": "ask", "login": cast.zhao.username, "checked": "当面核对"}
    assert client.post(DESK, form)["Cache-Control"] == "no-store"


def test_unknown_names_and_others_accounts_get_the_same_answer(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    answers = {
        ask(client, user)[0] for user in (User(username="nobody-at-all"), cast.feng, cast.zhou)
    }
    assert answers == {403}
    assert not Recovery.objects.exists()


def test_what_was_checked_has_to_be_said(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    status, text = ask(client, cast.zhao, checked=" ")
    assert status == 422
    assert "请填写怎样核对了身份" in text


def test_two_administrators_give_back_the_third_ones_account(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    status, text = ask(client, cast.security_admin)
    assert status == 200
    assert "还须另一位管理员复核" in text
    assert "须由另一位管理员复核" in client.get(DESK).content.decode()
    row = Recovery.objects.get()
    confirm = {"step": "confirm", "row": row.pk, "checked": "视频核对"}
    assert client.post(DESK, confirm).status_code == 403
    client = sign_in(cast.he_fan)
    assert cast.security_admin.name not in client.get(DESK).content.decode()
    assert client.post(DESK, confirm).status_code == 404
    client = sign_in(cast.security_admin)
    assert client.post(DESK, confirm).status_code == 404
    client = sign_in(cast.audit_admin)
    assert client.post(DESK, {**confirm, "checked": ""}).status_code == 422
    assert code_in(client.post(DESK, confirm).content.decode())
    assert client.post(DESK, confirm).status_code == 404
    assert client.post(DESK, {"step": "confirm", "row": "x"}).status_code == 404


def test_guessing_from_one_address_is_slowed(cast: Cast) -> None:
    stranger = Client()
    for number in range(30):
        form = {"login": f"n{number}", "code": "x", "password": NEW, "again": NEW}
        assert stranger.post(RECOVER, form).status_code == 422
    form = {"login": cast.zhao.username, "code": "x", "password": NEW, "again": NEW}
    assert stranger.post(RECOVER, form).status_code == 429
