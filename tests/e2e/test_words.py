"""A leader's instruction, from the phone to 圈阅: the words for some, the report to the leader."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e import server, steps
from tests.e2e.phone import fits, thumbs

Browse = Callable[..., Page]

WORDS = "企业年底交货在即，请工信局牵头把用电问题一次解决。"
# Seconds in which the worker has told the leader.
WITHIN = 30
REPORT = "已会同供电公司现场办公，十二月五日前更换变压器。"


def paper() -> FilePayload:
    """What the phone's camera took of the signed sheet."""
    return {"name": "批示件.png", "mimeType": "image/png", "buffer": steps.PNG}


def test_a_leaders_words_go_out_from_the_phone_and_the_report_comes_back(
    browse: Browse, data: Path, scene: dict[str, str]
) -> None:
    number = scene["late"]
    mayor = browse("tian", phone=True)
    _the_mayor_finds_what_is_late(mayor, number)
    _the_mayor_instructs(mayor, number)
    zhou, wu = browse("zhou"), browse("wu")
    _only_the_named_handler_reads_the_words(zhou, wu, number)
    _the_handler_reports(zhou, number)
    with server.working(data):
        _the_report_stands_before_the_mayor_unasked(mayor)
    _the_case_is_solved(zhou, browse("shenjing"), browse("zhao"), number)
    luyuan = browse("luyuan")
    _it_cannot_be_closed_before_the_report_is_read(luyuan, number)
    _the_mayor_marks_it_read(mayor)
    steps.act(luyuan, number, "销号", "已销号")


def _the_mayor_finds_what_is_late(page: Page, number: str) -> None:
    page.goto("/desk/")
    fits(page)
    thumbs(page, ".z-main a, .z-main button")
    late = page.locator(".d-watch__late")
    late.get_by_role("link", name=re.compile("拖了两个月的用电问题")).last.tap()
    page.wait_for_url(f"**/desk/cases/{number}/")
    fits(page)


def _the_mayor_instructs(page: Page, number: str) -> None:
    page.locator(".d-casehead").get_by_role("link", name="批示").tap()
    page.wait_for_url(f"**/cases/{number}/instruct/")
    fits(page)
    page.fill("[name=text]", WORDS)
    page.set_input_files("[name=attachments]", [paper()])
    page.get_by_role("radio", name="请三日内报方案").check()
    readers = page.locator("details.d-readers")
    expect(readers.get_by_role("checkbox").first).not_to_be_visible()
    readers.locator("summary").tap()
    readers.get_by_role("checkbox", name="周工").check()
    thumbs(page, "main form :is(button, summary, label:has(input), textarea, input[type=date])")
    fits(page)
    page.get_by_role("button", name="批示", exact=True).tap()
    steps.told(page, "批示已记入")
    expect(page.locator(".d-word")).to_contain_text(WORDS)
    expect(page.get_by_role("link", name="批示件.png").first).to_be_visible()
    page.goto("/desk/")
    expect(page.locator(".d-watch__word")).to_contain_text("请三日内报方案")
    fits(page)


def _only_the_named_handler_reads_the_words(zhou: Page, wu: Page, number: str) -> None:
    steps.open_case(zhou, number)
    expect(zhou.locator(".d-word")).to_contain_text(WORDS)
    scan = zhou.get_by_role("link", name="批示件.png").first.get_attribute("href")
    assert scan is not None
    assert zhou.request.get(scan).ok
    steps.open_case(wu, number)
    expect(wu.locator(".d-word")).to_contain_text("领导批示件")
    expect(wu.locator(".d-word")).to_contain_text("请三日内报方案")
    for hidden in (WORDS, "田市长", "批示件.png"):
        assert hidden not in wu.content()
    assert wu.request.get(scan).status in {403, 404}


def _the_handler_reports(page: Page, number: str) -> None:
    page.goto(f"/desk/cases/{number}/report_on/")
    expect(page.locator(".d-word")).to_contain_text(WORDS)
    page.fill("[name=text]", REPORT)
    steps.press(page, "报告批示")
    steps.told(page, "报告已送批示领导圈阅")


def _the_report_stands_before_the_mayor_unasked(page: Page) -> None:
    page.goto("/desk/")
    word = page.locator(".d-watch__word")
    expect(word).to_contain_text(REPORT)
    expect(word).to_contain_text("周工")
    fits(page)
    message = page.locator(".z-inbox__item", has_text="批示办理情况已报告")
    for _second in range(WITHIN):
        page.goto("/desk/notices/")
        if message.count():
            break
        page.wait_for_timeout(1000)
    expect(message.first).to_be_visible()
    fits(page)


def _the_case_is_solved(zhou: Page, shen: Page, zhao: Page, number: str) -> None:
    steps.answer(zhou, number, "变压器已更换，电压稳定。")
    steps.act(shen, number, "办结", "已办结，企业会收到答复并请其评价")
    zhao.goto(f"/portal/cases/{number}/")
    for inside in (WORDS, REPORT, "批示"):
        assert inside not in zhao.content()
    zhao.get_by_role("link", name="解决了", exact=True).click()
    zhao.get_by_role("radio", name="非常满意", exact=True).check()
    zhao.get_by_role("button", name="提交评价").click()
    steps.told(zhao, "谢谢，您的评价已经记下")


def _it_cannot_be_closed_before_the_report_is_read(page: Page, number: str) -> None:
    steps.open_case(page, number)
    assert page.locator("details.d-act summary", has_text="销号").count() == 0
    acts = page.locator("#act")
    acts.locator(".z-explain summary").click()
    expect(acts).to_contain_text("圈阅")


def _the_mayor_marks_it_read(page: Page) -> None:
    page.goto("/desk/")
    page.locator(".d-back").get_by_role("link", name="看全文、写意见").tap()
    expect(page.locator(".d-word").first).to_contain_text(REPORT)
    fits(page)
    page.goto("/desk/")
    page.locator(".d-back").get_by_role("button", name="圈阅").tap()
    steps.told(page, "已圈阅")
    expect(page).to_have_url(re.compile(r"/desk/$"))
    expect(page.locator(".d-back")).to_have_count(0)
