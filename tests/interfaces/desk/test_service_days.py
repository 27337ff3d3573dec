"""企业服务日 on the desk and on the firm's phone: from the invitation to the case."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes import steps
from tests.scenes.service_days import act, arranged, heard, invited
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk.service_days.verb_pages import DAY_PAGES, WORD_PAGES
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.service_days.actions import days
from zhuqi.mechanisms.service_days.enums import GuestState
from zhuqi.mechanisms.service_days.models import ServiceDay, ServiceWord

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def send(client: Client, row: ServiceDay | ServiceWord, verb: str, **typed: object) -> Any:
    name = "desk:service_day_verb" if isinstance(row, ServiceDay) else "desk:service_word_verb"
    row.refresh_from_db()
    return client.post(reverse(name, args=[row.pk, verb]), {"seen": row.version, **typed})


@pytest.mark.parametrize("page", [*DAY_PAGES.values(), *WORD_PAGES.values()])
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(page: VerbPage[Any]) -> None:
    assert page.form.keywords() == page.keywords


def test_from_the_invitation_to_the_case(cast: Cast, sign_in: SignIn) -> None:
    now, client = timezone.now(), sign_in(cast.he_fan)
    day = arranged(cast, now=now)
    ServiceDay.objects.update(day=timezone.localdate())
    assert "到日子的企业服务日" in read(client.get(reverse("desk:home")))
    assert "勾选或填写" in read(send(client, day, "invite", names=""))
    assert send(client, day, "invite", names=cast.diamond.name).status_code == 302
    assert send(client, day, "hold").status_code == 302
    said = {"enterprise": cast.diamond.pk, "topic": "用电", "body": "电压低", "answer": ""}
    assert send(client, day, "hear", **said).status_code == 302
    word = ServiceWord.objects.get()
    assert "还有 1 条发言未解决" in read(send(client, day, "end", summary="开完了"))
    form = read(client.get(reverse("desk:service_word_verb", args=[word.pk, "raise"])))
    assert "电压低" in form
    need = {"title": "电压低", "body": "停机", "reporter_name": "赵总",
            "reporter_phone": "13800000001"}  # fmt: skip
    assert "同意" in read(send(client, word, "raise", **need))
    assert send(client, word, "raise", consent="on", **need).status_code == 302
    case = Case.objects.get(service_words=word)
    page = read(client.get(reverse("desk:service_day", args=[day.pk])))
    assert case.number in page
    assert "发督办通知" not in page
    steps.accept(case, cast.he_fan, cast.electricity)
    steps.assign(case, steps.by_power(cast))
    assert f"case={case.number}&amp;kind=notice" in read(
        client.get(reverse("desk:service_day", args=[day.pk]))
    )
    assert send(client, day, "end", summary="来了一家").status_code == 302


def test_the_firm_answers_on_its_phone_and_finds_what_it_said(cast: Cast, sign_in: SignIn) -> None:
    now, client = timezone.now(), sign_in(cast.zhao)
    assert "还没有邀请" in read(client.get(reverse("portal:service_days")))
    day = invited(cast, now=now)
    assert "请回复" in read(client.get(reverse("portal:service_days")))
    url = reverse("portal:service_day", args=[day.pk])
    wrong = client.post(url, {"seen": day.version, "coming": "yes", "question": "怎么增容"})
    assert (wrong.status_code, "请写明谁来参加" in read(wrong)) == (422, True)
    assert "怎么增容" in read(wrong)
    sent = {"coming": "yes", "attendee": "赵总", "question": "怎么增容"}
    assert client.post(url, {"seen": day.version, **sent}).status_code == 302
    assert client.post(url, {"seen": day.version, **sent}).status_code == 409
    assert day.guests.get().state == GuestState.COMING
    assert "怎么增容" in read(sign_in(cast.he_fan).get(reverse("desk:service_day", args=[day.pk])))
    assert sign_in(cast.feng).get(url).status_code == 404
    day.refresh_from_db()
    ServiceDay.objects.update(day=timezone.localdate())
    act(day, cast.he_fan, days.hold, now=now)
    heard(cast, day, now=now)
    page = read(sign_in(cast.zhao).get(url))
    assert "夜里电压低" in page
    assert 'name="coming"' not in page


def test_who_speaks_for_two_firms_answers_for_the_one_that_was_asked(
    cast: Cast, sign_in: SignIn
) -> None:
    day = invited(cast, now=timezone.now())
    FirmMember.objects.create(
        user=cast.zhao, enterprise=cast.shoes, office=cast.county_office, status="confirmed",
        claimed_name=cast.shoes.name, asked_at=timezone.now(),
    )  # fmt: skip
    url = reverse("portal:service_day", args=[day.pk])
    page = read(sign_in(cast.zhao).get(url))
    assert cast.diamond.name in page
    assert 'name="coming"' in page


def test_as_many_queries_for_three_rows_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    now, client = timezone.now(), sign_in(cast.he_fan)
    day = invited(cast, now=now)
    ServiceDay.objects.update(day=timezone.localdate())
    act(day, cast.he_fan, days.hold, now=now)
    heard(cast, day, now=now)
    urls = [reverse("desk:service_days"), reverse("desk:service_words"),
            reverse("desk:service_day", args=[day.pk])]  # fmt: skip
    before = [page_asks(client, url) for url in urls]
    for n in range(2):
        firm = Enterprise.objects.create(
            name=f"许昌{n}公司", region=cast.city, office=cast.city_office, uscc=f"9141100{n}"
        )
        act(day, cast.he_fan, days.invite, now=now, firms=[firm], names="")
        heard(cast, day, now=now, enterprise=firm)
    assert [page_asks(client, url) for url in urls] == before
    assert max(before) <= 20
