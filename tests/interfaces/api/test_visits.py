"""A script plans visits, records them, and is told why not; topics, firms and messages beside."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.api import Caller
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.ledgers.cases.topics.actions import open_topic
from zhuqi.mechanisms.liaison import actions
from zhuqi.mechanisms.liaison.models import Visit

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_a_visit_is_planned_made_and_followed_up(cast: Cast) -> None:
    lin, today = Caller(cast.lin), timezone.localdate()
    asked = lin.read("/visits/new")
    [firm] = next(one["choices"] for one in asked["fields"] if one["name"] == "enterprise")
    assert firm["label"] == "许昌钻石公司"
    body = {"enterprise": cast.diamond.pk, "day": today.isoformat(), "purpose": "了解投产"}
    made = lin.post("/visits/new", body)
    place = f"/visits/{told(made, 201)['id']}"
    tag = made["ETag"]
    early = {"day": (today + timedelta(days=1)).isoformat(), "said": "缺电"}
    wrong = told(lin.post(f"{place}/make", early, seen=tag), 422)
    assert wrong["errors"] == [{"field": "day", "detail": "走访还没有到这一天"}]
    done = lin.post(f"{place}/make", {"day": today.isoformat(), "said": "缺电"}, seen=tag)
    assert told(done, 200)["state"] == "made"
    told(lin.post(f"{place}/follow", {"what": "x", "due": today.isoformat()}, seen=tag), 412)
    due = (today + timedelta(days=3)).isoformat()
    told(lin.post(f"{place}/follow", {"what": "送清单", "due": due}, seen=done["ETag"]), 200)
    visit = lin.read(place)
    assert [one["what"] for one in visit["follow_ups"]] == ["送清单"]
    [settle] = lin.read(f"{place}/settle")["fields"][:1]
    assert settle["choices"][0]["label"] == "送清单"
    [row] = lin.read("/visits", state="made")["items"]
    assert (row["id"], row["shown"]["firm"]) == (visit["id"], "许昌钻石公司")


def test_somebody_elses_visit_is_not_there(cast: Cast) -> None:
    visit = actions.plan(
        enterprise=cast.diamond, day=timezone.localdate(), purpose="看望", goers="",
        by=person(cast.lin),
    )  # fmt: skip
    qin = Caller(cast.qin_lan)
    assert qin.get(f"/visits/{visit.pk}").status_code == 404
    assert qin.post(f"/visits/{visit.pk}/cancel", {"reason": "x"}, seen='"1"').status_code == 404
    assert qin.read("/visits")["items"] == []
    he = Caller(cast.he_fan)
    refused = he.post(f"/visits/{visit.pk}/make", {}, seen='"1"')
    assert "权限" in told(refused, 403)["detail"]
    assert Visit.objects.get().state == "planned"


def test_topics_are_opened_closed_and_opened_again(cast: Cast) -> None:
    he = Caller(cast.he_fan)
    body = {"office": cast.city_office.pk, "title": "用电增容慢"}
    place = f"/topics/{told(he.post('/topics/new', body), 201)['id']}"
    assert "同名" in told(he.post("/topics/new", body), 422)["detail"]
    told(he.post(f"{place}/reopen", {"reason": "x"}), 409)
    assert told(he.post(f"{place}/close", {"outcome": "已出台办法"}), 200)["state"] == "closed"
    assert he.read(place)["outcome"] == "已出台办法"
    assert [one["title"] for one in he.read("/topics")["items"]] == ["用电增容慢"]
    other = open_topic(office=cast.county_office, title="别处的", by=person(cast.qin_lan))
    assert he.get(f"/topics/{other.pk}").status_code == 404


def test_firms_are_found_and_who_speaks_for_one_is_decided(cast: Cast) -> None:
    he = Caller(cast.he_fan)
    [firm] = he.read("/firms", text="钻石")["items"]
    assert he.read(f"/firms/{firm['id']}")["name"] == "许昌钻石公司"
    newcomer = User.objects.create(username="xin", name="新来的", phone="13900000000")
    FirmMember.objects.create(
        user=newcomer, office=cast.city_office, claimed_name="许昌钻石公司",
        asked_at=timezone.now(),
    )  # fmt: skip
    [waiting] = he.read("/sign-ups")["items"]
    place = f"/sign-ups/{waiting['id']}/confirm"
    assert told(he.post(place, {"enterprise": firm["id"]}), 200)["state"] == "confirmed"
    told(he.post(place, {"enterprise": firm["id"]}), 409)
    assert Caller(cast.qin_lan).get(place).status_code == 404


def test_ones_messages_are_ones_own(cast: Cast) -> None:
    scenes.submitted(cast)
    assert Caller(cast.sun).read("/messages")["items"] == []
