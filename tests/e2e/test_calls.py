"""Calls in a browser, with the phone in the other hand: one press, and the next is there."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import phone, steps

Browse = Callable[..., Page]


def test_a_call_is_noted_in_one_press_and_the_next_one_comes(
    browse: Browse, scene: dict[str, str]
) -> None:
    page = browse("hefan", phone=True, at=f"/desk/calls/{scene['unrated']}/")
    expect(page.get_by_role("link", name="拨打")).to_have_attribute(
        "href", re.compile(r"^tel:\d+$")
    )
    phone.fits(page)
    phone.thumbs(page, ".d-call a.z-btn, .d-call button")
    # Enter in a field is no verdict.
    page.locator("[name=spoken_to]").press("Enter")
    expect(page.locator("[data-sent]")).to_have_count(0)
    # What is still open has to be said; what was typed stays.
    steps.press(page, "没有解决，不满意")
    expect(page.get_by_role("alert")).to_contain_text("还有什么没解决")
    steps.press(page, "已解决，非常满意")
    steps.told(page, f"{scene['unrated']} 评价已记入")
    page.wait_for_url(re.compile(r"/desk/calls/"))
    expect(page.locator(".d-no")).not_to_have_text(scene["unrated"])
