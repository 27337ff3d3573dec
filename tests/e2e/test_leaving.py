"""Somebody leaves: everything open in their name goes to a colleague at once."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import server, steps

Browse = Callable[..., Page]
UNIT = "许昌市工业和信息化局"
# Seconds in which the worker has handed over the last one.
WITHIN = 30_000


def test_all_that_is_open_goes_to_a_colleague_who_then_has_it(browse: Browse, data: Path) -> None:
    qian, hefan, wu = browse("qian", phone=True), browse("hefan"), browse("wu")
    numbers = [_a_case_of_his(qian, hefan, wu, n) for n in ("检测设备补贴", "技改贴息")]
    head = browse("zheng")
    with server.working(data):
        _the_head_hands_everything_over(head, numbers)
    zhou = browse("zhou")
    for number in numbers:
        _it_is_the_colleagues_now(zhou, qian, number)
    # Nothing is left in the name of who went.
    head.goto("/desk/absence/handover/")
    expect(head.locator("main table").first.get_by_role("link", name="小吴")).to_have_count(0)


def _a_case_of_his(firm: Page, office: Page, handler: Page, what: str) -> str:
    number = steps.submit(firm, {"title": f"{what}何时到账", "body": f"{what}公示已过三个月。"})
    steps.assign(office, number, lead=UNIT)
    steps.act(handler, number, "签收", "已签收")
    return number


def _the_head_hands_everything_over(page: Page, numbers: list[str]) -> None:
    page.goto("/desk/absence/handover/")
    page.get_by_role("link", name="小吴").first.click()
    for number in numbers:
        expect(page.locator("main table")).to_contain_text(number)
    page.locator("select[name=to]").select_option(label="周工")
    page.fill("[name=reason]", "调往市发展改革委")
    page.get_by_role("button", name=re.compile(r"^移交这 \d+ 件$")).click()
    steps.told(page, "已开始移交")
    # The page follows by itself until the last one is done.
    done = page.locator("#hand-over")
    expect(done).to_contain_text(re.compile(r"已办 (\d+) / \1 件"), timeout=WITHIN)
    for number in numbers:
        expect(done.locator("tr", has_text=number)).to_contain_text("已移交")


def _it_is_the_colleagues_now(colleague: Page, firm: Page, number: str) -> None:
    steps.open_case(colleague, number)
    expect(colleague.locator(".z-facts__line", has_text="经办人")).to_contain_text("周工")
    expect(colleague.locator(".z-timeline")).to_contain_text("调往市发展改革委")
    expect(colleague.get_by_role("link", name="提交答复").first).to_be_visible()
    firm.goto(f"/portal/cases/{number}/")
    expect(firm.locator("main")).to_contain_text("周工")
