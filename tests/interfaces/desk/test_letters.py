"""企业来信 on the desk: what waits on the home, answered or turned into a case in one tap."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes.letters import act, sent
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk.direct_line.verb_pages import VERB_PAGES
from zhuqi.mechanisms.direct_line import actions
from zhuqi.mechanisms.direct_line.enums import LetterState, LetterVerb
from zhuqi.mechanisms.direct_line.models import Letter

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
V = LetterVerb


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def send(client: Client, row: Letter, verb: LetterVerb, **typed: object) -> Any:
    seen = Letter.objects.get(pk=row.pk).version
    url = reverse("desk:letter_verb", args=[row.pk, verb.value])
    return client.post(url, {"seen": seen, **typed})


@pytest.mark.parametrize("verb", VERB_PAGES)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(verb: LetterVerb) -> None:
    page = VERB_PAGES[verb]
    assert page.form.keywords() == page.keywords


def test_it_waits_on_the_home_and_is_answered(cast: Cast, sign_in: SignIn) -> None:
    letter, client = sent(cast, now=timezone.now()), sign_in(cast.lin)
    assert "等您答复的企业来信" in read(client.get(reverse("desk:home")))
    page = read(client.get(reverse("desk:letter", args=[letter.pk])))
    assert "明年换生产线" in page
    answered = send(client, letter, V.ANSWER, answer="请找投资科。")
    assert answered.status_code == 302
    assert send(client, letter, V.ANSWER, answer="又答").status_code == 409
    letter.refresh_from_db()
    assert letter.state == LetterState.ANSWERED
    assert "等您答复的企业来信" not in read(client.get(reverse("desk:home")))


def test_one_tap_makes_a_case_of_it(cast: Cast, sign_in: SignIn) -> None:
    letter, client = sent(cast, now=timezone.now()), sign_in(cast.lin)
    assert send(client, letter, V.TURN).status_code == 302
    letter.refresh_from_db()
    assert letter.case is not None
    page = read(client.get(reverse("desk:letter", args=[letter.pk])))
    assert letter.case.number in page


def test_a_late_one_stands_with_the_office(cast: Cast, sign_in: SignIn) -> None:
    letter, client = sent(cast, now=timezone.now()), sign_in(cast.he_fan)
    assert client.get(reverse("desk:letter", args=[letter.pk])).status_code == 404
    act(letter, cast.lin, actions.escalate, now=timezone.now(), reason="")
    assert "过期未答复的企业来信" in read(client.get(reverse("desk:home")))
    assert send(client, letter, V.ANSWER, answer="活动办答复。").status_code == 302


def test_a_list_of_three_asks_no_more_than_one_of_one(cast: Cast, sign_in: SignIn) -> None:
    client, first = sign_in(cast.lin), sent(cast)
    urls = [reverse("desk:letters"), reverse("desk:letter", args=[first.pk])]
    one = [page_asks(client, url) for url in urls]
    sent(cast)
    sent(cast)
    assert [page_asks(client, url) for url in urls] == one
    assert max(one) <= 20
