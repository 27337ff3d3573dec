"""Several cases at once: ticked without a mouse, taken in, assigned but for the one that can't be,
and taken back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps

Browse = Callable[..., Page]
ITEM, LEAD = "用电（测试）", "许昌市工业和信息化局"
OUTCOME = re.compile(r"/desk/jobs/\d+/")


def _tick_newest(page: Page, count: int, query: str) -> None:
    """The newest so many: j goes down, x ticks."""
    page.goto(f"/desk/ledger/?{query}&order=newest")
    expect(page.locator(".z-bulk")).to_be_hidden()
    for _row in range(count):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text(f"{count} 件")


def test_cases_are_ticked_with_x_assigned_with_one_press_but_for_one_and_taken_back(
    browse: Browse,
) -> None:
    firm, office = browse("qian"), browse("hefan")
    numbers = [
        steps.submit(firm, {"title": title, "body": f"{title}，请帮助解决。"})
        for title in ("一号厂房漏雨", "招工难题求解", "出口退税迟缓")
    ]
    _tick_newest(office, 3, "state=submitted")
    expect(office.locator("[data-refused=assign]")).to_have_text("3 件不能")
    steps.press(office, "受理")
    expect(office.locator("main")).to_contain_text("3 件可办")
    office.locator("select[name=item]").select_option(label=ITEM)
    steps.press(office, "受理 3 件")
    office.wait_for_url(OUTCOME)
    steps.submit(firm, {"title": "还没有受理的一件", "body": "刚刚提交。"})
    _tick_newest(office, 4, "state=accepted&state=submitted")
    expect(office.locator("[data-refused=assign]")).to_have_text("1 件不能")
    steps.press(office, "交办")
    preview = office.locator("main")
    expect(preview).to_contain_text("3 件可办，1 件不能")
    expect(preview).to_contain_text("还没有受理的一件")
    office.locator("select[name=lead]").select_option(label=LEAD)
    steps.press(office, "交办 3 件")
    office.wait_for_url(OUTCOME)
    expect(office.locator("main")).to_contain_text("已办 3 件")
    for number in numbers:
        expect(office.get_by_role("link", name=number)).to_be_visible()
    steps.press(office, "撤回这批交办（3 件）")
    expect(office.get_by_role("heading", level=1)).to_contain_text("撤回这批交办")
    expect(office.locator("main")).to_contain_text("已办 3 件")
    office.goto("/desk/ledger/?state=accepted&order=newest")
    for number in numbers:
        expect(office.get_by_role("link", name=number)).to_be_visible()
