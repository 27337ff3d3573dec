"""Every list as a file: the same rows, order and masks as on the screen, cell by cell."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.cast import Cast, person
from tests.permissions.town import ROLES, build_town
from tests.scenes import cases as scenes
from tests.scenes.lists import LISTS, fill
from tests.signing_in import sign_in as signed_in
from zhuqi.foundation.access import ActorKind
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.jobs import files
from zhuqi.foundation.jobs.models import Job
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain
from zhuqi.interfaces.desk.cases.in_file import FILE_COLUMNS
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.listing.exporting import EXPORTS, words_of
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Sheet = list[list[Any]]
# Where each list that may be exported is opened; the tables of the administrator follow.
PAGES = {
    "ledger": "/desk/ledger/", "topics": "/desk/topics/", "transfers": "/desk/transfers/",
    "firms": "/desk/enterprises/", "registrations": "/desk/registrations/",
    "liaison": "/desk/liaison/", "visits": "/desk/visits/",
    "leader_visits": "/desk/leader-visits/",
    "supervision": "/desk/supervision/", "imports": "/desk/imports/",
    "people": "/desk/admin/people/", "handovers": "/desk/absence/handover/",
    "log": "/desk/admin/log/", "ready_answers": "/desk/ready/",
    "appraisals": "/desk/appraisals/", "appraisal_appeals": "/desk/appraisals/appeals/",
    "appraisal_scores": "/desk/appraisals/scores/", "merits": "/desk/merits/",
    "delegations": "/desk/delegations/", "ladder": "/desk/supervision/plan/",
    "figure_rows": "/desk/statistics/rows/?figure=collected", "inspections": "/desk/inspections/",
    "findings": "/desk/inspections/findings/", "inspection_visits": "/desk/inspections/visits/",
    "lookback": "/desk/lookback/", "lookback_draws": "/desk/lookback/draws/",
    "rectifications": "/desk/rectification/", "adjustments": "/desk/adjustments/",
    "adjustment_moves": "/desk/adjustments/moves/", "liaison_roll": "/desk/adjustments/roll/",
    "coverage": "/desk/adjustments/coverage/", "letters": "/desk/letters/",
    "named_rosters": "/desk/named-rosters/", "roster_entries": "/desk/named-rosters/entries/",
    "roster_batches": "/desk/named-rosters/batches/", "roster_lines": "/desk/named-rosters/lines/",
    "questionnaires": "/desk/questionnaires/",
    "questionnaire_replies": "/desk/questionnaires/replies/",
    "rhythms": "/desk/rhythm/", "rhythm_notes": "/desk/rhythm/notes/",
    "service_days": "/desk/service-days/", "service_words": "/desk/service-words/",
    "meeting_bodies": "/desk/meetings/bodies/", "meeting_items": "/desk/meetings/items/",
    "papers": "/desk/papers/", "sister_alliances": "/desk/sister-alliances/",
    "sister_distinctions": "/desk/sister-distinctions/",
    "sister_sharings": "/desk/sister-sharings/",
    "meetings": "/desk/meetings/", "meeting_decisions": "/desk/meetings/decisions/",
    **{f"table_{key}": f"/desk/admin/registers/{key}/" for key in (
        "regions", "units", "officials", "posts", "items", "channels", "boundaries", "tags",
        "grounds", "visit-caps", "roster_kinds",
    )},
}  # fmt: skip
EXPORTED = {name: one for name, one in LISTS.items() if one.address in PAGES.values()}


@pytest.fixture(autouse=True)
def _no_files_left() -> Iterator[None]:
    yield
    for path in files.FILES.path().glob("*"):
        path.unlink()


def taken(client: Client, name: str, query: str = "", form: str = "xlsx") -> bytes:
    answer: Any = client.post(f"/desk/exports/{name}/{query}", {"format": form})
    assert answer.status_code == 200, answer.status_code
    return whole(answer)


def whole(answer: Any) -> bytes:
    """What is sent in pieces; at its end the file behind it is closed."""
    return b"".join(answer.streaming_content)


def sheet_of(content: bytes) -> Sheet:
    """Its rows, headings first; what stands above is in `above`."""
    return _whole(content)[4:]


def above(content: bytes) -> list[str]:
    return [str(row[0]) for row in _whole(content)[:4]]


def _whole(content: bytes) -> Sheet:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def on_screen(name: str, query: str, user: User) -> Sheet:
    """What the list's own columns show, row by row, where the file has the words of the cells."""
    by = person(user)
    listing = EXPORTS[name].listing(by)
    whole = listing.whole(QueryDict(query), by)
    rows = list(whole.rows.order_by(*whole.order.fields))
    page = listing.context(whole.asked, rows)
    return [
        [
            None if column.in_file else words_of(column.write(row, page))
            for column in whole.columns
            for _part in column.in_file or (None,)
        ]
        for row in rows
    ]


def test_every_list_the_desk_may_export_is_named_here() -> None:
    assert set(EXPORTS._parts) == set(PAGES)


@pytest.mark.parametrize("name", EXPORTED)
def test_the_file_says_what_the_list_shows_in_its_order_at_one_price(
    name: str, cast: Cast, sign_in: SignIn
) -> None:
    one = EXPORTED[name]
    user: User = getattr(cast, one.reader)
    client, export = sign_in(user), next(key for key, url in PAGES.items() if url == one.address)
    asked, content = [], b""
    for rows in (1, 2):
        for _more in range(rows):
            fill(cast, one, range(7 * rows + _more, 7 * rows + _more + 1))
        taken(client, export)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            content = taken(client, export)
        asked.append(len(counted))
    shown = on_screen(export, "", user)
    headings, *read = sheet_of(content)
    assert len(set(headings)) == len(headings)
    if export == "log":
        # The export itself stands there too: it ended, and was fetched, after it was written.
        shown = shown[2:]
    assert [row[0] for row in read] == list(range(1, len(shown) + 1))
    for wanted, row in zip(shown, read, strict=True):
        for words, cell in zip(wanted, row[1:], strict=True):
            if words is not None:
                cell_words = f"{cell:g}" if isinstance(cell, float) else str(cell)
                assert cell_words == words
    assert f"共 {len(shown):,} " in above(content)[1] or export == "log"
    if export != "log":
        assert asked[0] == asked[1]


@pytest.mark.in_part(4)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_a_list_may_export_it_and_nobody_else(role: str) -> None:
    user = build_town().people.get(role)
    client = signed_in(Client(), user) if user else Client()
    for name, url in PAGES.items():
        opened = client.get(url).status_code
        exported = client.post(f"/desk/exports/{name}/")
        assert exported.status_code == opened, (name, opened)
        if exported.streaming:
            whole(exported)
    assert client.post("/desk/exports/quarantine/").status_code in {302, 403, 404}


# The ledger --------------------------------------------------------------------------------------


def test_the_ledger_has_one_thing_a_column_typed(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.co_signed(cast)
    headings, row = sheet_of(taken(sign_in(cast.he_fan), "ledger"))
    found = dict(zip(headings, row, strict=True))
    assert headings[:5] == ["序号", "编号", "企业", "诉求", "县区"]
    assert found["编号"] == case.number
    assert found["企业"] == "许昌钻石公司"
    assert (found["主办单位"], found["协办单位"]) == ("市工信局", "许昌供电")
    assert found["状态"] == str(State.IN_PROGRESS.label) or found["状态"]
    assert case.assigned_at is not None
    assert found["交办日"] == timezone.localdate(case.assigned_at)
    assert isinstance(found["交办日"], date)
    assert isinstance(found["办理时限"], datetime)


def test_each_column_alone_says_what_it_says_among_all_at_the_price_of_one_row(
    cast: Cast, sign_in: SignIn
) -> None:
    client, keys = sign_in(cast.he_fan), [column.key for column in FILE_COLUMNS]
    everything = "?" + "&".join(f"cols={key}" for key in keys)
    asked: list[list[int]] = []
    for rows in (1, 2):
        for _more in range(rows):
            scenes.co_signed(cast)
            scenes.case_in(cast, State.COMPLETED)
        several = sheet_of(taken(client, "ledger", everything))
        counted = []
        for key in keys:
            with CaptureQueriesContext(connection) as queries:
                alone = sheet_of(taken(client, "ledger", f"?cols={key}"))
            counted.append(len(queries))
            places = [several[0].index(heading) for heading in alone[0]]
            assert alone == [[row[place] for place in places] for row in several], key
        asked.append(counted)
    assert asked[0] == asked[1]


def test_the_file_says_whose_it_is_what_was_asked_who_took_it_and_when(
    cast: Cast, sign_in: SignIn
) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    scenes.submitted(cast)
    content = taken(sign_in(cast.he_fan), "ledger", "?state=in_progress&order=newest")
    title, organ, asked, who = above(content)
    assert title == "助企诉求台账"
    assert "填报单位：市活动办" in organ
    assert "共 1 件" in organ
    assert "条件：状态：办理中" in asked
    assert "次序：新提出的在前" in asked
    assert "何帆" in who
    assert f"{timezone.localdate():%Y-%m-%d}" in who
    asking, *_others, fetched = Event.objects.filter(object_type="job").order_by("seq")
    assert asking.kind == "job.ask"
    assert asking.actor_id == cast.he_fan.pk
    assert asking.facts["rows"] == 1
    assert "状态：办理中" in [row.value for row in asking.erasables.all()]
    assert fetched.kind == "job.fetch"


def test_the_order_and_the_chosen_columns_are_those_of_the_address(
    cast: Cast, sign_in: SignIn
) -> None:
    several = [scenes.submitted(cast, f"第 {n} 件") for n in range(3)]
    query = "?order=newest&cols=title&cols=note"
    headings, *rows = sheet_of(taken(sign_in(cast.he_fan), "ledger", query))
    assert headings == ["序号", "编号", "诉求", "备注"]
    assert [row[1] for row in rows] == [case.number for case in reversed(several)]


def test_the_cover_of_a_confidential_case_holds_in_the_file(cast: Cast, sign_in: SignIn) -> None:
    scenes.confidential(cast)
    office = taken(sign_in(cast.he_fan), "ledger")
    unit = taken(sign_in(cast.sun), "ledger")
    assert "许昌钻石公司" in str(sheet_of(office))
    assert len(sheet_of(unit)) == 2
    assert "许昌钻石公司" not in str(_whole(unit))
    sought = taken(sign_in(cast.sun), "ledger", "?text=许昌钻石")
    assert len(sheet_of(sought)) == 1


def test_phones_are_masked_for_who_only_reads(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    Case.objects.filter(pk=case.pk).update(handler_phone="13800001234")
    for user in (cast.he_fan, cast.inspector):
        headings, row = sheet_of(taken(sign_in(user), "ledger"))
        found = dict(zip(headings, row, strict=True))["经办人电话"]
        whole = listing_phone(user)
        assert found == whole
    assert listing_phone(cast.inspector) != "13800001234"


def listing_phone(user: User) -> str:
    """As the list on the screen has it."""
    by = person(user)
    listing = EXPORTS["ledger"].listing(by)
    whole = listing.whole(QueryDict(), by)
    rows = list(whole.rows.order_by())
    page = listing.context(whole.asked, rows)
    [column] = [one for one in whole.columns if one.key == "handler"]
    return words_of(column.write(rows[0], page)).split("\n")[-1]


HOSTILE = '=HYPERLINK("http://x","点")'


def test_what_firms_type_is_no_formula_and_no_other_cell(cast: Cast, sign_in: SignIn) -> None:
    for title in (HOSTILE, "+86 联系", '用电\r\n第二行,"引号"', "<b>粗</b>&amp;"):
        scenes.submitted(cast, title)
    client = sign_in(cast.he_fan)
    kept = [row[3] for row in sheet_of(taken(client, "ledger", "?cols=firm&cols=title"))[1:]]
    text = taken(client, "ledger", "?cols=firm&cols=title", "csv").decode()
    assert text.startswith("\ufeff助企诉求台账")
    listed = [row[3] for row in list(csv.reader(io.StringIO(text[1:])))[5:]]
    assert kept == listed
    assert f"'{HOSTILE}" in kept
    assert "'+86 联系" in kept
    assert "<b>粗</b>&amp;" in kept
    assert not [cell for cell in kept if str(cell).startswith(("=", "+", "-", "@"))]


def test_one_press_gives_what_is_in_hand_and_what_was_closed_today(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    page = client.get("/desk/ledger/").content.decode()
    assert 'action="/desk/exports/ledger/?today=on"' in page
    live, today, before = (scenes.submitted(cast, title) for title in ("在办", "今天", "以前"))
    now = timezone.now()
    for case, closed in ((today, now), (before, now - timedelta(days=2))):
        Case.objects.filter(pk=case.pk).update(state=State.STRUCK_OFF, closed_at=closed)
    answer: Any = client.post("/desk/exports/ledger/?today=on", {"format": "xlsx"})
    content = whole(answer)
    assert above(content)[0] == "今日台账"
    assert {row[1] for row in sheet_of(content)[1:]} == {live.number, today.number}
    assert "%E4%BB%8A%E6%97%A5%E5%8F%B0%E8%B4%A6" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


# Many rows ---------------------------------------------------------------------------------------


@pytest.fixture
def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    monkeypatch.setattr(exporting, "_CHUNK", 2)


@pytest.mark.usefixtures("_many")
def test_many_rows_are_written_by_the_worker_who_says_when_they_are_ready(
    cast: Cast, sign_in: SignIn
) -> None:
    several = [scenes.submitted(cast, f"第 {n} 件") for n in range(5)]
    client = sign_in(cast.he_fan)
    answer = client.post("/desk/exports/ledger/?order=newest", {"format": "xlsx"})
    job = Job.objects.get()
    assert answer["Location"] == reverse("desk:job", args=[job.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "排队中" in page
    assert 'hx-trigger="every 2s"' in page
    drain()
    page = client.get(answer["Location"]).content.decode()
    assert "共 5 行" in page
    assert "hx-trigger" not in page.partition('id="main"')[2]
    assert Message.objects.filter(user=cast.he_fan, object_type="job").count() == 1
    file: Any = client.post(reverse("desk:job_file", args=[job.pk]))
    rows = sheet_of(whole(file))[1:]
    assert [row[1] for row in rows] == [case.number for case in reversed(several)]
    assert "导出助企诉求台账" in client.get("/desk/jobs/").content.decode()


@pytest.mark.usefixtures("_many")
def test_only_who_asked_and_still_reaches_as_much_gets_the_file(
    cast: Cast, sign_in: SignIn
) -> None:
    for n in range(3):
        scenes.submitted(cast, f"第 {n} 件")
    sign_in(cast.he_fan).post("/desk/exports/ledger/", {"format": "csv"})
    drain()
    url = reverse("desk:job_file", args=[Job.objects.get().pk])
    assert sign_in(cast.lu_yuan).post(url).status_code == 404
    assert sign_in(cast.he_fan).get(url).status_code == 405
    answer: Any = sign_in(cast.he_fan).post(url)
    assert whole(answer).startswith(b"\xef\xbb\xbf")
    RoleAssignment.objects.filter(user=cast.he_fan).update(until=timezone.now())
    assert sign_in(cast.he_fan).post(url).status_code == 403


@pytest.mark.usefixtures("_many")
def test_who_lost_the_role_meanwhile_gets_no_rows(cast: Cast, sign_in: SignIn) -> None:
    for n in range(3):
        scenes.submitted(cast, f"第 {n} 件")
    sign_in(cast.he_fan).post("/desk/exports/ledger/", {"format": "xlsx"})
    RoleAssignment.objects.filter(user=cast.he_fan).update(until=timezone.now())
    drain()
    job = Job.objects.get()
    assert (job.state, job.stored_as) == ("failed", "")
    assert "不能导出" in job.trouble


def test_more_rows_than_a_sheet_holds_are_refused_in_words(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    scenes.submitted(cast)
    scenes.submitted(cast, "又一件")
    answer = sign_in(cast.he_fan).post("/desk/exports/ledger/")
    assert answer.status_code == 409
    assert "分几次导出" in answer.content.decode()
    assert not Job.objects.exists()


def test_firms_people_export_nothing(cast: Cast, sign_in: SignIn) -> None:
    assert person(cast.zhao).actor.kind is ActorKind.FIRM
    assert sign_in(cast.zhao).post("/desk/exports/ledger/").status_code == 403
