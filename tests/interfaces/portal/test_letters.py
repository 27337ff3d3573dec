"""A firm writes on the phone, reads the answer, takes a letter back; a second click sends once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes.letters import act, sent
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.mechanisms.direct_line import actions
from zhuqi.mechanisms.direct_line.enums import LetterState
from zhuqi.mechanisms.direct_line.models import Letter

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LIST, NEW = "portal:letters", "portal:letter_new"


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_from_writing_to_the_case_it_became(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.zhao)
    assert "还没有写过信" in read(client.get(reverse(LIST)))
    form = read(client.get(reverse(NEW)))
    assert "林助（市工信局 干部）" in form
    assert "3 个工作日内答复" in form
    typed = {"to": cast.lin.pk, "title": "路面积水", "body": "货车进不来", "key": "1"}
    made = client.post(reverse(NEW), typed)
    letter = Letter.objects.get()
    assert made["Location"] == reverse("portal:letter", args=[letter.pk])
    assert client.post(reverse(NEW), typed)["Location"] == made["Location"]
    assert Letter.objects.count() == 1
    act(letter, cast.lin, actions.turn, now=timezone.now())
    shown = read(client.get(made["Location"]))
    assert "货车进不来" in shown
    assert letter.case is not None
    assert letter.case.number in shown


def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.zhao)
    answer = client.post(reverse(NEW), {"title": "", "body": "已经写了很多", "key": "1"})
    assert answer.status_code == 422
    for words in ("请选择写给谁", "请用一句话说什么事", "已经写了很多"):
        assert words in read(answer)
    forged = {"to": cast.zhou.pk, "title": "x", "body": "y", "key": "2"}
    assert client.post(reverse(NEW), forged).status_code == 422
    assert not Letter.objects.exists()


def test_without_anybody_who_looks_after_the_firm_it_is_told_where_to_go(
    cast: Cast, sign_in: SignIn
) -> None:
    LiaisonLink.objects.update(until=timezone.localdate() - timedelta(days=1))
    client = sign_in(cast.zhao)
    for name in (LIST, NEW):
        assert "请先反映给许昌市活动办" in read(client.get(reverse(name)))


def test_a_letter_is_taken_back_once_and_never_after_the_answer(
    cast: Cast, sign_in: SignIn
) -> None:
    client, letter = sign_in(cast.zhao), sent(cast, now=timezone.now())
    url = reverse("portal:letter_withdraw", args=[letter.pk])
    assert "撤回以后" in read(client.get(url))
    stale = client.post(url, {"seen": 0})
    assert stale.status_code == 409
    assert client.post(url, {"seen": letter.version}).status_code == 302
    letter.refresh_from_db()
    assert letter.state == LetterState.WITHDRAWN
    assert "不能撤回" in read(client.get(url))


def test_of_another_firm_nothing_is_there(cast: Cast, sign_in: SignIn) -> None:
    letter = sent(cast)
    client = sign_in(cast.feng)
    for name in ("portal:letter", "portal:letter_withdraw"):
        assert client.get(reverse(name, args=[letter.pk])).status_code == 404
    assert letter.title not in read(client.get(reverse(LIST)))


def test_a_list_of_three_asks_no_more_than_one_of_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.zhao)
    sent(cast)
    one = page_asks(client, reverse(LIST))
    sent(cast)
    sent(cast)
    assert page_asks(client, reverse(LIST)) == one <= 20
