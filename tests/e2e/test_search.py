"""The search box in a real browser: `/`, words, the list below, arrows, Enter; on a phone too."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.phone import fits

Browse = Callable[..., Page]


def test_a_word_in_the_top_line_leads_to_its_case_by_keys_alone(browse: Browse) -> None:
    page = browse("hefan", at="/desk/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="编号、企业或者一个词")
    expect(box).to_be_focused()
    page.keyboard.type("鑽石")
    shown = page.locator("#find-list")
    expect(shown.get_by_role("link", name="许昌钻石公司").first).to_be_visible()
    expect(shown.locator("mark").first).to_have_text("钻石")
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="查找“鑽石”")).to_be_visible()
    page.get_by_role("link", name="企业 1").click()
    page.wait_for_url("**kind=firms*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="许昌钻石公司")).to_be_visible()


def test_on_a_phone_the_list_and_the_page_fit(browse: Browse) -> None:
    page = browse("hefan", phone=True, at="/desk/search/?q=公司")
    fits(page)
    page.get_by_role("combobox", name="编号、企业或者一个词").fill("钻石")
    expect(page.locator("#find-list").get_by_role("link").first).to_be_visible()
    fits(page)
