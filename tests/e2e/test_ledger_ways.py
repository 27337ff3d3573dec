"""The ledger as calendar, board and saved view in a browser: numbers lead to rows, phones fit."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import phone, steps

Browse = Callable[..., Page]


def test_one_goes_from_lines_to_calendar_and_board_and_back_with_the_same_rows(
    browse: Browse, scene: dict[str, str]
) -> None:
    page = browse("hefan", at="/desk/ledger/?state=submitted&state=in_progress")
    page.get_by_role("link", name="时限日历", exact=True).click()
    expect(page.locator(".z-chips")).to_contain_text("待受理")
    page.get_by_role("link", name="下个月").click()
    page.keyboard.press("k")
    expect(page.locator(".d-cal")).to_be_visible()
    page.get_by_role("link", name="周", exact=True).click()
    expect(page.locator(".d-cal__section")).to_have_count(7)
    page.get_by_role("link", name="看板", exact=True).click()
    head = page.locator(".d-board__head a").first
    number = head.locator("b").inner_text()
    card = page.locator(".d-board__card", has_text=scene["fresh"])
    expect(card.get_by_role("link", name="受理并交办")).to_be_visible()
    head.click()
    expect(page.locator("tbody tr")).to_have_count(int(number))


def test_calendar_and_board_fit_a_phone(browse: Browse) -> None:
    page = browse("hefan", phone=True, at="/desk/ledger/calendar/")
    phone.fits(page)
    phone.thumbs(page, ".z-listhead a.z-btn, .d-cal__number, .d-cal__by a")
    for address in ("calendar/?span=week", "calendar/?by=owing", "board/"):
        page.goto(f"/desk/ledger/{address}")
        phone.fits(page)
    phone.thumbs(page, ".d-board__head a, .d-board__step")
    expect(page).to_have_url(re.compile("board"))


def test_filters_saved_for_the_office_are_a_tab_with_a_count_on_a_colleagues_ledger(
    browse: Browse, scene: dict[str, str]
) -> None:
    page = browse("hefan", at="/desk/ledger/?state=carried&order=newest")
    rows = page.locator("[data-rows] tbody tr")
    expect(rows.filter(has_text=scene["carried"])).to_have_count(1)
    shown = rows.count()
    page.locator(".z-views summary", has_text="存为视图").click()
    page.get_by_label("名称").fill("持续跟踪")
    page.get_by_label("给谁用").select_option(label="市活动办的同事都能用")
    steps.press(page, "存为视图")
    steps.told(page, "已存为视图“持续跟踪”")
    colleague = browse("shenjing", at="/desk/ledger/")
    tab = colleague.locator(".z-views__tabs").get_by_role("link", name=re.compile("持续跟踪"))
    expect(tab).to_contain_text(str(shown))
    tab.click()
    expect(colleague.locator(".z-chips")).to_contain_text("挂账")
    expect(colleague.locator("[data-rows] tbody tr")).to_have_count(shown)
    elsewhere = browse("zhou", at="/desk/ledger/")
    expect(elsewhere.get_by_role("link", name=re.compile("持续跟踪"))).to_have_count(0)
