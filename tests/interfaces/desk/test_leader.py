"""A leader's first page and what it leads to: words given by phone, reports that come back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import LONG_AGO, Cast, official_user, person
from tests.scenes import cases as scenes
from tests.scenes import levels
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.foundation.notices.models import Message
from zhuqi.interfaces.desk.cases.forms.instructions import SCANS
from zhuqi.ledgers.cases.actions import closing
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Disposition, State, Verb, Verdict
from zhuqi.ledgers.cases.instructions.actions import instruct, mark_read, report_on
from zhuqi.ledgers.cases.models import Case, Instruction
from zhuqi.ledgers.cases.notifications.actions import notify_of

SignIn = Callable[[User], Client]
WORDS = "此企业困难属实，请供电公司拿出方案。"
REPORT = "方案已定，月底前增容送电。"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def home(client: Client) -> str:
    answer = client.get("/desk/")
    assert answer.status_code == 200
    return answer.content.decode()


def block(text: str, name: str) -> str:
    """One section of the page."""
    found = re.search(rf'<section class="d-watch__{name}".*?</section>', text, re.DOTALL)
    assert found
    return found[0]


def told(case: Case, *, by: User | None = None, leader: User, requirement: str = "报方案") -> Case:
    writer = by or leader
    with open_case(case.pk, by=person(writer)) as work:
        instruct(work, leader=leader, text=WORDS, requirement=requirement)
    return levels.fresh(case)


def reported(cast: Cast, case: Case, ordinal: int = 1) -> Case:
    with open_case(case.pk, by=person(cast.zhou)) as work:
        report_on(work, ordinal=ordinal, text=REPORT)
    return levels.fresh(case)


def again(cast: Cast) -> Case:
    """The firm was not content; the bureau is at it a second time."""
    case = scenes.case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY, title="又办一轮")
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        closing.redo(work, reason="还差一台变压器")
    return levels.fresh(case)


def lapsed(cast: Cast, now: datetime) -> Case:
    """Carried, and the next date has passed."""
    then = now - timedelta(days=60)
    case = scenes.case_in(
        cast, State.COMPLETED, disposition=Disposition.PLANNED, title="挂账过期", now=then
    )
    with open_case(case.pk, by=person(cast.lu_yuan), now=then) as work:
        closing.carry(work, until=(then + timedelta(days=20)).date(), reason="列入计划")
    return levels.fresh(case)


def test_an_empty_page_says_what_will_come(cast: Cast, sign_in: SignIn) -> None:
    text = home(sign_in(cast.mayor))
    for words in ("没有等您圈阅的报告", "没有卡住的诉求", "没有逾期的诉求", "走访前要看的卡片"):
        assert words in text


def test_a_report_comes_back_unasked_and_is_marked_read_with_one_press(
    cast: Cast, sign_in: SignIn
) -> None:
    case = reported(cast, told(scenes.case_in(cast, State.IN_PROGRESS), leader=cast.mayor))
    client = sign_in(cast.mayor)
    word = block(home(client), "word")
    assert REPORT in word
    assert cast.zhou.name in word
    form = dict(re.findall(r'name="(seen|ordinal|back)" value="([^"]*)"', word))
    answer = client.post(f"/desk/cases/{case.number}/mark_read/", form)
    assert answer["Location"] == "/desk/"
    assert Instruction.objects.get().state == "read"
    assert REPORT not in home(client)


def test_what_was_asked_stands_with_its_clock_the_most_urgent_first(
    cast: Cast, sign_in: SignIn
) -> None:
    later = scenes.case_in(cast, State.IN_PROGRESS, title="不急的")
    soon = scenes.case_in(cast, State.IN_PROGRESS, title="很急的")
    today = timezone.localdate()
    for case, days in ((later, 30), (soon, 3)):
        with open_case(case.pk, by=person(cast.mayor)) as work:
            instruct(
                work, leader=None, text=WORDS, requirement="报", due=today + timedelta(days=days)
            )
    word = block(home(sign_in(cast.mayor)), "word")
    assert word.index("很急的") < word.index("不急的")
    assert "还剩" in word


def test_another_leader_sees_neither_report_nor_message(cast: Cast, sign_in: SignIn) -> None:
    other = official_user("李市长", "lishi", cast.city_office, Role.LEADER)
    case = told(scenes.case_in(cast, State.IN_PROGRESS), leader=cast.mayor)
    case = told(case, leader=other, requirement="另一件")
    reported(cast, case)
    word = block(home(sign_in(other)), "word")
    assert REPORT not in word
    assert "另一件" in word
    event = case_events(case, Verb.REPORT_ON)
    notify_of(event)
    told_to = set(Message.objects.filter(object_ref=case.number).values_list("user", flat=True))
    assert told_to == {cast.mayor.pk}


def case_events(case: Case, verb: Verb) -> int:
    from zhuqi.foundation.audit.models import Event

    events = Event.objects.filter(object_type="case", object_id=case.pk, kind=verb)
    return events.latest("seq").pk


def test_the_message_reaches_the_leader_for_whom_the_office_wrote(cast: Cast) -> None:
    case = told(scenes.case_in(cast, State.IN_PROGRESS), by=cast.he_fan, leader=cast.mayor)
    reported(cast, case)
    notify_of(case_events(case, Verb.REPORT_ON))
    message = Message.objects.get(object_ref=case.number, title__contains="批示")
    assert message.user == cast.mayor


def test_every_reason_for_being_stuck_is_counted_and_opens_its_rows(
    cast: Cast, sign_in: SignIn
) -> None:
    cases = {
        "待上级研判": levels.handed_up(cast),
        "争议": scenes.objected(cast),
        "已挂起": scenes.paused(cast),
        "第二轮以上": again(cast),
        "挂账到期": lapsed(cast, timezone.now()),
    }
    moving = scenes.case_in(cast, State.IN_PROGRESS, title="顺利的")
    client = sign_in(cast.mayor)
    stuck = block(home(client), "stuck")
    links = re.findall(r'<a href="(/desk/ledger/[^"]*)">([^<]+) <b>(\d+)</b>', stuck)
    assert {label: number for _url, label, number in links} == dict.fromkeys(cases, "1")
    for url, label, _number in links:
        rows = client.get(unescape(url)).context["listing"].rows
        assert [row.number for row in rows] == [cases[label].number]
    every = client.get("/desk/ledger/?condition=stuck&whose=all").context["listing"].rows
    assert {row.number for row in every} == {case.number for case in cases.values()}
    assert f'<span class="z-count">{len(every)}</span>' in stuck
    assert moving.number not in {row.number for row in every}


def test_late_ones_are_counted_by_unit_and_open_their_rows(cast: Cast, sign_in: SignIn) -> None:
    long_ago = timezone.now() - timedelta(days=60)
    for title in ("一", "二"):
        scenes.case_in(cast, State.IN_PROGRESS, title=f"拖着的{title}", now=long_ago)
    scenes.submitted(cast, "没受理的", long_ago)
    client = sign_in(cast.mayor)
    late = block(home(client), "late")
    found = re.findall(
        r'href="(/desk/ledger/\?light=red[^"]*owing[^"]*)">(.*?)</a>', late, re.DOTALL
    )
    counts = {}
    for url, body in found:
        rows = client.get(url.replace("&amp;", "&")).context["listing"].rows
        number = re.search(r"(\d+) 件", body)
        assert number
        assert int(number[1]) == len(rows)
        counts[re.sub(r"<[^>]+>", "", body).split()[0]] = len(rows)
    assert sum(counts.values()) == 3
    assert "拖着的一" in late
    assert "时限在：" in client.get(found[0][0].replace("&amp;", "&")).content.decode()
    assert client.get("/desk/ledger/?owing=99999999").status_code == 200


def test_a_firm_the_leader_looks_after_has_its_card(cast: Cast, sign_in: SignIn) -> None:
    LiaisonLink.objects.create(
        enterprise=cast.diamond,
        official=cast.mayor.official,
        kind=LiaisonKind.LEADER,
        since=LONG_AGO.date(),
    )
    client = sign_in(cast.mayor)
    card = f"/desk/enterprises/{cast.diamond.pk}/card/"
    assert card in block(home(client), "firms")
    assert client.get(card).status_code == 200


def test_a_leader_of_another_county_sees_nothing_of_the_city(cast: Cast, sign_in: SignIn) -> None:
    scenes.objected(cast)
    case = reported(cast, told(scenes.case_in(cast, State.IN_PROGRESS), leader=cast.mayor))
    stranger = official_user("禹县长", "yuxian", cast.other_office, Role.LEADER)
    text = home(sign_in(stranger))
    assert case.title not in text
    assert "没有卡住的诉求" in text


def test_who_leads_and_works_besides_keeps_the_desk_of_work(cast: Cast, sign_in: SignIn) -> None:
    RoleAssignment.objects.create(
        user=cast.he_fan, role=Role.LEADER, unit=cast.city_office, since=LONG_AGO
    )
    case = scenes.submitted(cast)
    text = home(sign_in(cast.he_fan))
    assert "d-watch" not in text
    assert case.number in text


def test_the_number_of_queries_does_not_grow(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.mayor)

    def more(title: str) -> None:
        old = timezone.now() - timedelta(days=60)
        scenes.case_in(cast, State.IN_PROGRESS, title=title, now=old)
        scenes.objected(cast)
        told(scenes.case_in(cast, State.IN_PROGRESS), leader=cast.mayor)
        reported(cast, told(scenes.case_in(cast, State.IN_PROGRESS), leader=cast.mayor))

    more("一")
    home(client)
    with CaptureQueriesContext(connection) as one:
        home(client)
    more("二")
    more("三")
    with CaptureQueriesContext(connection) as three:
        home(client)
    assert len(three) == len(one)


# Words given by phone -----------------------------------------------------------------------------


def instruct_by_form(client: Client, case: Case, **data: object) -> int:
    form = {"seen": case.version, "text": "", "ready": "own", "requirement": "", "due": ""}
    return client.post(f"/desk/cases/{case.number}/instruct/", form | data).status_code


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("批示.png", PNG, "image/png")


def test_a_photo_and_a_ready_sentence_are_enough(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.mayor)
    page = client.get(f"/desk/cases/{case.number}/instruct/").content.decode()
    assert f'accept="{SCANS}"' in page
    assert '<details class="d-readers">' in page
    assert instruct_by_form(client, case, ready="plan", attachments=[photo()]) == 302
    row = Instruction.objects.get()
    assert (row.requirement, row.leader, row.text) == ("请三日内报方案", cast.mayor, "")
    assert Attachment.objects.get().purpose == "instruction:1"
    given = home(client)
    due = timezone.localdate() + timedelta(days=3)
    assert f"{due.month}月{due.day}日" in block(given, "word")


def test_ones_own_day_and_words_go_with_the_ready_sentence(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.mayor)
    day = timezone.localdate() + timedelta(days=12)
    status = instruct_by_form(
        client, case, text=WORDS, ready="week", requirement="先保住订单", due=day.isoformat()
    )
    assert status == 302
    assert Instruction.objects.get().requirement == "请一周内报告进展。先保住订单"
    assert f"{day.month}月{day.day}日" in block(home(client), "word")


@pytest.mark.parametrize(
    "data",
    [
        {"text": WORDS},
        {"text": WORDS, "ready": "gift"},
        {"ready": "plan"},
        {"text": WORDS, "requirement": "报", "due": "2020-01-01"},
        {"text": WORDS, "requirement": "报", "readers": ["99999999"]},
    ],
)
def test_words_without_a_task_or_a_task_without_words_are_kept_and_refused(
    cast: Cast, sign_in: SignIn, data: dict[str, object]
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    assert instruct_by_form(sign_in(cast.mayor), case, **data) == 422
    assert not Instruction.objects.exists()


def test_nobody_instructs_through_the_page_who_may_not(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for user in (cast.zhou, cast.inspector, cast.lin):
        status = instruct_by_form(sign_in(user), case, text=WORDS, ready="plan")
        assert status == 403
    stranger = official_user("禹县长", "yuxian", cast.other_office, Role.LEADER)
    assert instruct_by_form(sign_in(stranger), case, text=WORDS, ready="plan") == 404


# On the case page ---------------------------------------------------------------------------------


def words_on(client: Client, case: Case) -> str:
    text = client.get(f"/desk/cases/{case.number}/").content.decode()
    found = re.search(r'<section class="d-word.*?</section>', text, re.DOTALL)
    return found[0] if found else ""


def test_the_case_page_shows_each_reader_their_part(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.mayor)) as work:
        instruct(work, leader=None, text=WORDS, requirement="报方案", readers=[cast.zhou])
    named, unit = words_on(sign_in(cast.zhou), case), words_on(sign_in(cast.wu), case)
    assert WORDS in named
    assert "田市长批示" in named
    assert "领导批示件" in unit
    assert "报方案" in unit
    assert "前报告" in unit
    for hidden in (WORDS, "田市长"):
        assert hidden not in unit
    helper = words_on(sign_in(cast.sun), case)
    assert "领导批示件" in helper
    assert "报方案" not in helper
    assert words_on(sign_in(cast.lin), case) == ""


def test_who_read_the_report_does_not_say_whose_paper_it_is(cast: Cast, sign_in: SignIn) -> None:
    case = reported(cast, told(scenes.case_in(cast, State.IN_PROGRESS), leader=cast.mayor))
    with open_case(case.pk, by=person(cast.mayor)) as work:
        mark_read(work, ordinal=1, remark="同意，抓紧落实")
    page = sign_in(cast.wu).get(f"/desk/cases/{case.number}/").content.decode()
    assert "同意，抓紧落实" in page
    assert REPORT in page
    assert "田市长" not in page
    assert "田市长" in words_on(sign_in(cast.mayor), case)


def test_a_leaders_first_button_on_a_case_is_to_instruct_or_to_read(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.mayor)
    main = re.compile(r'z-btn--main[^>]*href="([^"]+)"|href="([^"]+)"[^>]*z-btn--main')
    text = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/desk/cases/{case.number}/instruct/" in str(main.findall(text))
    reported(cast, told(case, leader=cast.mayor))
    page = client.get(f"/desk/cases/{case.number}/mark_read/").content.decode()
    assert REPORT in page
    assert WORDS in page
