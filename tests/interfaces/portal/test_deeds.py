"""Rating, adding, withdrawing, reopening, with stale pages and second clicks."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, person
from tests.scenes import portal as life
from tests.scenes.life import SUBMISSION
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Disposition, State
from zhuqi.ledgers.cases.models import Case, Entry, Rating

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 64


def do(client: Client, case: Case, name: str, *, seen: int = -1, **data: object) -> HttpResponse:
    if seen < 0:
        case.refresh_from_db()
        seen = case.version
    path = reverse(f"portal:{name}", args=[case.number])
    return client.post(path, {"seen": str(seen), **data})  # type: ignore[return-value]


def test_solved_in_two_taps(cast: Cast, zhao: Client) -> None:
    case = life.completed(cast)
    page = life.text_of(zhao, reverse("portal:rate", args=[case.number]) + "?verdict=solved")
    assert 'value="solved" ' in page
    assert page.count("checked") == 1
    response = do(zhao, case, "rate", verdict="solved", satisfaction="5")
    assert response["Location"] == reverse("portal:case", args=[case.number]) + "?done=rate"
    case.refresh_from_db()
    assert (case.verdict, case.satisfaction) == ("solved", "5")
    page = life.text_of(zhao, response["Location"])
    assert "谢谢，您的评价已经记下" in page
    assert 'data-draft-done="rate"' in page


def test_not_solved_goes_back_by_itself(cast: Cast, zhao: Client) -> None:
    case = life.completed(cast)
    page = life.text_of(zhao, reverse("portal:rate", args=[case.number]))
    assert "马上退回承办单位重新办理" in page
    do(zhao, case, "rate", verdict="not_solved", satisfaction="2", comment="昨天又停了两次")
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    page = life.text_of(zhao, reverse("portal:case", args=[case.number]))
    assert "您评价：“还没解决”，不满意" in page
    assert "昨天又停了两次" in page
    assert "退回国网许昌供电公司重新办理</b>" in page
    assert "已更换变压器" in page


def test_not_accepting_an_explanation_goes_to_the_office(cast: Cast, zhao: Client) -> None:
    case = life.completed(cast, Disposition.EXPLAINED)
    page = life.text_of(zhao, reverse("portal:rate", args=[case.number]))
    assert "由活动办复核，再答复您" in page
    assert "马上退回" not in page
    do(zhao, case, "rate", verdict="not_solved", satisfaction="2", comment="没有说清依据")
    case.refresh_from_db()
    assert (case.state, case.verdict) == (State.COMPLETED, "not_solved")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"verdict": "not_solved", "satisfaction": "1"}, "请填写还有什么没解决"),
        ({"verdict": "partly", "satisfaction": "3", "comment": " "}, "请填写还有什么没解决"),
        ({"satisfaction": "3"}, "请选一项"),
        ({"verdict": "solved"}, "请选满意程度"),
        ({"verdict": "hacked", "satisfaction": "9"}, "选择"),
        ({"verdict": "solved", "satisfaction": "5", "comment": "长" * 2001}, "最多 2000 字"),
    ],
)
def test_an_incomplete_rating_is_shown_again_with_what_was_typed(
    cast: Cast, zhao: Client, data: dict[str, str], sentence: str
) -> None:
    case = life.completed(cast)
    response = do(zhao, case, "rate", **dict[str, Any](data))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Rating.objects.exists()


def test_a_second_click_on_a_rating_is_the_first(cast: Cast, zhao: Client) -> None:
    case = life.completed(cast)
    for _click in range(2):
        response = do(
            zhao, case, "rate", seen=case_version(case), verdict="solved", satisfaction="5"
        )
        assert response.status_code == 302
    assert Rating.objects.count() == 1


def case_version(case: Case) -> int:
    """The version a page opened before the first click showed."""
    events = Event.objects.filter(object_type="case", object_id=case.pk).exclude(kind="rate")
    return events.count()


def test_a_colleague_was_faster(cast: Cast, zhao: Client, qian: Client) -> None:
    case = life.completed(cast)
    seen = Case.objects.get(pk=case.pk).version
    do(qian, case, "rate", verdict="partly", satisfaction="3", comment="还有一条线路没改")
    response = do(
        zhao,
        case,
        "rate",
        seen=seen,
        verdict="not_solved",
        satisfaction="1",
        comment="我写了很多字",
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "没有提交，您写的都还在" in page
    assert "我写了很多字" in page
    assert Rating.objects.count() == 1


def test_a_stale_page_keeps_the_text_and_can_be_sent_again(cast: Cast, zhao: Client) -> None:
    case = life.submitted(cast)
    seen = case.version
    with open_case(case.pk, by=person(cast.qian)) as work:
        intake.supplement(work, text="又停了一次")
    response = do(zhao, case, "withdraw", seen=seen, chosen="暂时不需要办了", text="先不办了")
    page = response.content.decode()
    assert response.status_code == 409
    assert "先不办了" in page
    case.refresh_from_db()
    assert f'name="seen" value="{case.version}"' in page
    assert do(zhao, case, "withdraw", chosen="暂时不需要办了").status_code == 302
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN


@pytest.mark.parametrize("seen", ["", "x", "-1", "٣", "9" * 30])
def test_a_page_that_does_not_say_what_it_showed_is_stale(
    cast: Cast, zhao: Client, seen: str
) -> None:
    case = life.submitted(cast)
    path = reverse("portal:withdraw", args=[case.number])
    response = zhao.post(path, {"seen": seen, "chosen": "重复提交了"})
    assert response.status_code == 409


def test_more_words_and_photos(cast: Cast, zhao: Client) -> None:
    case = life.in_progress(cast)
    photo = SimpleUploadedFile("跳闸记录.jpg", JPEG)
    do(zhao, case, "supplement", text="<b>今天</b>又停了", attachments=[photo])
    page = life.text_of(zhao, reverse("portal:case", args=[case.number]))
    assert "您补充了情况" in page
    assert "&lt;b&gt;今天&lt;/b&gt;又停了" in page
    assert "跳闸记录.jpg" in page
    assert Attachment.objects.get().purpose.startswith("entry:")


def test_photos_alone_are_enough_and_nothing_is_not(cast: Cast, zhao: Client) -> None:
    case = life.in_progress(cast)
    empty = do(zhao, case, "supplement")
    assert empty.status_code == 422
    assert "请填写补充内容" in empty.content.decode()
    photo = SimpleUploadedFile("a.jpg", JPEG)
    assert do(zhao, case, "supplement", attachments=[photo]).status_code == 302


def test_adding_holds_whatever_happened_meanwhile(cast: Cast, zhao: Client) -> None:
    case = life.assigned(cast)
    seen = Case.objects.get(pk=case.pk).version
    with open_case(case.pk, by=person(cast.qian)) as work:
        intake.supplement(work, text="钱会计也写了")
    assert do(zhao, case, "supplement", seen=seen, text="赵总写的").status_code == 302
    assert list(Entry.objects.values_list("text", flat=True)) == ["钱会计也写了", "赵总写的"]


def test_adding_twice_by_a_double_click_is_once(cast: Cast, zhao: Client) -> None:
    case = life.in_progress(cast)
    seen = Case.objects.get(pk=case.pk).version
    for _click in range(2):
        assert do(zhao, case, "supplement", seen=seen, text="又停了").status_code == 302
    assert Entry.objects.filter(verb="supplement").count() == 1


def test_a_wrong_file_costs_neither_the_text_nor_the_good_file(cast: Cast, zhao: Client) -> None:
    case = life.in_progress(cast)
    files = [SimpleUploadedFile("a.jpg", JPEG), SimpleUploadedFile("a.html", b"<html>")]
    response = do(zhao, case, "supplement", text="又停了", attachments=files)
    page = response.content.decode()
    assert response.status_code == 422
    assert "不是可以上传的类型" in page
    assert "又停了" in page
    assert 'name="kept"' in page


def test_withdrawing_before_anyone_works_on_it(cast: Cast, zhao: Client) -> None:
    case = life.submitted(cast)
    assert do(zhao, case, "withdraw").status_code == 422
    other = do(zhao, case, "withdraw", chosen="other")
    assert "请写一句说明" in other.content.decode()
    do(zhao, case, "withdraw", chosen="问题已经解决", text="供电所当天来修了")
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    page = life.text_of(zhao, reverse("portal:case", args=[case.number]))
    assert "您撤回了诉求" in page
    assert "问题已经解决；供电所当天来修了" in page


def test_once_assigned_it_is_asked_and_can_be_taken_back(cast: Cast, zhao: Client) -> None:
    case = life.in_progress(cast)
    refused = do(zhao, case, "withdraw", chosen="other", text="不想办了")
    assert refused.status_code == 409
    assert "不想办了" in refused.content.decode()
    do(zhao, case, "ask_withdrawal", chosen="暂时不需要办了")
    case.refresh_from_db()
    assert case.withdrawal_asked_at is not None
    do(zhao, case, "keep", chosen="点错了，没有要撤回")
    assert Case.objects.get().withdrawal_asked_at is None
    page = life.text_of(zhao, reverse("portal:case", args=[case.number]))
    assert "您决定不撤回，继续办理" in page


def test_still_not_solved_after_it_was_struck_off(cast: Cast, zhao: Client) -> None:
    case = life.struck_off(cast)
    assert "还没解决，请重新办" in life.text_of(zhao, reverse("portal:case", args=[case.number]))
    assert do(zhao, case, "reopen").status_code == 422
    do(zhao, case, "reopen", reason="昨天又停了")
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    page = life.text_of(zhao, reverse("portal:case", args=[case.number]))
    assert "您说还没解决，退回国网许昌供电公司重新办理</b>" in page


def test_after_the_window_it_says_why_and_keeps_the_text(cast: Cast, zhao: Client) -> None:
    case = life.struck_off(cast)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=31))
    page = life.text_of(zhao, reverse("portal:reopen", args=[case.number]))
    assert "请重新提交诉求" in page
    assert "<textarea" not in page
    response = do(zhao, case, "reopen", reason="昨天又停了")
    assert response.status_code == 409
    assert "昨天又停了" in response.content.decode()


def test_too_many_supplements_wait(cast: Cast, zhao: Client, settings: Settings) -> None:
    settings.SUBMITS_PER_HOUR = 1
    case = life.in_progress(cast)
    do(zhao, case, "supplement", text="一")
    response = do(zhao, case, "supplement", text="第二次写的")
    assert response.status_code == 429
    assert "第二次写的" in response.content.decode()


def test_who_speaks_for_two_is_logged_under_the_right_firm(cast: Cast, zhao: Client) -> None:
    life.speaks_too(cast.zhao, cast.shoes)
    case = intake.submit(enterprise=cast.shoes, submission=SUBMISSION, by=person(cast.zhao))
    do(zhao, case, "supplement", text="又一次")
    event = Event.objects.filter(object_type="case", object_id=case.pk).latest("seq")
    assert event.actor_unit == cast.shoes.name
