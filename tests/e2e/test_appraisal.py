"""月讲评: the signer publishes a month, a unit appeals on a phone, points are given back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e import supervising
from tests.e2e.phone import fits
from zhuqi.foundation.workdays import SHANGHAI

Browse = Callable[..., Page]


def test_a_month_is_published_appealed_against_on_a_phone_and_set_right(browse: Browse) -> None:
    # The month of the case that the scene has been over for long.
    month = (datetime.now(SHANGHAI) - timedelta(days=60)).strftime("%Y-%m-01")
    office = browse("luyuan", at="about:blank")
    review = supervising.draft_review(office, month)
    supervising.publish_review(office, "请对照得分单整改。")

    unit = browse("zheng", phone=True, at=review)
    expect(unit.get_by_text("请对照得分单整改。")).to_be_visible()
    fits(unit)
    unit.get_by_role("link", name="许昌市工业和信息化局").tap()
    expect(unit.get_by_role("heading", name="许昌市工业和信息化局得分单")).to_be_visible()
    fits(unit)
    office.goto(supervising.appeal(unit, "评价率", "企业已电话回访评价，漏计一件。"))
    supervising.uphold(office, "1.5", "经核属实。")
    unit.goto(review)
    expect(unit.get_by_text(re.compile("已更正 1 次"))).to_be_visible()
