"""The list 赵总 and 钱会计 share."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from tests.cast import Cast, person
from tests.scenes import portal as life
from zhuqi.interfaces.portal.views import home
from zhuqi.ledgers.cases.actions import closing
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Satisfaction, Verdict

HOME = "/portal/"


def test_empty_it_says_what_will_appear(zhao: Client) -> None:
    page = life.text_of(zhao, HOME)
    assert "还没有反映过困难" in page
    assert reverse("portal:new") in page


def test_what_waits_for_his_word_comes_first_and_what_is_over_last(
    cast: Cast, zhao: Client, qian: Client
) -> None:
    over, open_, waiting = life.struck_off(cast), life.in_progress(cast), life.completed(cast)
    for client in (zhao, qian):
        page = life.text_of(client, HOME)
        assert page.index(waiting.number) < page.index(open_.number) < page.index(over.number)
        assert page.index("等您评价") < page.index("正在办") < page.index("已了结")


def test_each_row_says_the_state_and_the_next_promise(cast: Cast, zhao: Client) -> None:
    life.in_progress(cast)
    page = life.text_of(zhao, HOME)
    assert "正在办理" in page
    assert "国网许昌供电公司正在办理，等待答复" in page
    # 16 where it was issued on a rest day and its clock began on the next working day.
    assert any(f"还剩 {days} 个工作日" in page for days in (14, 15, 16))


def test_a_broken_promise_is_said_in_plain_words(cast: Cast, zhao: Client) -> None:
    life.in_progress(cast, ago=timedelta(days=60))
    page = life.text_of(zhao, HOME)
    assert "已超过承诺时间" in page
    assert "逾期" not in page


def test_a_rated_case_waits_no_longer(cast: Cast, zhao: Client) -> None:
    case = life.completed(cast)
    with open_case(case.pk, by=person(cast.zhao)) as work:
        closing.rate(work, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED)
    page = life.text_of(zhao, HOME)
    assert "您已评价" in page
    assert "等您评价" not in page


def test_a_stranger_sees_only_an_empty_list(cast: Cast, jia: Client) -> None:
    case = life.submitted(cast)
    for name in ("home", "cases"):
        assert case.number not in life.text_of(jia, reverse(f"portal:{name}"))


def test_what_does_not_fit_is_one_link_away(cast: Cast, zhao: Client) -> None:
    for _time in range(home.MOST_OVER + 1):
        life.withdrawn(cast)
    page = life.text_of(zhao, HOME)
    assert page.count("已撤回") == home.MOST_OVER
    assert reverse("portal:cases") in page
    assert life.text_of(zhao, reverse("portal:cases")).count("已撤回") == home.MOST_OVER + 1


def test_the_whole_list_turns_its_pages(cast: Cast, zhao: Client) -> None:
    numbers = [life.submitted(cast, ago=timedelta(hours=n)).number for n in range(21)]
    first = life.text_of(zhao, reverse("portal:cases"))
    assert numbers[0] in first
    assert numbers[-1] not in first
    response = zhao.get(reverse("portal:cases"))
    address = reverse("portal:cases") + response.context["listing"].after_url
    second = life.text_of(zhao, address)
    assert numbers[-1] in second
    assert life.text_of(zhao, reverse("portal:cases") + "?cursor=forged")


def test_a_long_list_is_narrowed_by_words_and_to_what_is_under_way(
    cast: Cast, zhao: Client
) -> None:
    over, running = life.withdrawn(cast), life.submitted(cast)
    cases = reverse("portal:cases")
    assert "z-filter" not in life.text_of(zhao, cases)
    found = life.text_of(zhao, f"{cases}?running=on")
    assert running.number in found
    assert over.number not in found
    assert over.number in life.text_of(zhao, f"{cases}?text={over.number}")
    assert over.number in life.text_of(zhao, f"{cases}?text={over.number.replace('-', '　')}")
    words = "　".join((over.title[-2:], over.title[:2]))
    assert over.number in life.text_of(zhao, f"{cases}?text={words}")
    assert "没有找到" in life.text_of(zhao, f"{cases}?text=没有这样的")
