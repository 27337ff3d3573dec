"""What goes out by itself, on screen: delegated, looked ahead at, signed and withdrawn in bulk."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.asked import page_asks
from tests.cast import Cast, person
from tests.scenes.ladder import adopt, delegate, late, on, sweeping
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.desk.supervision.delegations import GiveForm
from zhuqi.interfaces.shell.event_words import describe
from zhuqi.ledgers.cases.models import Recusal, RecusalKind
from zhuqi.mechanisms.supervision.enums import SheetState
from zhuqi.mechanisms.supervision.ladder import delegations
from zhuqi.mechanisms.supervision.ladder.models import Delegation, LadderScheme
from zhuqi.mechanisms.supervision.ladder.schemes import LADDERS
from zhuqi.mechanisms.supervision.models import SupervisionSheet

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
PLAN, GIVEN = "/desk/supervision/plan/", "/desk/delegations/"


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_the_signer_delegates_and_takes_it_back(cast: Cast, sign_in: SignIn) -> None:
    adopt(cast)
    client, today = sign_in(cast.lu_yuan), timezone.localdate()
    assert "还没有常设授权" in read(client.get(GIVEN))
    form = client.get(f"{GIVEN}new/").context["form"]
    assert (form["since"].value(), form["kinds"].value()) == (today, ["urging", "request"])
    sent = {
        "office": cast.city_office.pk, "kinds": ["urging"], "since": today.isoformat(),
        "until": (today + timedelta(days=90)).isoformat(), "grounds": "<b>会议</b>", "key": "a",
    }  # fmt: skip
    wrong = client.post(f"{GIVEN}new/", {**sent, "until": "2035-01-01"})
    assert (wrong.status_code, "最长一年" in read(wrong)) == (422, True)
    made, _again = client.post(f"{GIVEN}new/", sent), client.post(f"{GIVEN}new/", sent)
    row = Delegation.objects.get()
    assert made["Location"] == f"{GIVEN}{row.pk}/"
    page = read(client.get(made["Location"]))
    assert "有效" in page
    assert "&lt;b&gt;会议" in page
    # Others of the office read it and take nothing back; another county's reads nothing.
    assert sign_in(cast.he_fan).post(f"{GIVEN}{row.pk}/revoke/", {"seen": 1}).status_code == 403
    assert sign_in(cast.qin_lan).get(f"{GIVEN}{row.pk}/").status_code == 404
    client = sign_in(cast.lu_yuan)
    back = {"seen": row.version, "reason": "改为逐份签发"}
    assert client.post(f"{GIVEN}{row.pk}/revoke/", back).status_code == 302
    assert client.post(f"{GIVEN}{row.pk}/revoke/", {**back, "key": "b"}).status_code == 409
    row.refresh_from_db()
    assert (row.state, row.reason) == ("revoked", "改为逐份签发")
    told = describe(Event.objects.filter(object_type="delegation").order_by("pk"))
    assert [str(one.what) for one in told] == ["授权系统发单", "收回授权"]


def test_form_and_action_ask_the_same() -> None:
    assert GiveForm.keywords() == {"office", "kinds", "since", "until", "grounds"}


def test_the_plan_says_what_comes_next_for_what_one_sees(cast: Cast, sign_in: SignIn) -> None:
    adopt(cast)
    case = late(cast)
    ahead = late(cast, "还没有到期", due=timezone.now() + timedelta(days=30))
    text = read(sign_in(cast.he_fan).get(PLAN))
    assert case.title in text
    assert "拟稿，待签发" in text
    assert "到期前提醒" in text
    only = read(sign_in(cast.he_fan).get(f"{PLAN}?late=1"))
    assert ahead.title not in only or timezone.now() > on(1)
    Recusal.objects.create(
        case=ahead, user=cast.he_fan, at=timezone.now(), by="沈静", kind=RecusalKind.RELATION
    )
    assert ahead.title not in read(sign_in(cast.he_fan).get(PLAN))
    assert "没有要催办的" in read(sign_in(cast.qin_lan).get(PLAN))
    assert sign_in(cast.zhou).get(PLAN).status_code == 403


def test_the_case_page_says_what_goes_out_next_when_and_how(cast: Cast, sign_in: SignIn) -> None:
    adopt(cast)
    case = late(cast)
    part = reverse("desk:ladder_of_case", args=[case.number])
    client = sign_in(cast.he_fan)
    with CaptureQueriesContext(connection) as asked:
        assert f'hx-get="{part}"' in read(client.get(f"/desk/cases/{case.number}/"))
    assert "supervision_officeladder" not in "".join(one["sql"] for one in asked)
    text = read(client.get(part))
    assert re.search(r"（办理）：.*催办，拟稿，待签发", text)
    delegations.give(
        office=cast.city_office, kinds=["urging"], since=timezone.localdate(), grounds="",
        until=timezone.localdate() + timedelta(days=9), by=person(cast.lu_yuan),
    )  # fmt: skip
    assert "催办，直接发出" in read(client.get(part))
    assert page_asks(client, part) <= 20
    # The unit is not told beforehand; another office has nothing to do with it.
    client = sign_in(cast.zhou)
    assert part not in read(client.get(f"/desk/cases/{case.number}/"))
    assert client.get(part).status_code == 403
    assert sign_in(cast.qin_lan).get(part).status_code == 404


def test_the_plan_costs_the_same_for_three_rows_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    adopt(cast)
    client, counts = sign_in(cast.he_fan), []
    client.get(PLAN)
    for rows in (("一",), ("二", "三")):
        for title in rows:
            late(cast, title)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PLAN).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def several(client: Client, verb: str, sheets: Sequence[SupervisionSheet], **typed: str) -> Job:
    """Chosen in the list, looked at, pressed."""
    url = f"/desk/supervision/bulk/{verb}/?" + "&".join(f"pick={sheet.pk}" for sheet in sheets)
    page = read(client.get(url))
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("rows", "key")}
    sent = {name: one[1] for name, one in found.items() if one}
    answer = client.post(url, {**sent, **typed})
    assert answer.status_code == 302, read(answer)
    return Job.objects.get(pk=int(answer["Location"].strip("/").rsplit("/", 1)[-1]))


def test_drafts_of_a_sweep_are_signed_together_and_withdrawn_together(
    cast: Cast, sign_in: SignIn
) -> None:
    adopt(cast)
    for title in ("一", "二", "三"):
        late(cast, title)
    sweeping(on(1))
    drafts = list(SupervisionSheet.objects.order_by("pk"))
    signer = sign_in(cast.lu_yuan)
    assert "待签发的催办督办" in read(signer.get(reverse("desk:home")))
    several(signer, "issue", drafts)
    numbers = SupervisionSheet.objects.order_by("pk").values_list("number", flat=True)
    assert [number.partition("〕")[2] for number in numbers] == ["1号", "2号", "3号"]
    registrar = sign_in(cast.he_fan)
    several(registrar, "withdraw", drafts[:2], reason="企业已认可")
    states = SupervisionSheet.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [SheetState.WITHDRAWN, SheetState.WITHDRAWN, SheetState.ISSUED]
    several(sign_in(cast.zhou), "sign", drafts)
    assert SupervisionSheet.objects.get(pk=drafts[2].pk).state == SheetState.SIGNED


def test_a_sheet_says_under_whose_delegation_the_system_sent_it(
    cast: Cast, sign_in: SignIn
) -> None:
    adopt(cast)
    delegate(cast)
    case = late(cast)
    sweeping(on(1))
    sheet = SupervisionSheet.objects.get()
    client = sign_in(cast.zhou)
    for url in (
        reverse("desk:supervision_sheet", args=[sheet.pk]), reverse("desk:case", args=[case.number])
    ):  # fmt: skip
        page = read(client.get(url))
        assert f"依{cast.lu_yuan.name}" in page, url
        assert "的常设授权" in page


def test_a_ladder_is_edited_published_and_adopted_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    adopt(cast)
    scheme = LadderScheme.objects.get(code="usual")
    client = sign_in(cast.system_admin)
    url = f"/desk/admin/registers/ladder/{scheme.pk}/"
    page = read(client.get(url))
    for words in ("到期前 1 个工作日", "每 3 个工作日一次，直到办结", "回复时限"):
        assert words in page
    form = client.get(f"{url}publish/").context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent = {**given, "again_1": "", "inquire_1": "2", "seen": 1}
    refused = client.post(f"{url}publish/", sent)
    assert (refused.status_code, "再次催办" in read(refused)) == (422, True)
    sent |= {"again_1": 5, "remind_3": 4, "reply_days": 4}
    assert client.post(f"{url}publish/", sent).status_code == 302
    compared = read(client.get(f"{url}?before=1&after=2"))
    for words in ("每 5 个工作日一次", "到期前 4 个工作日", "4 个工作日"):
        assert words in compared
    newest = LADDERS.newest_for(cast.city_office)
    assert newest is not None
    assert newest.number == 2
