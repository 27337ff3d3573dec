"""A script urges a unit, and the unit's own system signs and replies."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.scenes.api import Caller
from tests.scenes.supervision import written
from zhuqi.ledgers.cases.enums import State

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_an_urging_is_written_signed_for_and_answered(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    he, zhou = Caller(cast.he_fan), Caller(cast.zhou)
    body = {"case": case.number, "kind": "urging", "unit": cast.industry.pk, "text": "请办。",
            "limit": 3}  # fmt: skip
    made = told(he.post("/supervision/new", body), 201)
    place = f"/supervision/{made['id']}"
    sheet = zhou.read(place)
    assert (made["state"], sheet["case"], sheet["unit"]) == (
        "issued",
        case.number,
        "许昌市工业和信息化局",
    )
    assert sheet["number"].endswith("〕1号")
    assert "已有未回复" in told(he.post("/supervision/new", body), 409)["detail"]
    told(he.post(f"{place}/sign", {}), 403)
    tag = zhou.get(place)["ETag"]
    done = zhou.post(f"{place}/sign", {}, seen=tag)
    assert told(done, 200)["state"] == "signed"
    told(zhou.post(f"{place}/reply", {"reply": "在办。"}, seen=tag), 412)
    told(zhou.post(f"{place}/reply", {"reply": "在办。"}, seen=done["ETag"]), 200)
    assert he.read(place)["reply"] == "在办。"
    [row] = zhou.read("/supervision", state="replied")["items"]
    assert str(row["id"]) == made["id"]


def test_a_hidden_firm_stays_hidden_and_anothers_sheet_is_not_there(cast: Cast) -> None:
    case = scenes.confidential(cast)
    sheet = written(cast, case=case, now=None)
    [row] = Caller(cast.zhou).read("/supervision")["items"]
    assert cast.diamond.name not in str(row)
    for user in (cast.sun, cast.qin_lan):
        assert Caller(user).get(f"/supervision/{sheet.pk}").status_code == 404
