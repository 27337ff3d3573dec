"""A firm fills in a questionnaire on the phone: saved, handed in once, changed until it is over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes.questionnaires import act, reply_of, sent
from zhuqi.foundation.accounts.models import User
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.questionnaires.actions import questionnaires
from zhuqi.mechanisms.questionnaires.enums import ReplyState

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LIST = "portal:questionnaires"


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_saved_handed_in_and_the_problem_is_a_case(cast: Cast, sign_in: SignIn) -> None:
    row, client = sent(cast), sign_in(cast.zhao)
    reply = reply_of(row, cast.diamond)
    url = reverse("portal:questionnaire", args=[reply.pk])
    assert row.title in read(client.get(reverse(LIST)))
    one, several, number, problem = (f"q{question.pk}" for question in row.questions.all())
    saved = client.post(url, {"seen": reply.version, "step": "save", number: "7"})
    assert saved["Location"] == reverse(LIST)
    reply.refresh_from_db()
    assert reply.state == ReplyState.DRAFT
    assert 'value="7' in read(client.get(url))
    missing = client.post(url, {"seen": reply.version, number: "许多", several: ["0"]})
    assert missing.status_code == 422
    assert "请选择" in read(missing)
    typed = {
        "seen": reply.version, one: "0", several: ["0", "1"], problem: "门口积水\n下雨进不来",
        f"{problem}-consent": "on",
    }  # fmt: skip
    for _click in range(2):
        assert client.post(url, typed)["Location"] == url
    case = Case.objects.get(channel="sweep")
    assert (case.title, case.reporter_name) == ("门口积水", "赵总")
    page = read(client.get(url))
    for words in ("您填写的", "用工、用电", case.number, "内容不再改动"):
        assert words in page
    stale = client.post(url, {**typed, one: "1", "key": "9"})
    assert stale.status_code == 409


def test_without_consent_it_is_only_counted(cast: Cast, sign_in: SignIn) -> None:
    row = sent(cast)
    reply = reply_of(row, cast.diamond)
    one, *_more, problem = (f"q{question.pk}" for question in row.questions.all())
    url = reverse("portal:questionnaire", args=[reply.pk])
    sign_in(cast.zhao).post(url, {"seen": reply.version, one: "0", problem: "门口积水"})
    reply.refresh_from_db()
    assert reply.state == ReplyState.RETURNED
    assert not Case.objects.exists()


def test_what_is_over_is_read_only_and_anothers_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    row = sent(cast)
    seen = reply_of(row, cast.diamond).version
    mine = reverse("portal:questionnaire", args=[reply_of(row, cast.diamond).pk])
    client = sign_in(cast.feng)
    assert client.get(mine).status_code == 404
    assert client.post(mine, {"seen": 0}).status_code == 404
    act(row, cast.he_fan, questionnaires.close)
    client = sign_in(cast.zhao)
    assert "问卷已结束" in read(client.get(mine))
    first = row.questions.all()[0]
    assert client.post(mine, {"seen": seen, f"q{first.pk}": "0"}).status_code == 409


def test_a_list_of_two_asks_no_more_than_one_of_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.zhao)
    sent(cast)
    one = page_asks(client, reverse(LIST))
    sent(cast)
    assert page_asks(client, reverse(LIST)) == one <= 20
