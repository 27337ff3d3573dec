"""动态调整 on screen: drawn up, proposed, trimmed many at a time, approved by another; the roll."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes import adjustments as scene
from tests.scenes.adjustments import ahead, drafted, handed, proposed, today
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.foundation.outbox.worker import drain
from zhuqi.interfaces.desk.adjustments.verb_pages import BATCH_PAGES, MOVE_PAGES
from zhuqi.mechanisms.adjustments.enums import AdjustmentVerb, MoveState, MoveVerb
from zhuqi.mechanisms.adjustments.models import Adjustment, Move

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
V = AdjustmentVerb


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def page_of(row: Adjustment) -> str:
    return reverse("desk:adjustment", args=[row.pk])


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


def send(client: Client, row: Adjustment, verb: AdjustmentVerb, **typed: object) -> Any:
    seen = Adjustment.objects.get(pk=row.pk).version
    url = reverse("desk:adjustment_verb", args=[row.pk, verb.value])
    return client.post(url, {"seen": seen, **typed})


@pytest.mark.parametrize("verb", BATCH_PAGES)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(verb: AdjustmentVerb) -> None:
    page = BATCH_PAGES[verb]
    assert page.form.keywords() == page.keywords


@pytest.mark.parametrize("verb", MOVE_PAGES)
def test_so_does_a_form_of_a_line(verb: MoveVerb) -> None:
    page = MOVE_PAGES[verb]
    assert page.form.keywords() == page.keywords


def test_from_the_first_word_to_the_new_roll(cast: Cast, sign_in: SignIn) -> None:
    scene.second(cast)
    scene.firms(cast, 2)
    client = sign_in(cast.he_fan)
    assert "还没有动态调整" in read(client.get(reverse("desk:adjustments")))
    sent = {
        "office": cast.city_office.pk, "title": "十二月动态调整", "basis": "干部轮岗",
        "since": today().isoformat(), "key": "1",
    }  # fmt: skip
    made = client.post(reverse("desk:adjustment_new"), sent)
    row = Adjustment.objects.get()
    assert made["Location"] == page_of(row)
    asked = send(client, row, V.PROPOSE, most="2", alone="on", left="on", many="on")
    assert asked["Location"] == page_of(row)
    assert "正在生成建议" in read(client.get(page_of(row)))
    drain()
    shown = read(client.get(page_of(row)))
    assert "没有助企干部" in shown
    assert "高助现在联系 0 家" in shown
    assert send(client, row, V.SUBMIT)["Location"] == page_of(row)
    # Who drew it up is not the one who approves.
    assert f"{page_of(row)}approve/" not in read(client.get(page_of(row)))
    signer = sign_in(cast.lu_yuan)
    assert "待批准的动态调整" in read(signer.get(reverse("desk:home")))
    assert send(signer, row, V.APPROVE)["Location"] == page_of(row)
    roll = read(signer.get(reverse("desk:liaison_roll"), {"text": "第1厂"}))
    assert "高助" in roll or "林助" in roll
    before = reverse("desk:liaison_roll") + f"?on={ahead(-1).isoformat()}"
    assert "许昌第1厂" not in read(signer.get(before))


def test_a_firm_and_a_person_are_meant_by_their_names_or_asked_about(
    cast: Cast, sign_in: SignIn
) -> None:
    scene.second(cast, "王伟", "wang1")
    scene.second(cast, "王伟", "wang2")
    scene.firms(cast, 2)
    row, client = drafted(cast), sign_in(cast.he_fan)
    given = {"kind": "official", "way": "replace"}
    for typed, said in (
        ({"enterprise": "第", "who": "林助"}, "有几家，请写全：许昌第1厂、许昌第2厂"),
        ({"enterprise": "襄城鞋业", "who": "林助"}, "台账里没有这家企业"),
        ({"enterprise": "第1厂", "who": "无此人"}, "没有找到在岗的“无此人”"),
        ({"enterprise": "第1厂", "who": "王伟"}, "有几位，请加上单位：王伟（市工信局 干部）"),
        ({"enterprise": "第1厂", "who": ""}, "请填写由哪个干部联系"),
        ({"enterprise": "第1厂", "who": "市工信局", "kind": "unit"}, ""),
        ({"enterprise": cast.diamond.uscc or "", "who": "林助 市工信局"}, "已经在联系"),
    ):
        answer = send(client, row, V.ADD, **{**given, **typed})
        assert (said in read(answer)) if said else answer.status_code == 302, typed
        if said:
            assert typed["enterprise"] in read(answer)
    assert [str(one.unit) for one in row.moves.all()] == ["市工信局"]


def test_many_lines_are_left_out_at_once_and_taken_up_again(cast: Cast, sign_in: SignIn) -> None:
    scene.second(cast)
    scene.firms(cast, 4)
    row = drafted(cast)
    found = proposed(row, cast.he_fan, most=9)
    client = sign_in(cast.he_fan)
    some = "&".join(f"pick={one.pk}" for one in found[:3])
    url = f"{reverse('desk:bulk', args=['adjustment_moves', MoveVerb.LEAVE_OUT])}?{some}"
    page = read(client.get(url))
    assert "可办 3" in page or "3 项" in page
    done = client.post(url, {name: hidden(page, name) for name in ("rows", "key")})
    assert done.status_code == 302
    left = Move.objects.filter(state=MoveState.LEFT_OUT)
    assert {one.pk for one in left} == {one.pk for one in found[:3]}
    said = read(client.get(done["Location"]))
    assert "重新列入这些（3 项）" in said
    job = int(done["Location"].strip("/").rsplit("/", 1)[-1])
    client.post(f"/desk/bulk/undo/{job}/")
    assert not left.all().exists()
    # Whoever only reads has no ticks.
    assert "bulk/leave_out" not in read(sign_in(cast.mayor).get(reverse("desk:adjustment_moves")))


def test_a_page_costs_as_much_for_three_lines_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    scene.second(cast)
    row, client = drafted(cast), sign_in(cast.he_fan)
    first, *others = scene.firms(cast, 4)
    handed(row, cast.he_fan, first, cast.lin)
    urls = [page_of(row), reverse("desk:adjustment_moves"), reverse("desk:adjustments"),
            reverse("desk:liaison_roll")]  # fmt: skip
    one = [page_asks(client, url) for url in urls]
    for firm in others:
        handed(row, cast.he_fan, firm, cast.lin)
        LiaisonLink.objects.create(enterprise=firm, official=cast.mayor.official, since=today())
    assert [page_asks(client, url) for url in urls] == one
    assert max(one) <= 20


def test_another_offices_batch_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    row = drafted(cast)
    client = sign_in(cast.qin_lan)
    assert client.get(page_of(row)).status_code == 404
    assert send(client, row, V.VOID, reason="x").status_code == 404
    assert sign_in(cast.lin).get(reverse("desk:liaison_roll")).status_code == 403
