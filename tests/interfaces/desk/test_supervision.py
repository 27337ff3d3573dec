"""催办督办 on screen: written from the case, signed for and answered by the unit, filtered."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import life, steps
from tests.scenes.supervision import sheet_in, written
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.desk.supervision.forms import WriteForm
from zhuqi.interfaces.desk.supervision.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.supervision.views import VIEWS
from zhuqi.interfaces.shell.event_words import describe
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Boundary, Case
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState, SheetVerb
from zhuqi.mechanisms.supervision.models import SupervisionSheet

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
NEW = "desk:supervision_sheet_new"


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def send(client: Client, sheet: SupervisionSheet, verb: SheetVerb, **typed: object) -> Any:
    version = SupervisionSheet.objects.get(pk=sheet.pk).version
    url = reverse("desk:supervision_sheet_verb", args=[sheet.pk, verb.value])
    return client.post(url, {"seen": version, **typed})


@pytest.mark.parametrize("verb", VERB_PAGES)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(verb: SheetVerb) -> None:
    page = VERB_PAGES[verb]
    assert page.form.keywords() == page.keywords


def test_urged_from_the_case_with_what_is_late_filled_in(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS, now=timezone.now() - timedelta(days=60))
    client = sign_in(cast.he_fan)
    url = f"{reverse(NEW)}?case={case.number}"
    assert url.replace("&", "&amp;") in read(client.get(reverse("desk:case", args=[case.number])))
    form = client.get(url).context["form"]
    assert (form["unit"].value(), form["kind"].value()) == (cast.industry.pk, SheetKind.URGING)
    assert "现已逾期" in form["text"].value()
    assert cast.diamond.name not in form["text"].value()
    sent = {"case": case.number, "kind": "urging", "unit": cast.industry.pk, "limit": 3,
            "text": form["text"].value(), "key": "once"}  # fmt: skip
    # Whose time stands there is whose sheet it is.
    other = client.post(url, {**sent, "unit": cast.power.pk})
    assert other.status_code == 422
    assert "请按受文单位改写" in read(other)
    for _click in range(2):
        client.post(url, sent)
    sheet = SupervisionSheet.objects.get()
    again = client.post(url, {**sent, "key": "twice"})
    assert again.status_code == 409
    assert f"已有未回复的{sheet}" in read(again)
    for user, words in ((cast.he_fan, str(sheet)), (cast.zhou, str(sheet))):
        client = sign_in(user)
        assert f"发出{words}" in read(client.get(reverse("desk:case", args=[case.number])))
    client.force_login(cast.zhao)
    assert "催办" not in read(client.get(reverse("portal:case", args=[case.number])))


def test_a_number_of_no_case_of_ones_own_is_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for user, number in ((cast.he_fan, "1000-26-9999-9"), (cast.qin_lan, case.number)):
        sent = {"case": number, "kind": "urging", "text": "请办。", "limit": 3}
        response = sign_in(user).post(reverse(NEW), sent)
        assert response.status_code == 422
        assert "没有这个编号的诉求" in read(response)
    # The units to choose from stand there once the case is known.
    sent = {"case": case.number, "kind": "urging", "text": "请办。", "limit": 3}
    asked = sign_in(cast.he_fan).post(reverse(NEW), sent)
    assert "市工信局" in read(asked)
    assert not SupervisionSheet.objects.exists()


def test_a_case_that_may_never_be_urged_says_so_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    Case.objects.filter(pk=case.pk).update(boundary=Boundary.objects.get(code="suit"))
    page = read(sign_in(cast.he_fan).get(reverse("desk:case", args=[case.number])))
    assert "不能催办督办" in page
    assert reverse(NEW) + "?case=" not in page


def test_drafted_signed_by_the_signer_and_answered_by_the_unit(cast: Cast, sign_in: SignIn) -> None:
    sheet = written(cast, SheetKind.NOTICE, now=None)
    home = reverse("desk:home")
    signer = sign_in(cast.lu_yuan)
    assert "待签发的催办督办" in read(signer.get(home))
    send(signer, sheet, SheetVerb.ISSUE, text="请三日内回复。", limit=3)
    sheet.refresh_from_db()
    assert str(sheet) in read(signer.get(reverse("desk:supervision_sheet", args=[sheet.pk])))
    unit = sign_in(cast.zhou)
    assert "待签收、待回复的催办督办" in read(unit.get(home))
    shown = unit.get(reverse("desk:supervision_sheet", args=[sheet.pk]))
    assert [one.label for one in shown.context["actions"]] == ["签收"]
    send(unit, sheet, SheetVerb.SIGN)
    # Signed for, it still waits, and the queue's link shows it.
    behind = f"{reverse('desk:supervision')}?hand=answer"
    assert behind in read(unit.get(home))
    assert sheet.number in read(unit.get(behind))
    send(unit, sheet, SheetVerb.REPLY, reply="变压器周五到货。")
    assert sheet.number not in read(unit.get(behind))
    assert "待签收、待回复的催办督办" not in read(unit.get(home))
    page = read(sign_in(cast.he_fan).get(reverse("desk:supervision_sheet", args=[sheet.pk])))
    assert "变压器周五到货。" in page


def test_a_second_click_leads_on_and_a_stale_page_is_told_so(cast: Cast, sign_in: SignIn) -> None:
    sheet, client = sheet_in(cast, SheetState.SIGNED, now=None), sign_in(cast.zhou)
    url = reverse("desk:supervision_sheet_verb", args=[sheet.pk, "reply"])
    said = {"seen": sheet.version, "reply": "周五到货。"}
    assert client.post(url, said).status_code == 302
    assert client.post(url, said).status_code == 302
    other = client.post(url, {**said, "reply": "别的话。"})
    assert other.status_code == 409
    assert "别的话。" in read(other)
    assert Event.objects.filter(kind="supervision.reply").count() == 1


def test_filters_stand_in_the_address(cast: Cast, sign_in: SignIn) -> None:
    ago = timezone.now() - timedelta(days=60)
    case = scenes.case_in(cast, State.IN_PROGRESS, now=ago)
    written(cast, case=case, now=ago)
    written(cast, SheetKind.REQUEST, case=case, unit=cast.power, now=None)
    client = sign_in(cast.he_fan)

    def shown(**query: str | int) -> int:
        listing = client.get(reverse("desk:supervision"), query).context["listing"]
        return len(listing.rows)

    asked: Mapping[str, tuple[dict[str, str | int], int]] = {
        "all": ({}, 2),
        "kind": ({"kind": "request"}, 1),
        "state": ({"state": "drafted"}, 0),
        "unit": ({"unit": cast.power.pk}, 1),
        "late": ({"replies": "late"}, 1),
        "answered late": ({"replies": "answered_late"}, 0),
        "office": ({"office": cast.city_office.pk}, 2),
        "number": ({"text": "1号"}, 2),
        "firm": ({"firm": cast.diamond.pk}, 2),
        "other": ({"firm": cast.shoes.pk}, 0),
    }
    assert {name: shown(**query) for name, (query, _n) in asked.items()} == {
        name: n for name, (_query, n) in asked.items()
    }
    assert "已逾期未回复的催办督办" in read(client.get(reverse("desk:home")))


def test_a_hidden_firm_is_found_by_no_filter_and_no_file(cast: Cast, sign_in: SignIn) -> None:
    written(cast, case=scenes.confidential(cast), now=None)
    listed = reverse("desk:supervision")
    client = sign_in(cast.zhou)
    page = read(client.get(listed))
    assert "催办单" in page
    assert cast.diamond.name not in page
    assert not client.get(listed, {"firm": cast.diamond.pk}).context["listing"].rows
    assert sign_in(cast.he_fan).get(listed, {"firm": cast.diamond.pk}).context["listing"].rows


def test_the_firms_file_shows_its_sheets_and_search_finds_them(cast: Cast, sign_in: SignIn) -> None:
    sheet, client = written(cast, now=None), sign_in(cast.he_fan)
    assert sheet.number in read(client.get(reverse("desk:enterprise", args=[cast.diamond.pk])))
    found = read(client.get(reverse("desk:search"), {"text": "书面回复进展", "q": "书面回复进展"}))
    assert reverse("desk:supervision_sheet", args=[sheet.pk]) in found


def test_the_log_tells_it_in_words_without_what_was_said(cast: Cast) -> None:
    sheet = sheet_in(cast, SheetState.SIGNED)
    told = describe(Event.objects.filter(object_type="supervision").order_by("seq"))
    assert [one.what for one in told] == ["发出", "签收"]
    assert ("受文单位", "市工信局") in told[0].facts
    assert ("文号", sheet.number) in told[0].facts
    assert ("状态", "待签收", "待回复") in told[1].changes
    assert "抓紧" not in str(told)


def test_as_many_queries_for_three_rows_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.he_fan), reverse("desk:supervision")
    written(cast, now=None)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for title in ("第二件", "第三件"):
        written(cast, case=scenes.case_in(cast, State.IN_PROGRESS, title=title), now=None)
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(three) == len(one)


def test_the_new_form_takes_what_its_action_takes(cast: Cast) -> None:
    form = WriteForm(scope=person(cast.he_fan).scope)
    assert VIEWS.new is not None
    assert set(form.fields) == {"case", "kind", "unit", "text", "limit"}


def test_the_receipt_names_who_signed_and_who_answered_and_is_found_by_case_and_day(
    cast: Cast, sign_in: SignIn
) -> None:
    sheet = sheet_in(cast, SheetState.REPLIED)
    other = written(cast, case=scenes.case_in(cast, State.IN_PROGRESS, title="别的"))
    client = sign_in(cast.he_fan)
    page = read(client.get(reverse("desk:supervision_sheet", args=[sheet.pk])))
    assert re.search(r"签收</dt>\s*<dd[^>]*>[^<]*周工", page)
    listed = f"{reverse('desk:supervision')}?case={sheet.case.number}&since=2026-10-01"
    shown = read(client.get(listed))
    assert sheet.number in shown
    assert shown.count("周工") >= 2
    assert other.number not in shown[shown.index("<tbody") :]
    assert sheet.number not in read(client.get(f"{listed}&until=2026-10-01"))


# Many at once -------------------------------------------------------------------------------------


def _hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


def _press(client: Client, url: str, page: str) -> Job:
    sent = {"rows": _hidden(page, "rows"), "key": _hidden(page, "key"), "text": "请抓紧。",
            "limit": 3}  # fmt: skip
    first, second = client.post(url, sent), client.post(url, sent)
    assert first["Location"] == second["Location"]
    return Job.objects.get(pk=int(first["Location"].strip("/").rsplit("/", 1)[-1]))


def test_the_whole_filter_is_urged_with_one_press_and_numbered_without_gaps(
    cast: Cast, sign_in: SignIn
) -> None:
    ago = timezone.now() - timedelta(days=60)
    cases = [scenes.case_in(cast, State.IN_PROGRESS, title=f"第{n}件", now=ago) for n in range(3)]
    urged = written(cast, case=cases[0], now=None)
    scenes.submitted(cast, "刚提出")
    client = sign_in(cast.he_fan)
    ledger = read(client.get("/desk/ledger/?whose=all"))
    assert 'formaction="/desk/ledger/bulk/urge/"' in ledger
    url = "/desk/ledger/bulk/urge/?whole=1&whose=all"
    page = read(client.get(url))
    assert "2 件可办，2 件不能" in page
    assert f"已有未回复的{urged}" in page
    assert "还没有主办单位" in page
    job = _press(client, url, page)
    assert job.figures == {"done": 2, "refused": 0}
    sheets = SupervisionSheet.objects.order_by("pk")
    assert [one.number.partition("〕")[2] for one in sheets] == ["1号", "2号", "3号"]
    assert {one.unit for one in sheets} == {cast.industry}
    assert re.search(r"逾期 \d+ 个工作日。请抓紧。$", sheets.last().text)  # type: ignore[union-attr]
    event = Event.objects.filter(object_type="supervision").latest("pk")
    assert event.facts["job"] == job.pk
    assert "批量催办 2 件" in read(client.get(reverse("desk:job", args=[job.pk])))


def test_sheets_sent_by_mistake_are_withdrawn_at_once_but_for_what_was_signed_for(
    cast: Cast, sign_in: SignIn
) -> None:
    cases = [scenes.case_in(cast, State.IN_PROGRESS, title=f"第{n}件") for n in range(2)]
    earlier = written(cast, case=scenes.case_in(cast, State.IN_PROGRESS, title="别的"), now=None)
    client = sign_in(cast.he_fan)
    url = f"/desk/ledger/bulk/urge/?pick={cases[0].pk}&pick={cases[1].pk}"
    job = _press(client, url, read(client.get(url)))
    signed, other = (SupervisionSheet.objects.get(case=case) for case in cases)
    send(sign_in(cast.zhou), signed, SheetVerb.SIGN)
    client = sign_in(cast.he_fan)
    page = read(client.get(reverse("desk:job", args=[job.pk])))
    assert "撤回这批单子（1 件）" in page
    client.post(f"/desk/bulk/undo/{job.pk}/")
    back = Job.objects.latest("pk")
    assert back.figures == {"done": 1, "refused": 1}
    for sheet in (signed, other, earlier):
        sheet.refresh_from_db()
    assert [one.state for one in (signed, other, earlier)] == [
        SheetState.SIGNED, SheetState.WITHDRAWN, SheetState.ISSUED,
    ]  # fmt: skip
    assert other.reason == f"撤销批量办理（任务 {job.pk}）"


def test_bodies_that_can_not_be_commanded_are_requested_and_never_urged_in_bulk(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.submitted(cast)
    for act in (life.accept, life.assign):
        act(cast, case, timezone.now())
    case.refresh_from_db()
    client = sign_in(cast.shen_jing)
    assert "只发商请函" in read(client.get(f"/desk/ledger/bulk/urge/?pick={case.pk}"))
    url = f"/desk/ledger/bulk/ask_kindly/?pick={case.pk}"
    _press(client, url, read(client.get(url)))
    assert SupervisionSheet.objects.get().kind == SheetKind.REQUEST


def test_a_case_that_changed_meanwhile_is_left_out_and_no_number_is_lost(
    cast: Cast, sign_in: SignIn
) -> None:
    cases = [scenes.case_in(cast, State.IN_PROGRESS, title=f"第{n}件") for n in range(2)]
    client = sign_in(cast.he_fan)
    url = f"/desk/ledger/bulk/urge/?pick={cases[0].pk}&pick={cases[1].pk}"
    page = read(client.get(url))
    steps.answer(cases[0], cast.zhou, "已送电。", signed_by="郑局长")
    job = _press(client, url, page)
    assert job.figures == {"done": 1, "refused": 1}
    [sheet] = SupervisionSheet.objects.all()
    assert (sheet.case, sheet.number.endswith("〕1号")) == (cases[1], True)


def test_nobody_but_who_writes_sheets_is_offered_to_urge(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for user, status in ((cast.zhou, 403), (cast.lu_yuan, 403), (cast.yu_registrar, 200)):
        client = sign_in(user)
        answer = client.get(f"/desk/ledger/bulk/urge/?pick={case.pk}")
        assert answer.status_code == status
        assert case.number not in read(answer)
