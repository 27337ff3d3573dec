"""问卷 on the desk: drawn up and sent with the reach in sight, what came back in numbers that open
their rows, who is silent on the official's home, an answer written down for a firm."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes.questionnaires import act, ahead, answers, reply_of, sent
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.interfaces.desk.questionnaires import verb_pages
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.questionnaires.actions import questionnaires, replies
from zhuqi.mechanisms.questionnaires.models import Questionnaire, QuestionnaireReply

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TABLES: tuple[Mapping[Any, VerbPage[Any]], ...] = (
    verb_pages.QUESTIONNAIRE_PAGES, verb_pages.REPLY_PAGES,
)  # fmt: skip


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


@pytest.mark.parametrize("page", [page for pages in TABLES for page in pages.values()])
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(page: VerbPage[Any]) -> None:
    assert page.form.keywords() == page.keywords


def test_it_is_drawn_up_and_sent_with_its_reach_in_sight(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    typed = {
        "office": cast.city_office.pk, "title": "用工排查", "purpose": "摸底",
        "due": ahead(9).isoformat(), "sector": "industry", "key": "1",
    }  # fmt: skip
    made = client.post(reverse("desk:questionnaire_new"), typed)
    row = Questionnaire.objects.get()
    assert made["Location"] == reverse("desk:questionnaire", args=[row.pk])
    add = reverse("desk:questionnaire_verb", args=[row.pk, "add"])
    wrong = client.post(
        add, {"seen": row.version, "kind": "one", "text": "正常吗", "options": "正常"}
    )
    assert wrong.status_code == 422
    assert "2 到 20 个选项" in read(wrong)
    for kind, text in (("text", "意见"), ("problem", "问题")):
        seen = Questionnaire.objects.get().version
        assert client.post(add, {"seen": seen, "kind": kind, "text": text}).status_code == 302
    page = read(client.get(made["Location"]))
    assert "将发给 3 家" in page
    seen = Questionnaire.objects.get().version
    send = reverse("desk:questionnaire_verb", args=[row.pk, "send"])
    assert client.post(send, {"seen": seen}).status_code == 302
    assert client.post(send, {"seen": seen, "key": "2"}).status_code == 409
    page = read(client.get(made["Location"]))
    for words in ("发放 3 家", "还没交 3 家", "回收率 0.0%"):
        assert words in page


def test_what_came_back_stands_by_question_and_goes_out_as_a_file(
    cast: Cast, sign_in: SignIn
) -> None:
    row, client = sent(cast), sign_in(cast.he_fan)
    told = answers(row, running=1, lacks=(0, 2), number=12, problem="路灯坏了", consent=True)
    act(reply_of(row, cast.diamond), cast.zhao, replies.hand_in, answers=told)
    page = read(client.get(reverse("desk:questionnaire", args=[row.pk])))
    case = reply_of(row, cast.diamond).answers.exclude(case=None).get().case
    assert case is not None
    for words in ("半停产", "12 人", "路灯坏了", "已登记为诉求 1 件", case.number, "回收率 33.3%"):
        assert words in page
    assert "在问卷“工业企业问题排查”里反映" in read(
        client.get(reverse("desk:case", args=[case.number]))
    )
    rows = f"{reverse('desk:questionnaire_replies')}?questionnaire={row.pk}&missing=on"
    assert cast.diamond.name not in read(client.get(rows))
    file: Any = client.post(reverse("desk:questionnaire_file", args=[row.pk]))
    assert file["Content-Type"].endswith("spreadsheetml.sheet")
    assert b"".join(file.streaming_content)[:2] == b"PK"
    assert client.get(reverse("desk:questionnaire_file", args=[row.pk])).status_code == 405


def test_who_is_silent_is_rung_up_and_answered_for(cast: Cast, sign_in: SignIn) -> None:
    row, client = sent(cast, due=ahead(2)), sign_in(cast.lin)
    FirmMember.objects.filter(enterprise=cast.diamond).delete()
    home = reverse("desk:home")
    assert "还没交问卷的企业，请打电话" in read(client.get(home))
    reply = reply_of(row, cast.diamond)
    fill = reverse("desk:questionnaire_reply_verb", args=[reply.pk, "fill_in"])
    page = read(client.get(fill))
    assert "1. 生产是否正常" in page
    first, *_more = row.questions.all()
    missing = client.post(fill, {"seen": reply.version})
    assert missing.status_code == 422
    assert "请选择" in read(missing)
    done = client.post(fill, {"seen": reply.version, f"q{first.pk}": "2"})
    assert done.status_code == 302
    assert "林助（代填）" in read(client.get(reverse("desk:questionnaire_reply", args=[reply.pk])))
    assert "还没交问卷的企业" not in read(client.get(home))


def test_a_firms_draft_is_its_own_until_it_is_handed_in(cast: Cast, sign_in: SignIn) -> None:
    row = sent(cast)
    reply = reply_of(row, cast.diamond)
    act(reply, cast.zhao, replies.save_draft, answers=answers(row, problem="还没想好"))
    url = reverse("desk:questionnaire_reply", args=[reply.pk])
    assert "还没想好" not in read(sign_in(cast.he_fan).get(url))


def test_past_its_day_it_waits_to_be_closed(cast: Cast, sign_in: SignIn) -> None:
    row, client = sent(cast), sign_in(cast.he_fan)
    Questionnaire.objects.update(due=ahead(-1))
    assert "过了截止日期、待结束的问卷" in read(client.get(reverse("desk:home")))
    act(row, cast.he_fan, questionnaires.close)
    assert "待结束的问卷" not in read(client.get(reverse("desk:home")))


def test_a_list_of_three_asks_no_more_than_one_of_one(cast: Cast, sign_in: SignIn) -> None:
    client, row = sign_in(cast.he_fan), sent(cast, region=cast.xiangcheng)
    reply = reply_of(row, cast.shoes)
    act(reply, cast.feng, replies.hand_in, answers=answers(row, problem="缺电", consent=True))
    urls = [reverse("desk:questionnaires"), reverse("desk:questionnaire_replies")]
    urls += [reverse("desk:questionnaire", args=[row.pk])]
    urls += [reverse("desk:questionnaire_reply", args=[reply.pk])]
    one = [page_asks(client, url) for url in urls]
    for firm, user in ((cast.diamond, cast.zhao), (cast.stranger_firm, cast.jia)):
        other = sent(cast)
        mine = QuestionnaireReply.objects.filter(enterprise=firm, state="waiting").latest("pk")
        told = answers(mine.questionnaire, problem="缺水", consent=True)
        act(mine, user, replies.hand_in, answers=told)
        QuestionnaireReply.objects.filter(pk=mine.pk).update(questionnaire=other)
    assert [page_asks(client, url) for url in urls] == one
    assert max(one) <= 20
