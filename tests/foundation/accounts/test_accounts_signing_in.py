"""The way in: by user name and password, counted, logged, and shut after five wrong ones."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.foundation.accounts.accounts_cast import PASSWORD, City, by, events_of
from zhuqi.foundation.accounts.actions import deactivate_user, reset_password
from zhuqi.foundation.accounts.models import SignedInSession, User
from zhuqi.foundation.audit.models import Event

WRONG = "用户名或密码不正确"
LOCKED = "密码错误次数过多，已暂停登录，请5分钟后再试"
CLOSED = "该账号已停用，请联系本单位或当地活动办的管理员"


def try_in(client: Client, login: str, password: str = PASSWORD, **more: Any) -> list[str]:
    """Fill in the form; the sentences it answers with, none when it let one in."""
    answer = client.post(reverse("account_login"), {"login": login, "password": password}, **more)
    if answer.status_code == 302:
        return []
    return [str(text) for texts in answer.context["form"].errors.values() for text in texts]


def is_in(client: Client) -> bool:
    request: Any = type("Request", (), {"session": client.session})()
    return bool(get_user(request).is_authenticated)


def private(user: User | int, kind: str) -> dict[str, str | None]:
    number = user if isinstance(user, int) else user.pk
    return (
        Event.objects.filter(object_type="user", object_id=number, kind=kind).latest("seq").private
    )


def test_an_official_signs_in_by_user_name_whatever_its_case(town: City) -> None:
    client = Client()
    assert try_in(client, " Zhou ") == []
    assert is_in(client)
    assert events_of(town.zhou)[-1] == "signed_in"


@pytest.mark.parametrize(
    "login", ["13900000001", "139 0000 0001", "+86 139-0000-0001", "１３９０００００００１"]
)
def test_a_firms_person_signs_in_by_phone_however_it_is_typed(town: City, login: str) -> None:
    client = Client()
    assert try_in(client, login) == []
    assert events_of(town.zhao)[-1] == "signed_in"


def test_the_address_is_kept_beside_the_log_and_can_be_erased(town: City) -> None:
    try_in(Client(), "zhou", REMOTE_ADDR="10.1.2.3")
    assert private(town.zhou, "signed_in") == {"ip": "10.1.2.3"}
    assert not Event.objects.filter(data__contains="10.1.2.3").exists()


def test_behind_a_trusted_proxy_the_visitors_address_is_the_one_it_names(
    town: City, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = "1.1.1.1, 10.9.9.9"
    try_in(Client(), "zhou", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": forged})
    assert private(town.zhou, "signed_in") == {"ip": "10.9.9.9"}


def test_a_visitor_without_address_still_signs_in(town: City) -> None:
    """As behind a unix socket."""
    client = Client()
    assert try_in(client, "zhou", REMOTE_ADDR="") == []
    assert private(town.zhou, "signed_in") == {}


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(town: City) -> None:
    client = Client()
    assert try_in(client, "zhou", "wrong") == [WRONG]
    assert try_in(client, "nobody", "wrong") == [WRONG]
    assert not is_in(client)
    assert events_of(town.zhou)[-1] == "sign_in_failed"
    assert events_of(0) == ["sign_in_failed"]
    assert private(0, "sign_in_failed")["login"] == "nobody"


def test_five_wrong_passwords_shut_the_name_there_even_for_the_right_one(town: City) -> None:
    client = Client()
    for _try in range(5):
        assert try_in(client, "zhou", "wrong") == [WRONG]
    for _try in range(2):
        assert try_in(client, "ZHOU") == [LOCKED]
    assert not is_in(client)
    assert events_of(town.zhou)[1:] == ["sign_in_failed"] * 5 + ["locked_out"]
    assert try_in(Client(), "qin") == []


def test_another_host_name_or_spelling_is_no_second_set_of_tries(town: City, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    spellings = ["13900000001", "139 0000 0001", "+8613900000001", "139-0000-0001", "1390000 0001"]
    for number, login in enumerate(spellings):
        host = {"host": f"h{number}.example"}
        assert try_in(Client(), login, "wrong", headers=host) == [WRONG]
    assert try_in(Client(), town.zhao.username, headers={"host": "h9.example"}) == [LOCKED]


def test_thirty_wrong_passwords_in_a_minute_shut_the_address(town: City) -> None:
    client = Client()
    for number in range(30):
        assert try_in(client, f"nobody{number}", "wrong") == [WRONG]
    assert try_in(client, "zhou") == [LOCKED.replace("5", "1")]
    assert events_of(town.zhou)[-1] == "locked_out"
    assert try_in(Client(REMOTE_ADDR="10.0.0.2"), "zhou") == []


def test_a_right_password_does_not_wipe_the_count_of_wrong_ones(town: City) -> None:
    for _try in range(4):
        try_in(Client(), "zhou", "wrong")
    assert try_in(Client(), "zhou") == []
    assert try_in(Client(), "zhou", "wrong") == [WRONG]
    assert try_in(Client(), "zhou") == [LOCKED]
    assert events_of(town.zhou).count("locked_out") == 1


def test_a_closed_account_is_told_so_only_with_the_right_password(town: City) -> None:
    deactivate_user(user=town.zhou, by=by(town.an), reason="x")
    client = Client()
    assert try_in(client, "zhou", "wrong") == [WRONG]
    assert try_in(client, "zhou") == [CLOSED]
    assert not is_in(client)
    assert events_of(town.zhou)[-2:] == ["sign_in_failed", "sign_in_failed"]


def test_signing_out_is_noted_and_a_get_does_not_sign_out(town: City) -> None:
    client = Client()
    try_in(client, "zhou")
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)
    assert events_of(town.zhou)[1:] == ["signed_in", "signed_out"]
    assert not SignedInSession.objects.exists()
    client.post(reverse("account_logout"))  # once more: nobody is there to sign out
    assert events_of(town.zhou)[1:] == ["signed_in", "signed_out"]


def test_the_fourth_browser_signs_the_first_one_out(town: City) -> None:
    browsers = [Client() for _n in range(4)]
    for browser in browsers:
        try_in(browser, "zhou")
    assert [is_in(browser) for browser in browsers] == [False, True, True, True]
    assert events_of(town.zhou).count("session_ended") == 1
    assert town.zhou.sessions.count() == 3


def test_how_many_browsers_is_a_setting(town: City, settings: Any) -> None:
    settings.SESSIONS_PER_USER = 1
    first, second, other = Client(), Client(), Client()
    for browser, login in ((first, "zhou"), (other, "qin"), (second, "zhou")):
        try_in(browser, login)
    assert [is_in(browser) for browser in (first, second, other)] == [False, True, True]
    assert town.zhou.sessions.count() == 1


def test_browsers_that_signed_out_or_expired_do_not_count(town: City) -> None:
    kept, left, expired = Client(), Client(), Client()
    for browser in (kept, left, expired):
        try_in(browser, "zhou")
    left.post(reverse("account_logout"))
    Session.objects.filter(session_key=expired.session.session_key).delete()
    for _n in range(2):
        try_in(Client(), "zhou")
    assert is_in(kept)
    assert "session_ended" not in events_of(town.zhou)


def test_deactivating_and_resetting_sign_every_browser_out(town: City) -> None:
    zhou, qin = Client(), Client()
    try_in(zhou, "zhou")
    try_in(qin, "qin")
    deactivate_user(user=town.zhou, by=by(town.an), reason="x")
    reset_password(user=town.qin, by=by(town.an))
    assert not is_in(zhou)
    assert not is_in(qin)
    assert not SignedInSession.objects.exists()


def change(client: Client, old: str, new: str) -> list[str]:
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": old, "password1": new, "password2": new},
    )
    if answer.status_code == 302:
        return []
    return [str(text) for texts in answer.context["form"].errors.values() for text in texts]


def test_a_changed_password_signs_the_other_browsers_out_and_keeps_this_one(town: City) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        try_in(browser, "zhou")
    assert change(here, PASSWORD, "another-word-2") == []
    assert is_in(here)
    assert not is_in(there)
    assert events_of(town.zhou)[-1] == "password_changed"
    row = town.zhou.sessions.get()
    assert row.session_key == here.session.session_key
    assert try_in(Client(), "zhou") == [WRONG]
    assert try_in(Client(), "zhou", "another-word-2") == []


def test_a_one_time_password_must_be_changed_into_another(town: City) -> None:
    once = reset_password(user=town.zhou, by=by(town.an))
    client = Client()
    assert try_in(client, "zhou", once) == []
    assert change(client, once, once) == ["新密码不能与一次性密码相同"]
    assert change(client, once, "short") == ["密码至少10位"]
    assert change(client, "wrong", "another-word-2") == ["当前密码不正确"]
    assert User.objects.get(pk=town.zhou.pk).must_change_password
    assert change(client, once, "another-word-2") == []
    assert not User.objects.get(pk=town.zhou.pk).must_change_password


def test_a_stranger_changes_no_password(town: City) -> None:
    answer = Client().get(reverse("account_change_password"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]
    assert events_of(town.zhou) == ["created"]


def test_the_next_page_is_followed_only_within_the_house(town: City) -> None:
    login = reverse("account_login")
    inside = {"login": "zhou", "password": PASSWORD, "next": "/somewhere/"}
    assert Client().post(login, inside)["Location"] == "/somewhere/"
    outside = inside | {"next": "https://evil.example/"}
    assert Client().post(login, outside)["Location"] == reverse("home")
    assert events_of(town.zhou).count("signed_in") == 2


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_reset_password", "account_email", "account_inactive",
     "account_set_password"],
)  # fmt: skip
def test_allauths_other_pages_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("page", ["account_login", "account_logout", "account_change_password"])
@pytest.mark.parametrize("who", ["stranger", "zhou", "idle"])
def test_reading_the_pages_writes_nothing(town: City, page: str, who: str) -> None:
    """The view of a GET runs on a connection that refuses to write."""
    client = Client()
    if who != "stranger":
        try_in(client, "zhou")
    if who == "idle":  # the password changed elsewhere: the session is no longer good
        town.zhou.set_password("another-word-2")
        town.zhou.save()
    written: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        answer = client.get(reverse(page))
    assert answer.status_code in {200, 302}
    # Only the session itself may be written: middleware does that, outside of the view.
    assert [sql for sql in written if "django_session" not in sql] == []
