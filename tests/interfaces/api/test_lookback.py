"""A script reads look-backs, the unit's system answers, and nobody finds before that."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.scenes import lookback as scene
from tests.scenes.api import Caller
from zhuqi.mechanisms.lookback.enums import LookBackState

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_the_unit_answers_by_script_and_the_office_finds(cast: Cast) -> None:
    row = scene.brought_to(cast, LookBackState.DOUBTFUL)
    office, unit, place = Caller(cast.shen_jing), Caller(cast.zhou), f"/lookback/{row.pk}"
    seen = unit.read(place)
    assert (seen["state"], seen["said"], seen["case"]) == ("doubtful", scene.SAID, row.case.number)
    tag = office.get(place)["ETag"]
    early = office.post(f"{place}/find_fault", {"finding": scene.FINDING}, seen=tag)
    assert "先听原主办单位说明" in told(early, 409)["detail"]
    tag = unit.get(place)["ETag"]
    told(unit.post(f"{place}/state", {"statement": scene.STATEMENT}, seen=tag), 200)
    tag = office.get(place)["ETag"]
    found = told(office.post(f"{place}/find_fault", {"finding": scene.FINDING}, seen=tag), 200)
    assert found["state"] == "fault"
    [listed] = office.read("/lookback", state="fault")["items"]
    assert listed["case"] == row.case.number
    assert Caller(cast.sun).get(place).status_code == 404


def test_a_draw_is_made_once_and_read_by_script(cast: Cast) -> None:
    scene.adopt(cast.city_office)
    closed = scene.struck_off(cast)
    office, month = Caller(cast.he_fan), scene.last_month().isoformat()
    asked = {"office": cast.city_office.pk, "month": month}
    made = told(office.post("/lookback-draws/new", asked), 201)
    seen = office.read(f"/lookback-draws/{made['id']}")
    assert (seen["month"], seen["pool"], seen["sample"]) == (month, 1, 1)
    assert seen["office"] == cast.city_office.name
    assert [one["id"] for one in office.read("/lookback-draws")["items"]] == [int(made["id"])]
    assert office.read("/lookback")["items"][0]["case"] == closed.number
    again = office.post("/lookback-draws/new", asked)
    assert "每月只抽一次" in told(again, 409)["detail"]
    assert Caller(cast.zhou).get("/lookback-draws").status_code == 403
    assert Caller(cast.lu_yuan).post("/lookback-draws/new", asked).status_code == 403
