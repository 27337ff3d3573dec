"""企业服务日 on screen: planned, held, what firms said followed up; a second click, a stranger."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.scenes.api import Caller
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk.service_days.verb_pages import VERB_PAGES
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.service_days.enums import ServiceDayVerb
from zhuqi.mechanisms.service_days.models import ServiceDay, Speech

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
V = ServiceDayVerb


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def planned(cast: Cast, client: Client, place: str = "三楼") -> Any:
    sent = {
        "office": cast.city_office.pk, "day": timezone.localdate(), "place": place,
        "topics": "用电\n用工", "firms": "许昌钻石公司",
    }  # fmt: skip
    return client.post(reverse("desk:service_day_new"), sent)


def act(client: Client, row: ServiceDay, verb: V, **typed: object) -> int:
    version = ServiceDay.objects.get(pk=row.pk).version
    url = reverse("desk:service_day_verb", args=[row.pk, verb.value])
    status: int = client.post(url, {"seen": version, **typed}).status_code
    return status


@pytest.mark.parametrize("verb", V)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(verb: V) -> None:
    page = VERB_PAGES[verb]
    assert page.form.keywords() == page.keywords


def test_held_heard_and_what_is_open_becomes_a_case(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    assert [planned(cast, client).status_code for _click in range(2)] == [302, 302]
    row = ServiceDay.objects.get()
    firm = cast.diamond.pk
    assert act(client, row, V.HOLD, attended=[firm], minutes="") == 302
    said = {"enterprise": firm, "topic": "用电", "said": "缺 800 千伏安。"}
    assert act(client, row, V.HEAR, **said) == 302
    assert "缺 800 千伏安。" not in read(client.get(reverse("desk:home")))
    asked = {
        "speech": Speech.objects.get().pk, "title": "用电容量不够", "reporter_name": "赵总",
        "reporter_phone": "13800000000", "consent": "on",
    }  # fmt: skip
    assert act(client, row, V.RAISE, **asked) == 302
    page = read(client.get(reverse("desk:service_day", args=[row.pk])))
    number = Case.objects.get().number
    assert number in page
    assert f"case={number}&amp;kind=notice" in page


def test_another_office_finds_nothing(cast: Cast, sign_in: SignIn) -> None:
    planned(cast, sign_in(cast.he_fan))
    row, other = ServiceDay.objects.get(), sign_in(cast.qin_lan)
    assert other.get(reverse("desk:service_day", args=[row.pk])).status_code == 404
    assert act(other, row, V.CANCEL, reason="x") == 404
    assert Caller(cast.qin_lan).read("/service-days")["items"] == []
    [told] = Caller(cast.he_fan).read("/service-days")["items"]
    assert told["id"] == row.pk


def test_pages_ask_as_often_for_three_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    client, counts = sign_in(cast.he_fan), []
    for n in range(3):
        planned(cast, client, f"{n} 楼")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk:service_days"))
        counts.append(len(asked))
    assert counts[1] == counts[2]
