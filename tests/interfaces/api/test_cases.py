"""A script works on cases: the ledger, one case, and what is done with it."""

import base64
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import steps
from tests.scenes.api import Caller
from tests.scenes.steps import by_power
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.models import Event
from zhuqi.interfaces.api.service import description
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case

pytestmark = pytest.mark.django_db
SENT = {"sector": "industry", "kind": "help", "tier": "ordinary", "nature": "individual",
        "urgency": "normal"}  # fmt: skip


def problem(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == status
    assert told["request_id"] == response["X-Request-Id"]
    return told


def test_a_case_is_found_read_accepted_and_assigned(cast: Cast) -> None:
    case, he = scenes.submitted(cast), Caller(cast.he_fan)
    [row] = he.read("/cases", state="submitted")["items"]
    assert (row["number"], row["shown"]["firm"]) == (case.number, "许昌钻石公司")
    read = he.get(row["href"].removeprefix("/api/v1"))
    told = read.json()
    assert (told["state"], told["reporter_phone"]) == ("submitted", "13812345678")
    verbs = {one["verb"]: one for one in told["allowed"]}
    assert verbs["accept"]["possible"]
    assert verbs["assign"] == {
        "verb": "assign", "label": "交办", "possible": False, "reason": "先受理才能交办",
        "href": f"/api/v1/cases/{case.number}/assign",
    }  # fmt: skip
    asked = he.read(f"/cases/{case.number}/accept")
    items = next(one for one in asked["fields"] if one["name"] == "item")
    item = next(one["value"] for one in items["choices"] if one["label"] == "用电（测试）")
    done = he.post(f"/cases/{case.number}/accept", {**SENT, "item": int(item)}, seen=read["ETag"])
    assert done.json() == {
        "id": case.number, "state": "accepted", "version": 2, "said": "已受理",
        "href": f"/api/v1/cases/{case.number}",
    }  # fmt: skip
    body = {"lead": cast.power.pk, "co": [cast.industry.pk], "requirement": "三日内联系企业"}
    done = he.post(f"/cases/{case.number}/assign", body, seen=done["ETag"])
    assert done.json()["state"] == State.ASSIGNED
    event = Event.objects.filter(object_type="case", object_id=case.pk).last()
    assert event is not None
    assert event.actor_name == cast.he_fan.name


def test_a_script_gets_no_session_and_no_cookie(cast: Cast) -> None:
    case, he = scenes.submitted(cast), Caller(cast.he_fan)
    read = he.get(f"/cases/{case.number}")
    done = he.post(f"/cases/{case.number}/note", {"text": "等回话"}, seen=read["ETag"])
    assert (read.status_code, done.status_code) == (200, 200)
    assert not read.cookies
    assert not done.cookies
    assert not Session.objects.exists()


def test_each_refusal_has_its_status_and_its_words(cast: Cast) -> None:
    case, he = scenes.submitted(cast), Caller(cast.he_fan)
    place = f"/cases/{case.number}"
    tag = he.get(place)["ETag"]
    told = problem(he.post(f"{place}/assign", {"lead": cast.power.pk}, seen=tag), 409)
    assert (told["detail"], told["state"]) == ("先受理才能交办", "待受理")
    told = problem(he.post(f"{place}/accept", {"kind": "help", "tier": "x"}, seen=tag), 422)
    assert {"tier", "nature", "item"} <= {one["field"] for one in told["errors"]}
    told = problem(he.post(f"{place}/accept", {"kinds": "help"}, seen=tag), 422)
    assert told["errors"] == [{"field": "kinds", "detail": "没有这一项"}]
    assert problem(he.post(f"{place}/strike_off", {}, seen=tag), 403)["title"] == "无权"
    problem(he.post(f"{place}/accept", SENT), 428)
    problem(he.post(f"{place}/accept", SENT, seen='"999"'), 412)
    problem(he.post(f"{place}/accept", SENT, seen=tag, key=""), 400)
    problem(he.get("/cases/1000-26-9999-9"), 404)
    problem(he.get("/nothing"), 404)
    problem(he.client.delete(f"/api/v1{place}", headers=he.headers), 405)
    form = he.client.post(f"/api/v1{place}/note", {"text": "x"}, headers=he.headers)
    problem(form, 415)
    headers = {**he.headers, "Idempotency-Key": "k"}
    broken = he.client.post(
        f"/api/v1{place}/note", "{", content_type="application/json", headers=headers
    )
    problem(broken, 400)
    assert Case.objects.get().version == case.version


def test_the_same_request_sent_again_is_done_once(cast: Cast) -> None:
    case, he = scenes.submitted(cast), Caller(cast.he_fan)
    place = f"/cases/{case.number}/note"
    first = he.post(place, {"text": "已电话核实"}, key="one")
    again = he.post(place, {"text": "已电话核实"}, key="one")
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert again["Idempotent-Replayed"] == "true"
    told = problem(he.post(place, {"text": "另一句"}, key="one"), 422)
    assert "已用于另一个请求" in told["detail"]
    # Another person's key is another key, and what is refused leaves its key free.
    shen = Caller(cast.shen_jing)
    assert shen.post(place, {"text": "审核已阅"}, key="one").status_code == 200
    problem(he.post(place, {"text": ""}, key="two"), 422)
    assert he.post(place, {"text": "补记"}, key="two").status_code == 200
    notes = Event.objects.filter(object_id=case.pk, kind="note").count()
    assert notes == 3


@pytest.mark.parametrize("verb", ["merge", "unmerge", "split", "unsplit"])
def test_who_may_never_is_told_so_before_anything_about_what_was_sent(
    cast: Cast, verb: str
) -> None:
    case = scenes.submitted(cast)
    place = f"/cases/{case.number}/{verb}"
    problem(Caller(cast.inspector).post(place, {}, seen='"1"'), 403)


def test_a_file_comes_with_a_verb_and_is_judged_as_on_the_page(cast: Cast) -> None:
    case, zhou = scenes.case_in(cast, State.IN_PROGRESS), Caller(cast.zhou)
    place = f"/cases/{case.number}/progress"
    tag = zhou.get(f"/cases/{case.number}")["ETag"]
    page = {"name": "现场.html", "content": base64.b64encode(b"<html>").decode()}
    body = {"text": "已到现场", "attachments": [page]}
    told = problem(zhou.post(place, body, seen=tag), 422)
    assert told["errors"][0]["field"] == "attachments"
    paper = {"name": "现场.pdf", "content": base64.b64encode(b"%PDF-1.4 x").decode()}
    done = zhou.post(place, {"text": "已到现场", "attachments": [paper]}, seen=tag)
    assert done.status_code == 200, done.content.decode()
    assert Attachment.objects.get(object_id=case.pk).name == "现场.pdf"


def test_text_with_a_mark_of_secrecy_goes_to_its_keeper_alone(cast: Cast) -> None:
    case, he = scenes.submitted(cast), Caller(cast.he_fan)
    text = "机密★5年 关于某项目的情况"
    told = problem(he.post(f"/cases/{case.number}/note", {"text": text}), 422)
    assert "密级标志" in told["detail"]
    assert text not in str(told)
    assert not Event.objects.filter(object_id=case.pk, kind="note").exists()


def test_who_must_not_know_the_firm_is_not_told_it(cast: Cast) -> None:
    said = Submission(
        "钻石公司反映施工扰民", "赵总说夜里施工，电话 13812345678。", "停止夜间施工", "赵总",
        "13812345678", confidential=True,
    )  # fmt: skip
    case = intake.submit(enterprise=cast.diamond, submission=said, by=person(cast.zhao))
    steps.accept(case, cast.he_fan, cast.electricity)
    steps.assign(case, by_power(cast))
    sun = Caller(cast.sun)
    told = sun.read(f"/cases/{case.number}")
    rows = sun.read("/cases")["items"]
    for text in (str(told), str(rows)):
        assert "钻石" not in text
        assert "赵总" not in text
        assert "13812345678" not in text
    assert told["firm"] is None


def test_a_firms_trouble_is_registered_and_the_like_is_asked_back(cast: Cast) -> None:
    he = Caller(cast.he_fan)
    body = {
        "enterprise": cast.diamond.pk, "channel": "phone", "title": "门前路灯坏了",
        "body": "门前三盏路灯坏了一个月，夜班工人出行不安全。", "reporter_name": "赵总",
        "reporter_phone": "13812345678", "confidential": "no",
    }  # fmt: skip
    first = he.post("/cases/new", body)
    assert first.status_code == 201, first.content.decode()
    assert first["Location"] == f"/api/v1/cases/{first.json()['id']}"
    told = problem(he.post("/cases/new", body), 409)
    assert first.json()["id"] in told["detail"]
    assert he.post("/cases/new", {**body, "anyway": True}).status_code == 201
    assert Case.objects.count() == 2


def test_pages_go_on_by_cursor_and_conditions_are_judged(cast: Cast) -> None:
    for number in range(52):
        scenes.submitted(cast, f"第{number}件")
    he = Caller(cast.he_fan)
    first = he.read("/cases", order="newest")
    second = he.read("/cases", order="newest", cursor=first["next"])
    assert (len(first["items"]), len(second["items"])) == (50, 2)
    assert second["next"] is None
    assert he.read("/cases", order="newest", cursor=second["previous"])["items"] == first["items"]
    told = problem(he.get("/cases", light="blue", colour="red"), 422)
    assert {one["field"] for one in told["errors"]} == {"light", "colour"}
    problem(he.get("/cases", cursor="forged"), 422)
    problem(he.get("/cases", order="due", cursor=first["next"]), 422)


def test_as_many_queries_for_three_rows_as_for_one(cast: Cast) -> None:
    scenes.submitted(cast, "第一件")
    he = Caller(cast.he_fan)
    he.read("/cases")

    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            he.read("/cases")
        return len(found)

    one = counted()
    scenes.submitted(cast, "第二件")
    scenes.submitted(cast, "第三件")
    assert counted() == one


def test_the_description_says_which_states_there_are() -> None:
    asked = description()["paths"]["/api/v1/cases"]["get"]["parameters"]
    [state] = [one["schema"] for one in asked if one["name"] == "state"]
    assert set(State.values) <= set(state["items"]["enum"] if "items" in state else state["enum"])
