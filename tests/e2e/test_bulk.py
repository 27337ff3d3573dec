"""Three new cases at once: ticked without a mouse, taken in, assigned, and taken back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps

Browse = Callable[..., Page]
ITEM, LEAD = "用电（测试）", "许昌市工业和信息化局"
OUTCOME = re.compile(r"/desk/jobs/\d+/")


def _tick_three(page: Page, query: str) -> None:
    """The newest three: j goes down, x ticks."""
    page.goto(f"/desk/ledger/?{query}&order=newest")
    expect(page.locator(".z-bulk")).to_be_hidden()
    for _row in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("3 件")


def test_three_cases_are_ticked_with_x_assigned_with_one_press_and_taken_back(
    browse: Browse,
) -> None:
    firm, office = browse("qian"), browse("hefan")
    numbers = [
        steps.submit(firm, {"title": title, "body": f"{title}，请帮助解决。"})
        for title in ("一号厂房漏雨", "招工难题求解", "出口退税迟缓")
    ]
    _tick_three(office, "state=submitted")
    expect(office.locator("[data-refused=assign]")).to_have_text("3 件不能")
    steps.press(office, "受理")
    expect(office.locator("main")).to_contain_text("3 件可办")
    office.locator("select[name=item]").select_option(label=ITEM)
    steps.press(office, "受理 3 件")
    office.wait_for_url(OUTCOME)
    _tick_three(office, "state=accepted")
    steps.press(office, "交办")
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
