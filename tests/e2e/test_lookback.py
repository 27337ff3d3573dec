"""回头看 on a phone: rung up by another county, the unit heard, found false, taken up again."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps, supervising
from tests.e2e.phone import fits, thumbs

Browse = Callable[..., Page]
SAID, STATEMENT = "线路还是老样子。", "材料晚到一周，月底前收尾。"


def test_a_look_back_fails_only_after_the_unit_was_heard(
    browse: Browse, scene: dict[str, str]
) -> None:
    caller = browse("qinlan", phone=True, at="/desk/lookback/calls/")
    dial = caller.get_by_role("link", name="拨打")
    expect(dial).to_have_attribute("href", re.compile(r"^tel:\d+$"))
    fits(caller)
    thumbs(caller, ".d-call a.z-btn, .d-call button")
    # What the unit is to answer to has to be said; what was typed stays.
    steps.press(caller, "没有解决")
    expect(caller.get_by_role("alert")).to_contain_text("企业怎么说")
    supervising.not_solved(caller, SAID)
    place = f"/desk/lookback/{scene['look_back']}/"
    unit = browse("zhou", phone=True, at=place)
    supervising.heard(unit, SAID, STATEMENT)
    office = browse("shenjing", at=place)
    supervising.find_fault(office, "没有完工，按已解决办结不实。")
    office.goto(f"{office.url.partition('/desk/')[0]}/desk/cases/{scene['looked_back_at']}/")
    expect(office.get_by_text("办理中").first).to_be_visible()
    expect(office.get_by_text(STATEMENT)).to_be_visible()
