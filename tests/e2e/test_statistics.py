"""指标 on a phone: a rate, the rows behind it, and back."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import server
from tests.e2e.phone import fits

Browse = Callable[..., Page]


def test_a_number_opens_its_rows_on_a_phone(browse: Browse, data: Path) -> None:
    env = server.environment(data, ZHUQI_SAMPLE="0")
    server.run_module(server.CONSOLE, "tallies", env=env)
    page = browse("hefan", phone=True, at="/desk/statistics/?by=office")
    expect(page.get_by_role("heading", name="指标")).to_be_visible()
    fits(page)
    number = page.get_by_role("link", name=re.compile(r"^[1-9]\d*$")).first
    told = number.inner_text()
    number.tap()
    expect(page.get_by_text(re.compile(f"共 {told} 件")).first).to_be_visible()
    fits(page)
    page.get_by_role("link", name="回到指标").tap()
    expect(page.get_by_role("heading", name="收办")).to_be_visible()
    fits(page)
