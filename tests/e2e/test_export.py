"""A list taken out as a file in a browser, and the file read back cell by cell beside the page."""

import io
import re
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Download, Page, expect

from tests.e2e import server, steps
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.listing.exporting import AT_ONCE

Browse = Callable[..., Page]
Cells = list[list[object]]
# Title, whose and how many, which, by whom: above the headings.
ABOVE = 4
# Seconds in which the worker has written the file.
WITHIN = 60
# Columns of the file under the one of the page that shows them together; others are named alike.
SHOWN_UNDER = {
    "状态": "进展", "情形": "进展", "环节时限": "当前环节", "时限情况": "当前环节",
    "主办单位": "主办/协办", "协办单位": "主办/协办", "经办人": "经办人电话", "满意程度": "评价",
}  # fmt: skip
# On the page a light and what is left, for which the file has a word.
IN_OTHER_WORDS = {"时限情况"}


def _taken(page: Page) -> Download:
    page.get_by_text("导出", exact=True).click()
    with page.expect_download() as taken:
        steps.press(page, "Excel 表格（.xlsx）")
    return taken.value


def _read(file: Download) -> tuple[list[str], Cells]:
    """What stands above the headings, and the rows with them."""
    content = Path(file.path()).read_bytes()
    rows = [list(row) for row in load_workbook(io.BytesIO(content)).worksheets[0].values]
    return [str(row[0]) for row in rows[:ABOVE]], rows[ABOVE:]


def _on_page(page: Page) -> list[dict[str, str]]:
    """The rows in sight, by the headings of their columns."""
    rows: list[dict[str, str]] = page.locator("[data-rows]").evaluate(
        """(table) => {
          // The first word: beside it stands the arrow of the order.
          const heads = [...table.querySelectorAll("thead th")]
            .map((one) => one.innerText.trim().split(/\\s/)[0]);
          return [...table.querySelectorAll("tbody tr")].map((row) => Object.fromEntries(
            [...row.cells].map((cell, at) => [heads[at], cell.textContent])));
        }"""
    )
    return [{head: _squeezed(words) for head, words in row.items()} for row in rows]


def _squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def _as_shown(value: object) -> list[str]:
    """A cell's value in the words of a page, piece by piece."""
    if isinstance(value, datetime):
        day = wording.day(value.date(), weekday=False)
        return [day, f"{value:%H:%M}"] if value.time() > time() else [day]
    return re.split("[\n；]", str(value))


def test_the_filtered_ledger_comes_out_as_it_stands_on_the_page(
    browse: Browse, scene: dict[str, str]
) -> None:
    page = browse("hefan", at="/desk/ledger/?state=in_progress&state=completed&order=newest")
    shown = _on_page(page)
    file = _taken(page)
    assert re.fullmatch(r"助企诉求台账 \d{4}-\d\d-\d\d\.xlsx", file.suggested_filename)
    above, (headings, *rows) = _read(file)
    assert f"共 {len(shown)} 件" in above[1]
    assert "状态：办理中" in above[2]
    assert "何帆" in above[3]
    assert [row[1] for row in rows] == [row["编号"] for row in shown]
    assert {scene["under_way"], scene["late"]} <= {row["编号"] for row in shown}
    assert scene["fresh"] not in {row[1] for row in rows}
    for place, (cells, on_page) in enumerate(zip(rows, shown, strict=True), start=1):
        assert cells[0] == place
        for heading, value in zip(map(str, headings[1:]), cells[1:], strict=True):
            words = on_page[SHOWN_UNDER.get(heading, heading)]
            if value is None or heading in IN_OTHER_WORDS:
                continue
            for part in _as_shown(value):
                assert _squeezed(part) in words, (heading, value, words)


def test_what_is_long_is_written_by_the_worker_who_says_when_it_is_there(
    browse: Browse, data: Path
) -> None:
    page = browse("yushouli", at="/desk/enterprises/")
    shown = [row["企业"] for row in _on_page(page)]
    page.get_by_text("导出", exact=True).click()
    steps.press(page, "Excel 表格（.xlsx）")
    steps.told(page, "已开始导出，可以离开本页")
    job = page.url
    with server.working(data):
        page.goto("/desk/notices/")
        message = page.locator(".z-inbox__item", has_text="导出企业")
        for _second in range(WITHIN):
            if message.count():
                break
            page.wait_for_timeout(1000)
            page.reload()
        expect(message.first).to_be_visible()
    page.goto(job)
    with page.expect_download() as taken:
        steps.press(page, "下载文件")
    _above, (headings, *rows) = _read(taken.value)
    names = [str(row[headings.index("企业")]) for row in rows]
    assert len(names) == AT_ONCE + 1
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert all(name in words for name, words in zip(names, shown, strict=False))
