"""The office hands a firm a code; its person joins on a phone and speaks at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.browser import Windows

Browse = Callable[..., Page]
LEAST_TARGET = 44


def test_a_firms_first_registration_by_code_on_a_phone(windows: Windows, browse: Browse) -> None:
    code = _the_office_makes_a_code(browse("qinlan"))
    phone = windows.stranger(phone=True)
    _types_the_code(phone, code)
    _says_who_he_is(phone)
    number = steps.submit(phone, {"title": "冬季用气紧张", "body": "硫化车间每天缺气两小时。"})
    assert number.startswith("1025")
    phone.goto("/portal/")
    expect(phone.locator("main")).to_contain_text("冬季用气紧张")
    late = windows.stranger(phone=True)
    late.goto(f"/join/{code.replace('-', '')}/")
    expect(late.locator("main")).to_contain_text("已经用完")


def _the_office_makes_a_code(page: Page) -> str:
    page.goto("/desk/register/?q=鞋业")
    page.get_by_role("link", name="襄城鞋业公司").click()
    firm = re.search(r"firm=(\d+)", page.url)
    assert firm is not None
    page.goto(f"/desk/enterprises/{firm[1]}/")
    page.get_by_role("link", name="企业人员与邀请码").click()
    box = steps.panel(page, "生成邀请码")
    box.locator("[name=note]").fill("新来的办公室主任")
    steps.press(box, "生成邀请码")
    expect(page.locator(".z-qr")).to_be_visible()
    return page.locator(".z-invite__code").inner_text().strip()


def _types_the_code(page: Page, code: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="有邀请码").tap()
    page.fill("[name=code]", "AAAA-AAAA")
    page.get_by_role("button", name="下一步").tap()
    expect(page.locator(".z-errors")).to_contain_text("没有这个邀请码")
    page.fill("[name=code]", code.lower())
    page.get_by_role("button", name="下一步").tap()
    expect(page.get_by_role("heading", name="襄城鞋业公司")).to_be_visible()


def _says_who_he_is(page: Page) -> None:
    _fits(page)
    page.fill("[name=name]", "柳主任")
    page.fill("[name=contact]", "13903745566")
    page.fill("[name=password]", "chun-tian-2026")
    page.locator("[name=agreed]").check()
    page.get_by_role("button", name="加入，开始使用").tap()
    page.wait_for_url("**/portal/")
    steps.told(page, "欢迎，您现在可以代表襄城鞋业公司反映困难了")


def _fits(page: Page) -> None:
    """Nothing to scroll sideways for, and nothing too small for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for control in page.locator(
        "main button:visible, main input:visible:not([type=checkbox])"
    ).all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= LEAST_TARGET
