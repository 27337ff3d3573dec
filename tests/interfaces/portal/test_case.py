"""The page of one case, as the firm reads it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, person
from tests.scenes import portal as life
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Disposition
from zhuqi.ledgers.cases.models import Case


def page_of(client: Client, case: Case) -> str:
    return life.text_of(client, reverse("portal:case", args=[case.number]))


def test_it_begins_with_the_state_and_the_promise(cast: Cast, zhao: Client) -> None:
    page = page_of(zhao, life.in_progress(cast))
    assert page.index("正在办理") < page.index("接下来") < page.index("经过")
    assert "最晚" in page
    assert "国网许昌供电公司 孙电" in page
    assert 'href="tel:03742960001"' in page


def test_the_story_is_told_in_plain_sentences(cast: Cast, zhao: Client, qian: Client) -> None:
    case = life.completed(cast)
    page = page_of(zhao, case)
    for sentence in (
        "您提交了诉求",
        "许昌市活动办已受理",
        "<b>已转给国网许昌供电公司</b>",
        "<p>承诺 ",
        "许昌市工业和信息化局协助办理",
        "孙电已接手",
        "提出答复：已经解决",
        "许昌市活动办审核了答复，请企业评价",
    ):
        assert sentence in page
    assert "赵总提交了诉求" in page_of(qian, case)


def test_what_stays_inside_government_is_not_there(cast: Cast, zhao: Client) -> None:
    case = life.assigned(cast)
    with open_case(case.pk, by=person(cast.wu)) as work:
        handling.sign(work)
        handling.give_opinion(work, text="此事不好办（内部）")
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        handling.note(work, text="此企业多次反映（内部）")
    with open_case(case.pk, by=person(cast.sun)) as work:
        handling.sign(work, handler_phone="0374-2960001")
        handling.answer(
            work, text="草拟的答复（内部）", disposition=Disposition.RESOLVED, signed_by="李经理"
        )
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        closing.return_answer(work, reason="答非所问（内部）")
    page = page_of(zhao, case)
    assert "内部" not in page
    assert "退回" not in page


def test_an_answer_in_review_is_not_shown(cast: Cast, zhao: Client) -> None:
    page = page_of(zhao, life.answered(cast))
    assert "已更换变压器" not in page
    assert "答复审核中" in page


@pytest.mark.parametrize(
    ("disposition", "asked", "words"),
    [
        (Disposition.RESOLVED, "这件事解决了吗？", ("解决了", "部分解决", "还没解决")),
        (Disposition.PARTLY, "办到这个程度，您认可吗？", ("认可，可以了结", "不认可，还没解决")),
        (Disposition.EXPLAINED, "您接受这个说明吗？", ("接受说明", "部分接受", "不接受")),
        (Disposition.PLANNED, "这样安排，您同意吗？", ("同意列入计划", "不同意")),
        (Disposition.NOT_FEASIBLE, "您接受这个说明吗？", ("接受说明", "不接受")),
    ],
)
def test_the_question_fits_the_answer(
    cast: Cast, zhao: Client, disposition: Disposition, asked: str, words: tuple[str, ...]
) -> None:
    page = page_of(zhao, life.completed(cast, disposition))
    assert asked in page
    assert all(word in page for word in words)
    assert "已更换变压器" in page
    assert "签发 李经理" in page


def test_a_refusal_names_organ_ground_and_where_to_go(cast: Cast, zhao: Client) -> None:
    page = page_of(zhao, life.declined(cast))
    for words in ("未受理", "属于法院受理范围", "许昌市中级人民法院", "答复机关：许昌市活动办"):
        assert words in page


def test_a_late_case_says_so_and_whom_to_call(cast: Cast, zhao: Client) -> None:
    page = page_of(zhao, life.in_progress(cast, ago=timedelta(days=60)))
    assert "已超过承诺时间" in page
    assert "可以直接打电话催问" in page


@pytest.mark.parametrize(
    ("play", "there", "not_there"),
    [
        (life.submitted, {"supplement", "withdraw"}, {"rate", "reopen", "keep", "ask_withdrawal"}),
        (life.in_progress, {"supplement", "ask_withdrawal"}, {"withdraw", "rate", "reopen"}),
        (life.completed, {"supplement", "rate"}, {"withdraw", "ask_withdrawal", "reopen"}),
        (life.struck_off, {"reopen"}, {"supplement", "withdraw", "rate"}),
        (life.withdrawn, set(), {"supplement", "withdraw", "rate", "reopen"}),
    ],
)
def test_only_what_can_be_done_is_offered(
    cast: Cast, zhao: Client, play: object, there: set[str], not_there: set[str]
) -> None:
    case = play(cast)  # type: ignore[operator]
    page = page_of(zhao, case)
    for name in there:
        assert reverse(f"portal:{name}", args=[case.number]) in page
    for name in not_there:
        assert reverse(f"portal:{name}", args=[case.number]) not in page


def test_why_a_carried_case_is_not_reopened_is_said_quietly(cast: Cast, zhao: Client) -> None:
    page = page_of(zhao, life.carried(cast))
    assert "持续跟踪" in page
    assert "情况有变请补充说明" in page
    assert reverse("portal:supplement", args=[Case.objects.get().number]) in page


def test_a_withdrawal_that_waits_is_said(cast: Cast, zhao: Client) -> None:
    case = life.in_progress(cast)
    with open_case(case.pk, by=person(cast.zhao)) as work:
        intake.ask_withdrawal(work, reason="问题已经解决")
    page = page_of(zhao, case)
    assert "会先打电话核实" in page
    assert reverse("portal:keep", args=[case.number]) in page
    assert reverse("portal:ask_withdrawal", args=[case.number]) not in page
