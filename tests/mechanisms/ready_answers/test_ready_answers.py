"""常用答复: kept by units and offices, in editions, with fields that are judged and filled in."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, person
from tests.scenes.api import Caller
from tests.scenes.cases import case_in
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.typed.named_fields import faults, filled
from zhuqi.ledgers.cases.enums import State
from zhuqi.mechanisms.ready_answers import actions
from zhuqi.mechanisms.ready_answers.fields import FIELDS
from zhuqi.mechanisms.ready_answers.models import ReadyAnswer
from zhuqi.mechanisms.ready_answers.queries import ready_answers

SignIn = Callable[[User], Client]
TEXT = "{企业名称}：\n您反映的“{诉求}”（{诉求编号}）计划于{承诺日期}前办结。"


def keep(by: User, unit: Unit, name: str = "列入计划", text: str = TEXT) -> ReadyAnswer:
    return actions.keep(unit=unit, name=name, text=text, by=person(by))


# Fields -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("答复{企业名称}", []),
        ("您好：\n请{企业}知悉", ["第 2 行第 2 字：没有“{企业}”这个字段"]),
        ("{企业名称", ["第 1 行第 1 字：“{”没有成对"]),
        ("a}b{今 天}", ["第 1 行第 2 字：“}”没有成对", "第 1 行第 4 字：没有“{今 天}”这个字段"]),
        ("{" * 5000, ["第 1 行第 1 字"]),
    ],
)
def test_a_wrong_field_is_told_with_its_place(text: str, said: list[str]) -> None:
    found = faults(text, FIELDS)
    assert len(found) >= len(said)
    assert [one.startswith(wanted) for one, wanted in zip(found, said, strict=False)] == [
        True for _one in said
    ]


def test_what_is_not_known_yet_stays_as_it_is_written() -> None:
    assert filled("{企业名称}于{承诺日期}", {"企业名称": "许昌钻石公司", "承诺日期": ""}) == (
        "许昌钻石公司于{承诺日期}"
    )


# Keeping ----------------------------------------------------------------------------------------


def test_a_changed_text_is_a_new_edition_and_the_old_one_stays(cast: Cast) -> None:
    row = keep(cast.zhou, cast.industry)
    for text in (TEXT, "另一种写法", "另一种写法"):
        with actions.READY_ANSWERS.open(row.pk, by=person(cast.head_zheng)) as work:
            actions.change(work, name="列入计划", text=text)
    row.refresh_from_db()
    assert [(one.number, one.text) for one in row.editions.all()] == [(2, "另一种写法"), (1, TEXT)]
    kinds = Event.objects.filter(object_type="ready_answer").order_by("seq")
    assert [event.kind for event in kinds] == ["ready_answer.added", "ready_answer.change"]
    with pytest.raises(NotValid, match=r"没有“\{企业\}”这个字段"):
        keep(cast.zhou, cast.industry, "别的", "{企业}")
    with pytest.raises(NotValid, match="同名"):
        keep(cast.zhou, cast.industry)
    with pytest.raises(NotNow, match="刚刚被他人修改过"):  # noqa: SIM117
        with actions.READY_ANSWERS.open(row.pk, by=person(cast.wu), seen=1) as work:
            actions.retire(work)


def test_units_keep_their_own_and_offices_share_theirs(cast: Cast) -> None:
    own, shared = keep(cast.zhou, cast.industry), keep(cast.he_fan, cast.city_office)
    county = keep(cast.qin_lan, cast.county_office)
    assert set(ready_answers(person(cast.wu).scope)) == {own, shared}
    assert set(ready_answers(person(cast.sun).scope)) == {shared}
    assert set(ready_answers(person(cast.ma).scope)) == {shared, county}
    assert not ready_answers(person(cast.zhao).scope).exists()
    with pytest.raises(NotYours):
        keep(cast.sun, cast.industry)
    with (
        pytest.raises(NotYours),
        actions.READY_ANSWERS.open(shared.pk, by=person(cast.zhou)) as work,
    ):
        actions.retire(work)


# The form of an answer --------------------------------------------------------------------------


def test_the_form_offers_them_filled_in_with_grounds_beside_and_counts_what_is_used(
    cast: Cast, sign_in: SignIn
) -> None:
    case = case_in(cast, State.IN_PROGRESS)
    row = keep(cast.zhou, cast.industry)
    retired = keep(cast.zhou, cast.industry, "不用了", "旧话")
    with actions.READY_ANSWERS.open(retired.pk, by=person(cast.zhou)) as work:
        actions.retire(work)
    keep(cast.sun, cast.power, "别的单位", "别的单位的话")
    actions.GROUNDS.add(title="《某条例》", article="第一条", text="应当及时办理。", by=SYSTEM)
    client = sign_in(cast.zhou)
    url = f"/desk/cases/{case.number}/answer/"
    page = client.get(url).content.decode()
    assert f"您反映的“{case.title}”（{case.number}）计划于20" in page
    assert "《某条例》第一条规定：“应当及时办理。”" in page
    assert "旧话" not in page
    assert "别的单位的话" not in page
    assert client.post(f"/desk/ready/{row.pk}/used/").status_code == 204
    assert client.get(f"/desk/ready/{row.pk}/used/").status_code == 405
    row.refresh_from_db()
    assert (row.used, row.version) == (1, 1)
    assert "用过 1 次" in client.get(url).content.decode()


def test_a_script_keeps_reads_and_retires_them(cast: Cast) -> None:
    zhou = Caller(cast.zhou)
    body = {"unit": cast.industry.pk, "name": "列入计划", "text": "请{企业}知悉"}
    refused = zhou.post("/ready-answers/new", body)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "text")
    made = zhou.post("/ready-answers/new", {**body, "text": TEXT})
    place = f"/ready-answers/{made.json()['id']}"
    told = zhou.read(place)
    assert (told["text"], told["edition"], told["unit"]["name"]) == (TEXT, 1, "市工信局")
    assert zhou.post(f"{place}/retire", seen=made["ETag"]).json()["state"] == "retired"
    assert [one["name"] for one in zhou.read("/ready-answers", state="retired")["items"]] == [
        "列入计划"
    ]
    assert Caller(cast.sun).get(place).status_code == 404


def test_it_is_kept_on_a_page_with_a_complaint_at_its_field(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.head_zheng)
    sent = {"unit": cast.industry.pk, "name": "已办结", "item": "", "text": "请{企业}知悉"}
    refused = client.post("/desk/ready/new/", sent)
    assert refused.status_code == 422
    assert "第 1 行第 2 字" in refused.content.decode()
    made = client.post("/desk/ready/new/", sent | {"text": "请{企业名称}知悉"})
    assert made.status_code == 302
    row = ReadyAnswer.objects.get()
    changed = {"seen": row.version, "name": "已办结", "item": "", "text": "第二版"}
    assert client.post(f"/desk/ready/{row.pk}/change/", changed).status_code == 302
    page = client.get(f"/desk/ready/{row.pk}/").content.decode()
    assert "请{企业名称}知悉" in page
    assert "第二版" in page
    assert "已办结" in client.get("/desk/ready/").content.decode()
