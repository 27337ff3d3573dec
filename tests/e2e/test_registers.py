"""An administrator changes a row, reads who changed what and when, and goes back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps

Browse = Callable[..., Page]
UNIT = "襄城县人力资源和社会保障局"
BEFORE, AFTER = "0374-3561111", "0374-3562222"


def test_a_units_phone_is_changed_and_the_former_version_brought_back(browse: Browse) -> None:
    page = browse("xitong")
    _finds_the_unit(page)
    _saves_the_phone(page, BEFORE)
    _saves_the_phone(page, AFTER)
    _reads_who_when_before_and_after(page)
    _goes_back(page)
    expect(page.locator("[name=phone]")).to_have_value(BEFORE)
    _the_auditor_reads_every_version_and_changes_none(browse("shenji"), page.url)


def _finds_the_unit(page: Page) -> None:
    page.goto("/desk/admin/registers/")
    page.get_by_role("main").get_by_role("link", name="单位", exact=True).click()
    page.get_by_role("main").get_by_role("searchbox").first.fill("襄城人社")
    steps.press(page, "查找")
    page.get_by_role("link", name=UNIT).click()
    expect(page.get_by_role("heading", name=UNIT)).to_be_visible()


def _saves_the_phone(page: Page, phone: str) -> None:
    page.fill("[name=phone]", phone)
    steps.press(page, "保存")
    steps.told(page, "已保存")
    expect(page.locator("[name=phone]")).to_have_value(phone)


def _reads_who_when_before_and_after(page: Page) -> None:
    page.get_by_role("link", name=re.compile(r"全部 \d+ 版")).click()
    newest = page.locator(".d-log > li").first
    expect(newest).to_contain_text("系统员")
    expect(newest.locator(".d-log__at")).to_contain_text(re.compile(r"\d+月\d+日 周.+ \d\d:\d\d"))
    cells = newest.locator("tr", has_text="值班电话").locator("td")
    expect(cells).to_have_text([BEFORE, AFTER])


def _goes_back(page: Page) -> None:
    former = page.locator(".d-log > li").nth(1)
    former.get_by_role("link", name="恢复到此版本").click()
    offered = page.locator(".z-notice", has_text="恢复到第")
    expect(offered.locator("tr", has_text="值班电话").locator("td")).to_have_text([AFTER, BEFORE])
    steps.press(page, "恢复并保存")
    steps.told(page, "已保存")


def _the_auditor_reads_every_version_and_changes_none(page: Page, address: str) -> None:
    page.goto(f"{address}history/")
    expect(page.locator(".d-log > li").first).to_contain_text(re.compile("恢复到第 .+ 版"))
    expect(page.locator("main")).to_contain_text("只查阅")
    assert page.get_by_role("link", name="恢复到此版本").count() == 0
