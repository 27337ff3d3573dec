"""领导调研 on screen: planned by the leader, approved, made; hidden from whoever is not named."""

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
from zhuqi.interfaces.desk.leader_visits.verb_pages import VERB_PAGES
from zhuqi.mechanisms.leader_visits.enums import LeaderVisitVerb
from zhuqi.mechanisms.leader_visits.models import LeaderVisit

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def planned(cast: Cast, client: Client, **more: object) -> Any:
    sent = {
        "office": cast.city_office.pk, "leader": cast.mayor.pk, "day": timezone.localdate(),
        "purpose": "看二期投产", "firms": "许昌钻石公司", "readers": [cast.shen_jing.pk], **more,
    }  # fmt: skip
    return client.post(reverse("desk:leader_visit_new"), sent)


def act(client: Client, row: LeaderVisit, verb: LeaderVisitVerb, **typed: object) -> int:
    version = LeaderVisit.objects.get(pk=row.pk).version
    url = reverse("desk:leader_visit_verb", args=[row.pk, verb.value])
    status: int = client.post(url, {"seen": version, **typed}).status_code
    return status


@pytest.mark.parametrize("verb", LeaderVisitVerb)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(verb: LeaderVisitVerb) -> None:
    page = VERB_PAGES[verb]
    assert page.form.keywords() == page.keywords


def test_planned_approved_and_made_over_the_pages(cast: Cast, sign_in: SignIn) -> None:
    mayor = sign_in(cast.mayor)
    wrong = planned(cast, mayor, firms="没有这家公司\n许昌钻石公司")
    assert wrong.status_code == 422
    assert "本级台账里没有：没有这家公司" in read(wrong)
    assert planned(cast, mayor).status_code == 302
    row = LeaderVisit.objects.get()
    assert act(mayor, row, LeaderVisitVerb.SUBMIT) == 302
    reviewer = sign_in(cast.shen_jing)
    assert "看二期投产" in read(reviewer.get(reverse("desk:home")))
    assert act(reviewer, row, LeaderVisitVerb.APPROVE) == 302
    said = {"day": timezone.localdate(), "said": "缺八百千伏安。"}
    assert act(mayor, row, LeaderVisitVerb.MAKE, **said) == 302
    demand = {"what": "一周内拿出方案", "unit": "供电公司", "due": timezone.localdate()}
    assert act(mayor, row, LeaderVisitVerb.DEMAND, **demand) == 302
    page = read(mayor.get(reverse("desk:leader_visit", args=[row.pk])))
    for word in ("许昌钻石公司", "缺八百千伏安。", "一周内拿出方案", "在办 0 件"):
        assert word in page


def test_not_named_not_found_in_list_page_search_log_and_api(cast: Cast, sign_in: SignIn) -> None:
    planned(cast, sign_in(cast.mayor))
    row, registrar = LeaderVisit.objects.get(), sign_in(cast.he_fan)
    assert "看二期投产" not in read(registrar.get(reverse("desk:leader_visits")))
    assert registrar.get(reverse("desk:leader_visit", args=[row.pk])).status_code == 404
    assert act(registrar, row, LeaderVisitVerb.CANCEL, reason="x") == 404
    assert "看二期投产" not in read(registrar.get("/desk/search/", {"q": "二期投产"}))
    assert Caller(cast.he_fan).read("/leader-visits")["items"] == []
    assert Caller(cast.he_fan).get(f"/leader-visits/{row.pk}").status_code == 404
    log = read(sign_in(cast.audit_admin).get("/desk/admin/log/"))
    assert "报调研计划" in log
    assert not [word for word in ("看二期投产", "许昌钻石公司") if word in log]


def test_pages_ask_as_often_for_three_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    client, counts = sign_in(cast.mayor), []
    for n in range(3):
        planned(cast, client, purpose=f"第 {n} 次")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk:leader_visits"))
        counts.append(len(asked))
    assert counts[1] == counts[2]
