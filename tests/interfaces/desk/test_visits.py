"""走访 on screen: planned from the firm's page, recorded on the phone, followed up at home."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import LONG_AGO, Cast, person
from tests.scenes import cases as scenes
from tests.scenes.visits import planned
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import EnterpriseContact, LiaisonLink
from zhuqi.interfaces.desk.visits.verb_pages import VERB_PAGES
from zhuqi.interfaces.shell.event_words import describe
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison import actions
from zhuqi.mechanisms.liaison.enums import VisitState, VisitVerb
from zhuqi.mechanisms.liaison.models import FollowUp, Visit

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def made(cast: Cast, said: str = "二期缺电。") -> Visit:
    visit = planned(cast)
    with actions.VISITS.open(visit.pk, by=person(cast.lin)) as change:
        actions.make(change, day=timezone.localdate(), present="赵总", said=said)
    return visit


def send(client: Client, visit: Visit, verb: VisitVerb, **typed: object) -> Any:
    version = Visit.objects.get(pk=visit.pk).version
    url = reverse("desk:visit_verb", args=[visit.pk, verb.value])
    return client.post(url, {"seen": version, **typed})


@pytest.mark.parametrize("verb", VisitVerb)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(verb: VisitVerb) -> None:
    page = VERB_PAGES[verb]
    assert page.form.keywords() == page.keywords


def test_planned_from_the_firms_page_and_found_in_the_list(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    file = read(client.get(reverse("desk:enterprise", args=[cast.diamond.pk])))
    url = f"{reverse('desk:visit_new')}?enterprise={cast.diamond.pk}"
    assert url in file
    form = client.get(url)
    assert f'value="{cast.diamond.pk}" selected' in read(form)
    day = timezone.localdate() + timedelta(days=2)
    sent = {"enterprise": cast.diamond.pk, "day": day, "purpose": "了解二期投产", "goers": ""}
    response = client.post(url, sent)
    visit = Visit.objects.get()
    assert response["Location"] == reverse("desk:visit", args=[visit.pk])
    listed = read(client.get(reverse("desk:visits")))
    assert "许昌钻石公司" in listed
    assert "了解二期投产" in listed


def test_another_firm_cannot_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    sent = {"enterprise": cast.shoes.pk, "day": timezone.localdate(), "purpose": "看看"}
    response = sign_in(cast.lin).post(reverse("desk:visit_new"), sent)
    assert response.status_code == 422
    assert not Visit.objects.exists()


def test_recorded_then_a_need_becomes_a_case_that_the_page_shows(
    cast: Cast, sign_in: SignIn
) -> None:
    EnterpriseContact.objects.create(
        enterprise=cast.diamond, name="赵强", phone="13812345678", is_primary=True
    )
    visit, client = planned(cast), sign_in(cast.lin)
    said = {"day": timezone.localdate(), "present": "赵总", "said": "二期六月投产。\n缺电。"}
    assert send(client, visit, VisitVerb.MAKE, **said).status_code == 302
    form = client.get(reverse("desk:visit_verb", args=[visit.pk, "raise"]))
    assert 'value="13812345678"' in read(form)
    need = {
        "title": "用电容量不够", "body": "缺 800 千伏安。", "wish": "",
        "reporter_name": "赵强", "reporter_phone": "13812345678",
    }  # fmt: skip
    without = send(client, visit, VisitVerb.RAISE, **need)
    assert without.status_code == 422
    assert not Case.objects.exists()
    send(client, visit, VisitVerb.RAISE, **need, consent="on")
    number = Case.objects.get().number
    page = read(client.get(reverse("desk:visit", args=[visit.pk])))
    assert number in page
    assert "缺电。" in page


def test_the_home_shows_what_is_due_and_loses_it_when_it_is_settled(
    cast: Cast, sign_in: SignIn
) -> None:
    visit, client = made(cast), sign_in(cast.lin)
    tomorrow = timezone.localdate() + timedelta(days=1)
    send(client, visit, VisitVerb.FOLLOW, what="送政策清单", due=tomorrow)
    planned(cast)
    home = read(client.get(reverse("desk:home")))
    assert "到日子的走访" in home
    assert "送政策清单" in home
    one = FollowUp.objects.get()
    send(client, visit, VisitVerb.SETTLE, follow_up=one.pk, outcome="已送到")
    assert "送政策清单" not in read(client.get(reverse("desk:home")))
    assert "已送到" in read(client.get(reverse("desk:visit", args=[visit.pk])))


def test_a_second_click_leads_on_and_a_stale_page_is_told_so(cast: Cast, sign_in: SignIn) -> None:
    visit, client = planned(cast), sign_in(cast.lin)
    url = reverse("desk:visit_verb", args=[visit.pk, "make"])
    said = {"seen": 1, "day": timezone.localdate(), "present": "", "said": "一切正常。"}
    assert client.post(url, said).status_code == 302
    assert client.post(url, said).status_code == 302
    other = client.post(url, {**said, "said": "别的话。"})
    assert other.status_code == 409
    assert "别的话。" in read(other)
    assert Event.objects.filter(kind="visit.make").count() == 1


def test_the_office_reads_and_may_only_call_off(cast: Cast, sign_in: SignIn) -> None:
    visit, client = planned(cast), sign_in(cast.he_fan)
    page = client.get(reverse("desk:visit", args=[visit.pk]))
    assert [action.label for action in page.context["actions"]] == ["取消走访"]
    assert client.get(reverse("desk:visit_verb", args=[visit.pk, "make"])).status_code == 403
    send(client, visit, VisitVerb.CANCEL, reason="企业停产检修")
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    again = client.get(reverse("desk:visit_verb", args=[visit.pk, "cancel"]))
    assert "现在是“已取消”" in read(again)


def test_the_firms_file_and_card_tell_the_last_visit_to_those_who_may_know(
    cast: Cast, sign_in: SignIn
) -> None:
    made(cast, "银行不续贷。")
    file, card = (
        reverse(name, args=[cast.diamond.pk])
        for name in ("desk:enterprise", "desk:enterprise_card")
    )
    client = sign_in(cast.lin)
    assert "银行不续贷。" in read(client.get(file))
    assert "上次走访" in read(client.get(card))
    # The mayor sees the firm by region, yet does not look after it.
    client = sign_in(cast.mayor)
    assert "银行不续贷。" not in read(client.get(file))
    assert "上次走访" not in read(client.get(card))


def test_the_log_tells_it_in_words_without_what_was_said(cast: Cast) -> None:
    made(cast)
    told = describe(Event.objects.filter(object_type="visit").order_by("seq"))
    assert [one.what for one in told] == ["计划走访", "记录走访"]
    assert ("企业", "许昌钻石公司") in told[0].facts
    assert ("状态", "已计划", "已走访") in told[1].changes
    assert "二期" not in str(told)


def test_filters_stand_in_the_address(cast: Cast, sign_in: SignIn) -> None:
    planned(cast)
    made(cast)
    client = sign_in(cast.he_fan)

    def shown(**query: str | int) -> int:
        listing = client.get(reverse("desk:visits"), query).context["listing"]
        return len(listing.rows)

    asked: Mapping[str, tuple[dict[str, str | int], int]] = {
        "all": ({}, 2),
        "state": ({"state": "made"}, 1),
        "text": ({"text": "玻璃"}, 0),
        "mine": ({"mine": "on"}, 0),
        "open": ({"open": "on"}, 0),
        "firm": ({"firm": cast.diamond.pk}, 2),
        "other": ({"firm": cast.shoes.pk}, 0),
    }
    assert {name: shown(**query) for name, (query, _n) in asked.items()} == {
        name: n for name, (_query, n) in asked.items()
    }


def test_pages_ask_as_often_for_three_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    client, counts = sign_in(cast.lin), []
    for _round in range(3):
        made(cast)
        planned(cast)
        with CaptureQueriesContext(connection) as asked:
            for name in ("desk:visits", "desk:home"):
                client.get(reverse(name))
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_a_case_whose_firm_is_hidden_is_not_told_on_its_visits_page(
    cast: Cast, sign_in: SignIn
) -> None:
    """The page names the firm, so that a number there would tell whose case it is."""
    visit, case = made(cast), scenes.confidential(cast)
    visit.cases.add(case)
    RoleAssignment.objects.create(
        user=cast.lin, role=Role.HANDLER, unit=cast.industry, since=timezone.now()
    )
    client = sign_in(cast.lin)
    assert client.get(reverse("desk:case", args=[case.number])).status_code == 200
    assert case.number not in read(client.get(reverse("desk:visit", args=[visit.pk])))
    Case.objects.filter(pk=case.pk).update(confidential=False)
    assert case.number in read(client.get(reverse("desk:visit", args=[visit.pk])))


def test_in_one_form_what_was_said_what_is_needed_and_what_was_promised(
    cast: Cast, sign_in: SignIn
) -> None:
    visit, client = planned(cast), sign_in(cast.lin)
    today = timezone.localdate()
    typed = {
        "day": today, "present": "赵总", "said": "谈了两件。",
        "need1_title": "用电容量不够", "need1_body": "缺 800 千伏安。",
        "need1_reporter_name": "赵强", "need1_reporter_phone": "13812345678",
        "need1_consent": "yes",
        "need2_title": "缺工", "need2_body": "缺二十人。",
        "promise1_what": "送政策清单",
    }  # fmt: skip
    left_out = send(client, visit, VisitVerb.MAKE, **typed)
    assert left_out.status_code == 422
    assert "请选择企业是否同意上报" in read(left_out)
    assert "请填写哪天以前办好" in read(left_out)
    assert "缺 800 千伏安。" in read(left_out)
    whole = {**typed, "need2_consent": "no", "promise1_due": today}
    assert send(client, visit, VisitVerb.MAKE, **whole).status_code == 302
    page = read(client.get(reverse("desk:visit", args=[visit.pk])))
    assert Case.objects.get().number in page
    assert "企业暂不同意上报的困难" in page
    assert "缺工" in page
    assert "送政策清单" in page


def test_who_plans_is_shown_who_goes_and_joins_by_one_press(cast: Cast, sign_in: SignIn) -> None:
    visit = planned(cast)
    LiaisonLink.objects.create(
        enterprise=cast.diamond, official=cast.mayor.official, kind=LiaisonKind.LEADER,
        since=LONG_AGO.date(),
    )  # fmt: skip
    client = sign_in(cast.mayor)
    near = reverse("desk:visits_near")
    day = timezone.localdate().isoformat()
    asked: dict[str, Any] = {"enterprise": cast.diamond.pk, "day": day}
    assert "林助" in read(client.get(near, asked))
    assert "林助" not in read(client.get(near, {**asked, "enterprise": cast.shoes.pk}))
    assert send(client, visit, VisitVerb.JOIN).status_code == 302
    page = read(client.get(reverse("desk:visit", args=[visit.pk])))
    assert "田市长（市活动办）" in page
    joining = reverse("desk:visit_verb", args=[visit.pk, "join"])
    assert joining not in read(client.get(near, asked))
