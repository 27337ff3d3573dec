"""A script draws up a batch, adds a line, is told what is wrong, and another approves it."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.scenes import adjustments as scene
from tests.scenes.api import Caller
from zhuqi.foundation.outbox.worker import drain

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_a_batch_from_the_first_word_to_its_approval(cast: Cast) -> None:
    scene.second(cast)
    scene.firms(cast, 1)
    he, lu = Caller(cast.he_fan), Caller(cast.lu_yuan)
    body = {
        "office": cast.city_office.pk, "title": "十二月", "basis": "轮岗",
        "since": scene.today().isoformat(),
    }  # fmt: skip
    made = he.post("/adjustments/new", body)
    place = f"/adjustments/{told(made, 201)['id']}"
    add = {"enterprise": "钻石", "kind": "official", "way": "replace", "who": "无此人"}
    wrong = told(he.post(f"{place}/add", add, seen=made["ETag"]), 422)
    assert wrong["errors"][0]["field"] == "who"
    added = he.post(f"{place}/add", {**add, "who": "高助"}, seen=made["ETag"])
    told(added, 200)
    about = {"most": 2, "alone": True, "left": False, "many": False}
    told(he.post(f"{place}/propose", about, seen=added["ETag"]), 200)
    drain()
    lines = he.read("/adjustment-moves", state="listed")["items"]
    assert {one["ground"] for one in lines} == {"hand", "alone"}
    now = he.get(place)["ETag"]
    sent = he.post(f"{place}/submit", {}, seen=now)
    told(sent, 200)
    assert he.post(f"{place}/approve", {}, seen=sent["ETag"]).status_code == 403
    assert told(lu.post(f"{place}/approve", {}, seen=sent["ETag"]), 200)["state"] == "applied"


def test_another_offices_batch_is_not_there(cast: Cast) -> None:
    row = scene.drafted(cast)
    qin = Caller(cast.qin_lan)
    assert qin.get(f"/adjustments/{row.pk}").status_code == 404
    assert qin.read("/adjustments")["items"] == []
