"""会议 on the desk: an office's week with its joint meeting, from the item to the minutes."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.scenes.meetings import act, at_table, body, called, decided, held, item, listed, planned
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk.meetings.verb_pages import (
    BODY_PAGES,
    DECISION_PAGES,
    ITEM_PAGES,
    MEETING_PAGES,
)
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases.enums import ObjectionOutcome, State
from zhuqi.ledgers.cases.models import Objection
from zhuqi.mechanisms.meetings.actions import meetings
from zhuqi.mechanisms.meetings.enums import DecisionState, ItemState, MeetingState
from zhuqi.mechanisms.meetings.models import Body, Decision, Item, Meeting, Reply, RoutingScheme
from zhuqi.mechanisms.meetings.routing.schemes import ROUTES, load_routes

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ADDRESSES = {
    Body: "desk:meeting_body", Item: "desk:meeting_item", Meeting: "desk:meeting",
    Decision: "desk:meeting_decision",
}  # fmt: skip
TABLES: tuple[Mapping[Any, VerbPage[Any]], ...] = (
    BODY_PAGES, ITEM_PAGES, MEETING_PAGES, DECISION_PAGES,
)  # fmt: skip


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def page_of(client: Client, row: Any) -> str:
    return read(client.get(reverse(ADDRESSES[type(row)], args=[row.pk])))


def send(client: Client, row: Any, verb: str, **typed: object) -> Any:
    seen = type(row).objects.get(pk=row.pk).version
    url = reverse(f"{ADDRESSES[type(row)]}_verb", args=[row.pk, verb])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"seen": seen, **typed})
    row.refresh_from_db()
    return answer


@pytest.mark.parametrize("table", TABLES, ids=["body", "item", "meeting", "decision"])
def test_forms_ask_for_what_their_actions_take(table: Mapping[Any, VerbPage[Any]]) -> None:
    for page in table.values():
        assert page.form.keywords() == page.keywords


def test_a_body_is_set_up_with_its_rule(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    assert client.get(reverse("desk:meeting_body_new")).status_code == 200
    typed = {
        "office": cast.city_office.pk, "kind": "joint", "name": "市联席会议",
        "cadence": "每月一次", "proposers": "members", "units": [cast.industry.pk],
    }  # fmt: skip
    made = client.post(reverse("desk:meeting_body_new"), typed)
    row = Body.objects.get()
    assert made["Location"] == reverse("desk:meeting_body", args=[row.pk])
    scenes.objected(cast)
    rule = {"takes_disputed": "on", "takes_common": 3, "takes_urged": 0}
    assert send(client, row, "rule", **rule).status_code == 302
    assert send(client, row, "propose").status_code == 302
    assert "单位之间有争议" in page_of(client, row)
    assert "待确认的议题" in read(client.get(reverse("desk:home")))
    assert client.post(reverse("desk:meeting_body_new"), typed)["Location"] == made["Location"]
    again = client.post(reverse("desk:meeting_body_new"), typed | {"duty": "另一个"})
    assert "已有同名的会议机构" in read(again)


def test_where_cases_go_is_kept_in_editions(cast: Cast, sign_in: SignIn) -> None:
    load_routes(by=SYSTEM)
    client, scheme = sign_in(cast.system_admin), RoutingScheme.objects.get(code="joint-meeting")
    page = read(client.get(reverse("desk:admin_routing", args=[scheme.pk])))
    assert "复杂诉求" in page
    assert "联席会议" in page
    url = reverse("desk:admin_routing_publish", args=[scheme.pk])
    typed = {
        "to_complex": "joint", "to_major": "joint", "common": 5, "reason": "改为五件",
        "seen": ROUTES.editions_of(scheme)[0].number,
    }  # fmt: skip
    assert client.post(url, typed).status_code == 302
    assert ROUTES.editions_of(scheme)[0].common == 5
    ROUTES.adopt(office=cast.city_office, code="joint-meeting", by=SYSTEM)
    case = scenes.case_in(cast, State.IN_PROGRESS)
    type(case).objects.filter(pk=case.pk).update(tier="major")
    below = reverse("desk:meetings_of_case", args=[case.number])
    assert "重大诉求 → 联席会议" in read(sign_in(cast.he_fan).get(below))


def test_an_office_week(cast: Cast, sign_in: SignIn) -> None:
    of, case = body(cast), scenes.objected(cast)
    put = sign_in(cast.he_fan).post(
        reverse("desk:meeting_item_new"),
        {"body": of.pk, "title": "用电增容归谁办", "text": "请研究。", "case": case.number},
    )
    assert put.status_code == 302
    one, meeting = Item.objects.get(), planned(cast, of)
    assert send(sign_in(cast.he_fan), meeting, "agenda", listed=[one.pk]).status_code == 302
    assert send(sign_in(cast.he_fan), meeting, "call", guests=[cast.power.pk]).status_code == 302
    assert "待报参会情况的会议" in read(sign_in(cast.sun).get(reverse("desk:home")))
    assert "请填写派谁参加" in read(send(sign_in(cast.sun), meeting, "answer", answer="sends"))
    assert (
        send(sign_in(cast.sun), meeting, "answer", answer="sends", remark="李副总").status_code
        == 302
    )
    assert "用电增容归谁办" in page_of(sign_in(cast.sun), meeting)
    assert (
        send(
            sign_in(cast.he_fan), meeting, "hold", came=[cast.power.pk], opening="研究用电。"
        ).status_code
        == 302
    )
    assert (
        send(
            sign_in(cast.he_fan), one, "state", unit=cast.power.pk, statement="我们办。"
        ).status_code
        == 302
    )
    typed = {
        "kind": "work",
        "text": "供电公司牵头增容。",
        "to_firm": "月底前办好。",
        "settle": "on",
    }
    missing = send(sign_in(cast.he_fan), one, "decide", **typed)
    assert "请选择牵头单位" in read(missing)
    assert "供电公司牵头增容" in read(missing)
    due = timezone.localdate() + timedelta(days=9)
    done = send(
        sign_in(cast.he_fan), one, "decide", **typed, lead=cast.power.pk, due=due.isoformat()
    )
    assert done.status_code == 302
    assert Objection.objects.get().outcome == ObjectionOutcome.REASSIGNED
    assert "待确认的会议纪要" in read(sign_in(cast.mayor).get(reverse("desk:home")))
    minutes = read(sign_in(cast.mayor).get(reverse("desk:meeting_minutes", args=[meeting.pk])))
    for said in ("研究用电。", "我们办。", "供电公司牵头增容。", "草稿，待确认"):
        assert said in minutes
    assert send(sign_in(cast.mayor), meeting, "confirm").status_code == 302
    assert meeting.state == MeetingState.MINUTED
    row = Decision.objects.get()
    assert "待落实的会议决定" in read(sign_in(cast.sun).get(reverse("desk:home")))
    assert send(sign_in(cast.sun), row, "sign").status_code == 302
    assert send(sign_in(cast.sun), row, "report", result="已增容。").status_code == 302
    assert send(sign_in(cast.shen_jing), row, "accept", reason="现场看过").status_code == 302
    assert row.state == DecisionState.DONE
    below = sign_in(cast.he_fan).get(reverse("desk:meetings_of_case", args=[case.number]))
    assert reverse("desk:meeting_decision", args=[row.pk]) in read(below)
    told = read(sign_in(cast.zhao).get(reverse("portal:case", args=[case.number])))
    assert "月底前办好。" in told
    assert "供电公司牵头增容" not in told


def test_the_firms_of_a_topic_are_answered_with_one_press(cast: Cast, sign_in: SignIn) -> None:
    case, client = scenes.bundled(cast), sign_in(cast.he_fan)
    one = item(cast, body(cast), topic=case.topic)
    at_table(cast, one)
    row = decided(cast, one)
    assert send(client, row, "tell", to_firm="政策下月出台。").status_code == 302
    assert "1 件已回复，0 件不能" in page_of(client, row)
    assert "都已答复" in read(send(client, row, "tell", to_firm="再说。"))
    assert Reply.objects.count() == 1


def test_a_stale_page_and_a_stranger_are_refused(cast: Cast, sign_in: SignIn) -> None:
    one = item(cast, body(cast))
    url = reverse("desk:meeting_item_verb", args=[one.pk, "revise"])
    client = sign_in(cast.he_fan)
    stale = client.post(url, {"seen": 99, "title": "改", "text": "改"})
    assert stale.status_code == 409
    assert sign_in(cast.ma).get(url).status_code == 404
    assert one.state == ItemState.READY
    assert read(client.get(reverse("desk:meeting_counts"))).count("会议次数")


def test_a_list_of_three_asks_no_more_than_one_of_one(cast: Cast, sign_in: SignIn) -> None:
    client, of = sign_in(cast.he_fan), body(cast)
    first = item(cast, of)
    meeting = at_table(cast, first)
    row = decided(cast, first)
    lists = ("meeting_bodies", "meeting_items", "meetings", "meeting_decisions")
    urls = [reverse(f"desk:{name}") for name in (*lists, "meeting_counts")]
    urls += [reverse(ADDRESSES[type(one)], args=[one.pk]) for one in (of, first, meeting, row)]
    urls.append(reverse("desk:meeting_minutes", args=[meeting.pk]))
    client.get(urls[0])
    before = [page_asks(client, url) for url in urls]
    type(meeting).objects.filter(pk=meeting.pk).update(state="planned", number=None)
    meeting.invitations.all().delete()
    meeting.refresh_from_db()
    for title in ("二", "三"):
        more = item(cast, of, title=title)
        listed(more, meeting, cast.he_fan)
    act(meeting, cast.he_fan, meetings.call, guests=[cast.power, cast.other_office])
    held(cast, meeting)
    for more in Item.objects.filter(state=ItemState.LISTED):
        decided(cast, more)
    other = planned(cast, of)
    called(cast, other)
    after = [page_asks(client, url) for url in urls]
    assert after == before
    assert max(before) <= 20
