"""共性问题: opened, filled from a search, narrowed in the ledger, closed; nothing for others."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.shell.listing import listing
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Topic

SignIn = Callable[[User], Client]


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_topic_is_opened_and_filled_from_a_search(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    gone = scenes.declined(cast)
    client = sign_in(cast.he_fan)
    assert "还没有共性问题" in read(client, "/desk/topics/")
    answer = client.post("/desk/topics/new/", {"title": "园区用电", "summary": "多家反映"})
    topic = Topic.objects.get()
    assert answer["Location"] == f"/desk/topics/{topic.pk}/"
    text = read(client, f"/desk/topics/{topic.pk}/?text=增容")
    assert f'name="case" value="{case.pk}"' in text
    assert f'name="case" value="{gone.pk}"' not in text
    assert "先重新办理才能归入共性问题" in text
    assert "其中 1 件不能归入" in text
    picked = {"step": "add", "case": [case.pk, gone.pk]}
    after = client.post(f"/desk/topics/{topic.pk}/", picked, follow=True).content.decode()
    assert "已归入 1 件" in after
    assert f"没有归入 1 件：{gone.number}" in after
    case.refresh_from_db()
    assert case.topic == topic
    assert case.number in read(client, f"/desk/ledger/?topic={topic.pk}")
    assert f"/desk/topics/{topic.pk}/" in read(client, f"/desk/cases/{case.number}/")


def test_a_title_given_twice_and_an_empty_one_are_said_at_the_form(
    cast: Cast, sign_in: SignIn
) -> None:
    scenes.topic(cast)
    client = sign_in(cast.shen_jing)
    for title in ("园区电压不稳", ""):
        assert client.post("/desk/topics/new/", {"title": title}).status_code == 422
    assert Topic.objects.count() == 1


def test_it_is_closed_with_its_outcome_and_taken_up_again(cast: Cast, sign_in: SignIn) -> None:
    topic = scenes.topic(cast)
    client, address = sign_in(cast.he_fan), f"/desk/topics/{topic.pk}/"
    assert client.post(address, {"step": "close", "outcome": ""}).status_code == 422
    assert client.post(address, {"step": "close", "outcome": "新建开闭所"}).status_code == 302
    assert client.post(address, {"step": "close", "outcome": "再结束"}).status_code == 409
    text = read(client, address)
    assert "新建开闭所" in text
    assert "已结束" in text
    assert client.post(address, {"step": "reopen", "reason": "又有反映"}).status_code == 302
    changed = {"step": "change", "title": "园区电压", "summary": "三家"}
    assert client.post(address, changed).status_code == 302
    topic.refresh_from_db()
    assert (topic.title, topic.open) == ("园区电压", True)
    assert client.post(address, {"step": "add", "case": ["x", "-1"]}).status_code == 302
    assert client.post(address, {"step": "nonsense"}).status_code == 200


def test_a_unit_sees_its_own_cases_of_it_and_others_nothing(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.bundled(cast)
    other = scenes.submitted(cast, "另一件")
    topic = scenes.topic(cast)
    sign_in(cast.he_fan).post(f"/desk/topics/{topic.pk}/", {"step": "add", "case": [other.pk]})
    text = read(sign_in(cast.zhou), f"/desk/topics/{topic.pk}/")
    assert case.number in text
    assert other.number not in text
    assert "归入勾选的诉求" not in text
    post = sign_in(cast.zhou).post(f"/desk/topics/{topic.pk}/", {"step": "close", "outcome": "x"})
    assert post.status_code == 403
    for stranger in (cast.qin_lan, cast.ma, cast.yu_registrar):
        assert sign_in(stranger).get(f"/desk/topics/{topic.pk}/").status_code == 404
    assert sign_in(cast.zhao).get(f"/desk/topics/{topic.pk}/").status_code == 403
    assert sign_in(cast.zhou).get("/desk/topics/new/").status_code == 403


def test_hostile_titles_stay_text(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    client.post("/desk/topics/new/", {"title": "<script>x</script>", "summary": ""})
    assert "<script>x" not in read(client, "/desk/topics/")


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, sign_in: SignIn) -> None:
    scenes.bundled(cast)
    topic = scenes.topic(cast)
    client, address = sign_in(cast.he_fan), f"/desk/topics/{topic.pk}/?text=增容"
    read(client, address)
    with CaptureQueriesContext(connection) as one:
        read(client, address)
    for _number in range(2):
        scenes.bundled(cast)
    with CaptureQueriesContext(connection) as three:
        read(client, address)
    assert len(three) == len(one)


def test_its_cases_go_on_page_by_page_and_those_under_way_stand_alone(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = scenes.topic(cast)
    cases = [scenes.submitted(cast) for _time in range(3)]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(topic=topic)
    Case.objects.filter(pk=cases[0].pk).update(state=State.STRUCK_OFF)
    monkeypatch.setattr(listing, "PAGE", 2)
    client, address = sign_in(cast.he_fan), f"/desk/topics/{topic.pk}/"
    first = client.get(address).context["listing"]
    second = client.get(f"{address}{first.after_url}").context["listing"]
    assert [len(page.rows) for page in (first, second)] == [2, 1]
    assert {case.pk for page in (first, second) for case in page.rows} == {c.pk for c in cases}
    counted = client.get(f"{address}{first.count_url}", headers={"HX-Request": "true"})
    assert counted.content.decode() == '<span data-total="3 件">共 3 件</span>'
    running = client.get(f"{address}?running=on").context["listing"]
    assert {case.pk for case in running.rows} == {cases[1].pk, cases[2].pk}


def test_firms_are_counted_over_those_one_may_know(cast: Cast, sign_in: SignIn) -> None:
    """A number that changes with a hidden firm would tell whether a known one is it."""
    scenes.bundled(cast)
    hidden = scenes.confidential(cast)
    topic = scenes.topic(cast)
    power, address = sign_in(cast.sun), f"/desk/topics/{topic.pk}/"
    assert "1 家" in read(power, address)
    told = []
    for firm in (cast.diamond, cast.shoes):
        Case.objects.filter(pk=hidden.pk).update(enterprise=firm, topic=topic)
        text = read(power, address)
        assert hidden.number in text
        told.append("1 家，保密的诉求不计" in text and "2 家" not in text)
    assert told == [True, True]
    assert "2 家" in read(sign_in(cast.he_fan), address)
