"""督导检查 and 专项整治 over HTTP: the day's work, second clicks, stale pages, figures, filters."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes import inspections as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.models import Event
from zhuqi.interfaces.desk.inspections.verb_pages import FINDING_PAGES, ROUND_PAGES, VISIT_PAGES
from zhuqi.interfaces.desk.rectification.verb_pages import VERB_PAGES
from zhuqi.interfaces.shell.event_words import describe
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.inspections.enums import FindingState, VisitState
from zhuqi.mechanisms.inspections.models import Finding, InspectionRound
from zhuqi.mechanisms.rectification.models import Rectification

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TABLES = (ROUND_PAGES, VISIT_PAGES, FINDING_PAGES, VERB_PAGES)
PAGES = [page for table in TABLES for page in table.values()]
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 64


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


@pytest.mark.parametrize("page", PAGES)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(page: VerbPage[Any]) -> None:
    assert page.form.keywords() == page.keywords


def test_a_round_is_planned_staffed_and_begun(cast: Cast, sign_in: SignIn) -> None:
    client, today = sign_in(cast.he_fan), timezone.localdate()
    sent = {
        "office": cast.city_office.pk, "title": "半年督导检查", "basis": "联席会议决定",
        "since": today, "until": today + timedelta(days=20), "items": scenes.ITEMS, "key": "once",
    }  # fmt: skip
    for _click in range(2):
        client.post(reverse("desk:inspection_new"), sent)
    row = InspectionRound.objects.get()
    page = client.get(reverse("desk:inspection", args=[row.pk]))
    labels = [one.label for one in page.context["actions"]]
    assert labels == ["修改方案", "定检查组", "安排被查单位"]

    def send(user: User, verb: str, **typed: object) -> Any:
        version = InspectionRound.objects.get().version
        url = reverse("desk:inspection_verb", args=[row.pk, verb])
        return sign_in(user).post(url, {"seen": version, **typed})

    shown = read(client.get(reverse("desk:inspection_verb", args=[row.pk, "team"])))
    assert "督查员（市活动办" in shown
    assert send(cast.he_fan, "team", members=[cast.inspector.pk]).status_code == 302
    units = [cast.industry.pk, cast.county_office.pk]
    assert send(cast.he_fan, "add", units=units, day=today).status_code == 302
    assert send(cast.shen_jing, "start").status_code == 302
    assert "今天该去检查的单位" in read(sign_in(cast.inspector).get(reverse("desk:home")))
    assert "应查 2 家" in read(sign_in(cast.mayor).get(reverse("desk:inspection", args=[row.pk])))


def test_the_checklist_leads_on_from_thing_to_thing_with_photos(
    cast: Cast, sign_in: SignIn
) -> None:
    row = scenes.begun(cast, now=timezone.now())
    visit, client = scenes.visit_to(row, cast.industry), sign_in(cast.inspector)
    first, second, third = row.items.all()
    act = reverse("desk:inspection_visit_verb", args=[visit.pk, "answer"])

    def answer(item: Any, seen: int, **typed: object) -> Any:
        return client.post(act, {"seen": seen, "item": item.pk, "result": "met", **typed})

    shown = read(client.get(act))
    assert "第 1 项，共 3 项" in shown
    assert first.text in shown
    photo = SimpleUploadedFile("台账.jpg", PHOTO)
    led = answer(first, visit.version, photos=photo)
    assert led["Location"] == f"{act}?item={second.pk}"
    # A page that shows an older state keeps what was typed; nothing is asked of photos.
    stale = answer(second, visit.version, remark="<b>写了一半</b>")
    assert stale.status_code == 409
    assert "&lt;b&gt;写了一半" in read(stale)
    bad = answer(second, visit.version + 1, result="not_met", remark="")
    assert (bad.status_code, "写明情况" in read(bad)) == (422, True)
    assert answer(second, visit.version + 1)["Location"] == f"{act}?item={third.pk}"
    again = answer(second, visit.version + 1)
    assert again.status_code == 302
    last = answer(third, visit.version + 2)
    assert last["Location"] == reverse("desk:inspection_visit", args=[visit.pk])
    page = client.get(last["Location"])
    assert "台账.jpg" in read(page)
    assert [one.label for one in page.context["actions"] if one.main] == ["完成检查"]
    # The file is opened by whoever sees the inspection, and by nobody else.
    [link] = set(re.findall(r'href="(/files/[^"]+)"', read(page))) or {""}
    assert client.get(link).getvalue() == PHOTO
    assert sign_in(cast.zhou).get(link).status_code == 403
    assert Attachment.objects.get().name == "台账.jpg"
    assert Event.objects.filter(kind="inspection_visit.answer").count() == 3


def test_each_figure_of_a_round_opens_the_rows_it_counts(cast: Cast, sign_in: SignIn) -> None:
    row = scenes.begun(cast, now=timezone.now() - timedelta(days=60))
    scenes.finding_in(cast, FindingState.SIGNED, row=row, now=timezone.now() - timedelta(days=60))
    client = sign_in(cast.mayor)
    page = read(client.get(reverse("desk:inspection", args=[row.pk])))
    figures = re.findall(r'<a href="([^"]+)">(?:应查|已查|问题|未销号|逾期) (\d+) [家个]</a>', page)
    assert [int(n) for _url, n in figures] == [2, 1, 1, 1, 1]
    cells = re.findall(r'<a[^>]*href="(/desk/inspections/[^"]*\?[^"]+)"[^>]*>(\d+)</a>', page)
    assert len(cells) >= 6
    for url, n in [*figures, *cells]:
        listing = client.get(url.replace("&amp;", "&")).context["listing"]
        assert len(listing.rows) == int(n), url


def test_a_finding_goes_to_the_unit_and_back_and_into_the_ledger(
    cast: Cast, sign_in: SignIn
) -> None:
    found = scenes.finding_in(cast, FindingState.DRAFTED, now=timezone.now())
    home = reverse("desk:home")

    def send(user: User, verb: str, **typed: object) -> Any:
        version = Finding.objects.get().version
        url = reverse("desk:finding_verb", args=[found.pk, verb])
        return sign_in(user).post(url, {"seen": version, **typed})

    assert "待签发的整改通知" in read(sign_in(cast.lu_yuan).get(home))
    assert send(cast.lu_yuan, "issue", demand="补写。", limit=5).status_code == 302
    unit = sign_in(cast.wu)
    assert "待签收、待整改的问题" in read(unit.get(home))
    send(cast.wu, "sign")
    proof = SimpleUploadedFile("整改.jpg", PHOTO)
    assert send(cast.wu, "reply", reply="已补写。", proofs=proof).status_code == 302
    assert "待复查的整改" in read(sign_in(cast.inspector).get(home))
    today = timezone.localdate()
    assert send(cast.inspector, "fail", day=today, remark="还差两件", limit=3).status_code == 302
    page = read(unit.get(reverse("desk:finding", args=[found.pk])))
    assert "还差两件" in page
    assert "整改.jpg" in page
    # From a finding into the ledger of rectification in one step.
    office = sign_in(cast.he_fan)
    into = f"{reverse('desk:rectification_new')}?finding={found.pk}"
    assert into in read(office.get(reverse("desk:finding", args=[found.pk])))
    form = office.get(into).context["form"]
    assert (form["unit"].value(), form["problem"].value()) == (cast.industry.pk, scenes.FOUND)
    sent = {
        "finding": found.pk, "office": cast.city_office.pk, "unit": cast.industry.pk,
        "problem": "台账不实", "measure": "逐件核对", "post": "分管副局长", "due": today,
        "key": "once",
    }  # fmt: skip
    for _click in range(2):
        office.post(into, sent)
    row = Rectification.objects.get()
    assert "看专项整治" in read(office.get(reverse("desk:finding", args=[found.pk])))
    assert "待整改的专项整治问题" in read(sign_in(cast.zhou).get(home))
    shown = read(sign_in(cast.zhou).get(reverse("desk:rectification", args=[row.pk])))
    assert reverse("desk:finding", args=[found.pk]) in shown


def test_the_log_says_it_in_words(cast: Cast) -> None:
    scenes.finding_in(cast, FindingState.CLOSED)
    events = list(Event.objects.filter(object_type__startswith="inspection").order_by("pk"))
    told = describe(events)
    named = {name for one in told for name, *_values in (*one.facts, *one.changes)}
    assert {"检查内容", "检查组成员", "被查单位", "轮次", "检查记录", "问题"} <= named
    assert not [one.what for one in told if one.what.isascii()]
    assert not [name for name in named if name.isascii()]
    assert ("检查内容", "2. 问题台账与实际相符") in [f for one in told for f in one.facts]


def test_pages_ask_as_much_for_three_rows_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    client, asked = sign_in(cast.he_fan), dict[int, list[int]]()
    for n in (1, 3):
        while InspectionRound.objects.filter(state="underway").count() < n:
            scenes.finding_in(cast, FindingState.ISSUED, row=scenes.begun(cast, now=now), now=now)
        row = InspectionRound.objects.latest("pk")
        urls = (
            reverse("desk:inspections"), reverse("desk:findings"),
            reverse("desk:inspection_visits"), reverse("desk:inspection", args=[row.pk]),
        )  # fmt: skip
        asked[n] = [page_asks(client, url) for url in urls]
    assert asked[3] == asked[1]
    assert max(asked[3]) <= 20
    assert Finding.objects.filter(visit__state=VisitState.VISITED).count() == 3
