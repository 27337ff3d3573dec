"""走访 on a phone: planned at the firm's card, made, a need becomes a case; the office reads."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.phone import fits, thumbs

Browse = Callable[..., Page]
SAID = "二期六月投产，担心专用线路容量不够。"


def test_a_visit_is_planned_made_and_followed_by_a_case_on_a_phone(
    browse: Browse, scene: dict[str, str]
) -> None:
    page = browse("lin", phone=True, at=f"/desk/enterprises/{scene['firm']}/card/")
    page.get_by_role("link", name="计划走访").tap()
    page.get_by_label("走访目的").fill("了解二期投产")
    fits(page)
    page.get_by_role("button", name="计划走访").tap()
    expect(page.get_by_role("heading", name="许昌钻石公司")).to_be_visible()
    thumbs(page, ".z-head .z-btn")
    page.get_by_role("link", name="记录走访").tap()
    page.get_by_label("谈了什么").fill(SAID)
    fits(page)
    page.get_by_role("button", name="记录走访").tap()
    expect(page.get_by_text(SAID)).to_be_visible()
    page.get_by_role("link", name="转为诉求").tap()
    page.get_by_label("遇到的困难").fill("专用线路容量不够")
    page.get_by_label("具体情况").fill("新设备月底到货，需要增容。")
    page.get_by_label("反映人").fill("赵强")
    page.get_by_label("联系电话").fill("13812345678")
    page.get_by_label("企业同意登记为诉求").check()
    page.get_by_role("button", name="转为诉求").tap()
    expect(page.get_by_role("cell", name="专用线路容量不够")).to_be_visible()
    fits(page)
    address = page.url
    office = browse("hefan", at=address)
    expect(office.get_by_text(SAID)).to_be_visible()
    expect(office.get_by_role("link", name="转为诉求")).to_have_count(0)
