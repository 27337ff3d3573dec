"""Many rows at once by a script: looked at, asked for once, done as by hand, and followed."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.scenes.api import Caller
from zhuqi.foundation.jobs.models import Job
from zhuqi.foundation.outbox.worker import drain
from zhuqi.interfaces.shell.bulk import jobs
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case

pytestmark = pytest.mark.django_db
ASSIGN = "/cases/bulk/assign"


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_what_can_be_done_is_told_first_and_done_once_with_the_rest_refused(cast: Cast) -> None:
    he = Caller(cast.he_fan)
    ready = [scenes.case_in(cast, State.ACCEPTED, title=f"第 {n} 件") for n in range(2)]
    fresh = scenes.submitted(cast)
    look = he.read(ASSIGN, ids=[*(one.pk for one in ready), fresh.pk, 9**9])
    assert (look["total"], look["possible"]) == (3, 2)
    assert {row["id"] for row in look["rows"]} == {one.pk for one in ready}
    assert look["groups"][1] == {
        "reason": "先受理才能交办",
        "count": 1,
        "rows": [{"label": fresh.number, "about": fresh.title}],
    }
    [lead] = [one for one in look["fields"] if one["name"] == "lead"]
    assert str(cast.power.pk) in {one["value"] for one in lead["choices"]}
    # One of them is changed by somebody else meanwhile.
    Case.objects.filter(pk=ready[0].pk).update(version=99)
    body = {"rows": look["rows"], "fields": {"lead": cast.power.pk}}
    job = told(he.post(ASSIGN, body, key="once"), 202)
    again = he.post(ASSIGN, body, key="once")
    assert (told(again, 202), again["Idempotent-Replayed"]) == (job, "true")
    assert Job.objects.count() == 1
    done = he.read(f"/jobs/{job['id']}")
    assert (done["state"], done["total"], done["done"]) == ("done", 2, 2)
    assert [(why[:7], n) for why, n in done["refused"].items()] == [("这件诉求刚刚被", 1)]
    states = dict(Case.objects.values_list("pk", "state"))
    assert (states[ready[0].pk], states[ready[1].pk]) == (State.ACCEPTED, State.ASSIGNED)


def test_a_condition_means_all_it_finds_as_they_stand_and_many_are_the_workers(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    he = Caller(cast.he_fan)
    ready = [scenes.case_in(cast, State.ACCEPTED, title=f"第 {n} 件") for n in range(2)]
    scenes.submitted(cast)
    body = {"where": {"state": ["accepted"]}, "fields": {"lead": cast.power.pk}}
    place = f"/jobs/{told(he.post(ASSIGN, body), 202)['id']}"
    waiting = he.read(place)
    assert (waiting["state"], waiting["total"]) == ("waiting", 2)
    assert "筛选出的全部；状态：已受理" in waiting["words"]
    drain()
    assert he.read(place)["state"] == "done"
    ids = [one.pk for one in ready]
    assert {one.state for one in Case.objects.filter(pk__in=ids)} == {State.ASSIGNED}
    assert "没有能办的" in told(he.post(ASSIGN, {**body, "where": {}}), 409)["detail"]


def test_what_is_wrong_is_said_before_anything_is_asked_for(cast: Cast) -> None:
    he, case = Caller(cast.he_fan), scenes.case_in(cast, State.ACCEPTED)
    row = {"id": case.pk, "version": case.version}
    for body, field in (
        ({"fields": {}}, "rows"),
        ({"rows": [row], "where": {}, "fields": {}}, "rows"),
        ({"rows": [row], "fields": {}}, "lead"),
        ({"where": {"state": ["none"]}, "fields": {}}, "state"),
        # Left out, it would mean all there are.
        ({"where": {"colour": "red"}, "fields": {}}, "where.colour"),
    ):
        assert field in [one["field"] for one in told(he.post(ASSIGN, body), 422)["errors"]], body
    assert told(he.get(ASSIGN, colour="red"), 422)["errors"][0]["field"] == "colour"
    told(Caller(cast.zhou).post(ASSIGN, {"rows": [row], "fields": {}}), 403)
    reading = Caller(cast.he_fan, ("cases:read",))
    told(reading.post(ASSIGN, {"rows": [row], "fields": {}}), 403)
    told(he.post(ASSIGN, {"rows": [row], "fields": {}}, key=""), 400)
    # Of a case that is another's nothing is said.
    county = Caller(cast.qin_lan)
    assert county.read(ASSIGN, ids=[case.pk])["total"] == 0
    told(county.post(ASSIGN, {"rows": [row], "fields": {"lead": cast.housing.pk}}), 409)
    assert not Job.objects.exists()
