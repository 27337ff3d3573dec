"""A unit's own system says who comes, signs for a decision and reports it."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.scenes import meetings as scenes
from tests.scenes.api import Caller

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_a_meeting_is_answered_and_a_decision_done_by_script(cast: Cast) -> None:
    one = scenes.item(cast, scenes.body(cast))
    meeting = scenes.planned(cast, one.body)
    scenes.listed(one, meeting, cast.he_fan)
    scenes.called(cast, meeting)
    unit, place = Caller(cast.zhou), f"/meetings/{meeting.pk}"
    tag = unit.get(place)["ETag"]
    assert "请填写派谁参加" in str(
        told(unit.post(f"{place}/answer", {"answer": "sends"}, seen=tag), 422)
    )
    said = {"answer": "sends", "remark": "李科长"}
    assert told(unit.post(f"{place}/answer", said, seen=tag), 200)["state"] == "called"
    assert unit.read(place)["number"] == 1
    told(unit.post(f"{place}/answer", said, seen=tag), 412)
    scenes.held(cast, meeting)
    one.refresh_from_db()
    row = scenes.decided(cast, one)
    made = f"/meeting-decisions/{row.pk}"
    done = unit.post(f"{made}/sign", {}, seen=unit.get(made)["ETag"])
    done = unit.post(f"{made}/report", {"result": "已接收。"}, seen=done["ETag"])
    assert told(done, 200)["state"] == "reported"
    assert Caller(cast.ma).get(made).status_code == 404
