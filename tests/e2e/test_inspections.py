"""督导检查 on a phone: each thing on the checklist, a finding with its photo, and the unit told."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.phone import fits, thumbs

Browse = Callable[..., Page]
FOUND = "三件已办结的没有写结果。"
PHOTO = {"name": "台账.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + b"0" * 64}


def test_a_unit_is_inspected_on_a_phone_thing_by_thing(
    browse: Browse, scene: dict[str, str]
) -> None:
    page = browse("ducha", phone=True, at="/desk/")
    expect(page.get_by_text("今天该去检查的单位")).to_be_visible()
    page.goto(page.url.replace("/desk/", f"/desk/inspections/visits/{scene['inspection']}/"))
    thumbs(page, ".z-head .z-btn")
    page.get_by_role("link", name="开始检查").tap()
    expect(page.get_by_text("第 1 项，共 3 项")).to_be_visible()
    fits(page)
    page.get_by_label("符合", exact=True).check()
    page.get_by_role("button", name="保存，下一项").tap()
    expect(page.get_by_text("第 2 项，共 3 项")).to_be_visible()
    page.get_by_label("不符合").check()
    page.get_by_label("情况说明").fill("三件没有结果")
    # Gone and come back, what was typed is still there.
    page.reload()
    expect(page.get_by_label("情况说明")).to_have_value("三件没有结果")
    page.get_by_label("不符合").check()
    page.locator("input[type=file]").set_input_files(PHOTO)  # type: ignore[arg-type]
    page.get_by_role("button", name="保存，下一项").tap()
    expect(page.get_by_text("第 3 项，共 3 项")).to_be_visible()
    page.get_by_label("不适用").check()
    page.get_by_role("button", name="保存", exact=True).tap()
    expect(page.get_by_text("台账.jpg")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="记录问题").tap()
    page.get_by_label("发现的问题").fill(FOUND)
    fits(page)
    page.get_by_role("button", name="记录问题").tap()
    page.get_by_role("link", name="完成检查").tap()
    page.get_by_role("button", name="完成检查").tap()
    expect(page.get_by_text("已检查").first).to_be_visible()
    expect(page.get_by_role("link", name=FOUND)).to_be_visible()
    fits(page)
    office = browse("hefan", at="/desk/")
    expect(office.get_by_text("待拟整改通知的问题")).to_be_visible()
