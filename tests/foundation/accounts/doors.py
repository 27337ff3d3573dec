"""The two forms a password is typed into, filled in as a browser would."""

from typing import Any

from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from tests.foundation.accounts.accounts_cast import PASSWORD

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


def change(client: Client, old: str, new: str) -> list[str]:
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": old, "password1": new, "password2": new},
    )
    if answer.status_code == 302:
        return []
    return [str(text) for texts in answer.context["form"].errors.values() for text in texts]
