"""总览 in a real browser: pictures drawn without a word on the console, which would fail it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.phone import fits

Browse = Callable[..., Page]


def test_pictures_are_drawn_and_taken_out_under_the_strict_policy(browse: Browse) -> None:
    page = browse("shenjing", at="/desk/overview/")
    expect(page.get_by_role("heading", name="总览")).to_be_visible()
    drawn = page.locator("[data-chart] svg")
    expect(drawn.first).to_be_visible()
    drawn.first.hover()
    with page.expect_download() as taken:
        page.get_by_role("button", name="存为图片").first.click()
    assert taken.value.suggested_filename.endswith(".png")
    assert taken.value.path().read_bytes()[:4] == b"\x89PNG"
    page.get_by_role("link", name="周交办会材料").click()
    with page.expect_download() as papers:
        page.get_by_role("button", name="下载 Excel").click()
    assert papers.value.suggested_filename.endswith(".xlsx")


def test_a_leader_reads_it_on_a_phone(browse: Browse) -> None:
    page = browse("tian", phone=True, at="/desk/overview/")
    expect(page.get_by_text("什么逾期了，在哪里")).to_be_visible()
    expect(page.get_by_text("等我的", exact=True)).to_be_visible()
    fits(page)
