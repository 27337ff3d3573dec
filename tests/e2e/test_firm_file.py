"""一企一档 on a phone: what kind of firm, what it raised, what colleagues noted."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.phone import fits, thumbs

Browse = Callable[..., Page]
NOTE = "门卫说下午三点后好停车"


def test_a_firms_file_is_read_and_noted_in_on_a_phone(
    browse: Browse, scene: dict[str, str]
) -> None:
    address = f"/desk/enterprises/{scene['firm']}/"
    page = browse("hefan", phone=True, at=address)
    expect(page.get_by_role("heading", name="许昌钻石公司")).to_be_visible()
    fits(page)
    thumbs(page, ".z-head .z-btn, .d-side .z-btn")
    _the_facts(page)
    _a_case_is_one_tap_away(page, scene["under_way"], address)
    _a_note_is_left(page)
    fits(page)
    _another_unit_does_not_read_it(browse("zhou", phone=True, at=address))


def _the_facts(page: Page) -> None:
    facts = page.locator(".d-firm-file .z-facts").first
    expect(facts).to_contain_text("91411000MA0000001A")
    expect(page.locator("#liaison")).to_contain_text("林助")


def _a_case_is_one_tap_away(page: Page, number: str, address: str) -> None:
    page.get_by_role("link", name=number).first.tap()
    page.wait_for_url(f"**/desk/cases/{number}/")
    fits(page)
    page.goto(address)


def _a_note_is_left(page: Page) -> None:
    box = steps.panel(page, "写一条备注")
    box.locator("textarea").fill(NOTE)
    steps.press(box, "记下")
    notes = page.locator("#notes")
    expect(notes).to_contain_text(NOTE)
    expect(notes).to_contain_text("何帆")


def _another_unit_does_not_read_it(page: Page) -> None:
    expect(page.get_by_role("heading", name="许昌钻石公司")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(NOTE)
