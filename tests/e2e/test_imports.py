"""历史台账: an old register comes in by the pages, and the same again brings nothing."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import server, steps
from tests.scenes import imports as scenes

Browse = Callable[..., Page]
# The page follows the worker by itself, so long in milliseconds.
WITHIN = 30_000


def test_a_register_is_matched_checked_and_imported_and_the_second_time_nothing_comes_in(
    browse: Browse, data: Path, tmp_path: Path
) -> None:
    path = scenes.register(tmp_path / "台账.xlsx")
    page = browse("hefan")
    with server.working(data):
        _uploads(page, path)
        _matches(page, "襄城问题台账")
        _reads(page, "共 3 行：可以导入 3")
        page.get_by_role("link", name="开始导入").first.click()
        page.locator("main button.z-btn--main").click()
        _reads(page, "共 3 行：已导入 3")
        # Under the very same name it would be a second click on the first.
        _uploads(page, path.rename(tmp_path / "台账（2）.xlsx"))
        expect(page.locator("main")).to_contain_text("已套用“襄城问题台账”上次的对照")
        _matches(page, "襄城问题台账")
        _reads(page, "共 3 行：以前已导入 3")
    page.goto("/desk/imports/")
    rows = page.locator("main tbody tr").filter(has_text="襄城问题台账")
    expect(rows).to_have_count(2)


def _uploads(page: Page, path: Path) -> None:
    page.goto("/desk/imports/new/")
    page.set_input_files("[name=file]", path)
    page.locator("main button.z-btn--main").click()
    expect(page).to_have_url(re.compile(r"/desk/imports/\d+/match/$"))


def _matches(page: Page, name: str) -> None:
    """Every column is guessed; one of them is not wanted, whatever it was taken for."""
    page.get_by_label(re.compile("^L 备注")).select_option(label="（不导入）")
    page.fill("[name=name]", name)
    steps.press(page, "逐行核对")
    steps.told(page, "已开始核对")


def _reads(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words, timeout=WITHIN)
