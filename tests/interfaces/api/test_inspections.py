"""A script fills in a checklist, and the unit's own system signs for its notice and answers."""

from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.scenes import inspections as scenes
from tests.scenes.api import Caller
from zhuqi.mechanisms.inspections.enums import FindingState

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_a_thing_is_checked_by_script_and_its_notice_answered_by_the_unit(cast: Cast) -> None:
    row = scenes.begun(cast, now=timezone.now())
    found = scenes.finding_in(cast, FindingState.ISSUED, row=row, now=timezone.now())
    visit, by = scenes.visit_to(row, cast.county_office), Caller(cast.inspector)
    place, item = f"/inspection-visits/{visit.pk}", row.items.all()[1]
    tag = by.get(place)["ETag"]
    bad = {"item": item.pk, "result": "not_met"}
    assert "写明情况" in str(told(by.post(f"{place}/answer", bad, seen=tag), 422))
    done = by.post(f"{place}/answer", {**bad, "remark": "没有写结果"}, seen=tag)
    assert told(done, 200)["state"] == "checking"
    told(by.post(f"{place}/answer", {**bad, "remark": "x"}, seen=tag), 412)
    notice, unit = f"/findings/{found.pk}", Caller(cast.wu)
    done = unit.post(f"{notice}/sign", {}, seen=unit.get(notice)["ETag"])
    done = unit.post(f"{notice}/reply", {"reply": "已补写。"}, seen=done["ETag"])
    assert told(done, 200)["state"] == "replied"
    assert unit.read(notice)["number"] == found.number
    assert Caller(cast.sun).get(notice).status_code == 404
