"""信息直通车 on two phones: the firm writes, is answered; its next letter becomes a case."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.phone import fits, thumbs

Browse = Callable[..., Page]


def _write(firm: Page, title: str, body: str) -> None:
    firm.get_by_role("link", name="写一封信").click()
    fits(firm)
    firm.get_by_label("什么事").fill(title)
    firm.get_by_label("具体情况").fill(body)
    steps.press(firm, "送出")
    expect(firm.get_by_text("已送达")).to_be_visible()


def test_a_letter_is_answered_and_the_next_becomes_a_case(browse: Browse) -> None:
    firm = browse("zhao", phone=True, at="/portal/letters/")
    thumbs(firm, ".z-actions a.z-btn")
    # What is missing is said, and what was typed stays.
    firm.get_by_role("link", name="写一封信").click()
    firm.get_by_label("具体情况").fill("货车进不来。")
    steps.press(firm, "送出")
    expect(firm.get_by_role("alert")).to_contain_text("请用一句话说什么事")
    expect(firm.get_by_label("具体情况")).to_have_value("货车进不来。")
    firm.get_by_label("什么事").fill("门口路面积水")
    steps.press(firm, "送出")
    expect(firm.get_by_text("待答复")).to_be_visible()

    lin = browse("lin", phone=True, at="/desk/letters/")
    fits(lin)
    lin.get_by_role("link", name="门口路面积水").click()
    lin.get_by_role("link", name="答复", exact=True).click()
    lin.get_by_label("答复").fill("周三派人来看。")
    steps.press(lin, "答复")
    expect(lin.get_by_text("周三派人来看。")).to_be_visible()

    firm.reload()
    expect(firm.get_by_text("周三派人来看。")).to_be_visible()
    firm.get_by_role("link", name="信息直通车").first.click()
    _write(firm, "变压器太小", "二期投产后缺八百千伏安。")
    lin.goto(f"{lin.url.partition('/desk/')[0]}/desk/letters/?mine=on")
    lin.get_by_role("link", name="变压器太小").click()
    lin.get_by_role("link", name="转为诉求").click()
    steps.press(lin, "转为诉求")
    expect(lin.get_by_text("已转为诉求").first).to_be_visible()
    firm.reload()
    expect(firm.get_by_text("按时限办理")).to_be_visible()
    fits(firm)
