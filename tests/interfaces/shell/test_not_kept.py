"""Pages made for somebody signed in are not kept by the browser; public ones and files may be."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from zhuqi.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def test_signed_in_pages_are_not_stored(cast: Cast, sign_in: Callable[[User], Client]) -> None:
    for user in (cast.zhao, cast.audit_admin):
        client = sign_in(user)
        for path in ("/", reverse("account_change_password"), "/no/such/page"):
            response = client.get(path, follow=True)
            assert "no-store" in response["Cache-Control"], path


def test_the_answer_that_signs_out_is_not_stored_either(
    cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(cast.zhao)
    response = client.post(reverse("account_logout"))
    assert "no-store" in response["Cache-Control"]
    assert not get_user(client).is_authenticated


def test_pages_for_everybody_may_be_kept(client: Client) -> None:
    response = client.get("/static/none.css")
    assert not response.has_header("Cache-Control")
