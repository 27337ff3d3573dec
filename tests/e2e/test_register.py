"""A firm nobody knows registers on a phone, waits, is confirmed, and speaks."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.browser import Windows

Browse = Callable[..., Page]

USCC = "91411025MA0E2E0028"
FIRM = "襄城新芽食品有限公司"


def test_a_new_firm_is_confirmed_by_its_county_and_then_speaks(
    windows: Windows, browse: Browse
) -> None:
    shen = windows.stranger(phone=True)
    _registers(shen)
    _waits(shen)
    _the_county_confirms(browse("qinlan"))
    shen.goto("/portal/registration/")
    expect(shen.locator("main")).to_contain_text("登记已确认，可以反映困难了")
    number = steps.submit(shen, {"title": "用工紧张", "body": "开春缺三十名包装工。"})
    assert number.startswith("1025")


def _registers(page: Page) -> None:
    page.goto("/accounts/login/")
    register = page.get_by_role("link", name=re.compile("登记"))
    if register.count():
        register.first.tap()
    else:
        page.goto("/portal/register/")
    page.fill("[name=firm_name]", FIRM)
    page.fill("[name=uscc]", USCC.lower())
    page.locator("[name=region]").select_option(label="襄城县")
    page.fill("[name=name]", "申总")
    page.fill("[name=contact]", "13903741122")
    page.fill("[name=password]", "chun-tian-2026")
    page.get_by_role("button", name="提交登记").tap()
    expect(page.locator(".z-errors")).to_contain_text("同意")
    expect(page.locator("[name=firm_name]")).to_have_value(FIRM)
    page.fill("[name=password]", "chun-tian-2026")
    page.locator("[name=agreed]").check()
    page.get_by_role("button", name="提交登记").tap()
    page.wait_for_url("**/portal/registration/")


def _waits(page: Page) -> None:
    main = page.locator("main")
    expect(main).to_contain_text("活动办正在核对")
    expect(main).to_contain_text(FIRM)
    expect(main).to_contain_text(USCC)
    expect(main).to_contain_text("襄城县活动办")
    page.goto("/portal/new/")
    expect(page).to_have_url(re.compile("/portal/registration/$"))


def _the_county_confirms(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="去确认").click()
    page.get_by_role("link", name=FIRM).click()
    expect(page.locator("main")).to_contain_text("13903741122")
    expect(page.get_by_role("radio", name=re.compile("按填写的新建"))).to_be_checked()
    steps.press(page, "确认登记")
    expect(page.locator(".z-notice").first).to_be_visible()
    page.goto("/desk/registrations/")
    expect(page.get_by_text("没有等待确认的登记")).to_be_visible()


def test_the_city_does_not_see_what_waits_for_the_county(windows: Windows, browse: Browse) -> None:
    page = windows.stranger(phone=True)
    page.goto("/portal/register/")
    page.fill("[name=firm_name]", "禹州待批公司")
    page.locator("[name=preparing]").check()
    page.locator("[name=region]").select_option(label="禹州市")
    page.fill("[name=name]", "待总")
    page.fill("[name=contact]", "13903743344")
    page.fill("[name=password]", "chun-tian-2026")
    page.locator("[name=agreed]").check()
    page.get_by_role("button", name="提交登记").tap()
    expect(page.locator("main")).to_contain_text("筹建中，还没有统一社会信用代码")
    county = browse("qinlan")
    county.goto("/desk/registrations/")
    assert "禹州待批公司" not in county.content()
