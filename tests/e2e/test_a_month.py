"""A month in a small city, as everybody sees it who has a hand in it.

What came before today was done at its time (`tests.scenes.month`); from there people go on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import server, steps, supervising
from tests.e2e.browser import Windows
from tests.e2e.phone import fits
from tests.scenes.month import FALSE, LATE, RED, YELLOW

BOARD, INDUSTRY = "/desk/supervision/board/", "许昌市工业和信息化局"
UNSIGNED, UNANSWERED = "已发出，未签收", "已签收，未回复"
SECOND = re.compile(r"〔\d+〕2号")
REPLY = "调压器今天装好，明天送电。"
SAID, STATEMENT = "夜里还是停电。", "变压器晚到，正在更换。"
ITEM, BASIS = "查实虚假办结", "回头看认定有责"
WHY, DECISION = "设备晚到，不是有意不实办结。", "情况属实，退回一半以上。"


@dataclass(frozen=True)
class City:
    """The running city: where its data is, windows onto it, and its cases."""

    data: Path
    windows: Windows
    scene: dict[str, str]

    def works(self, command: str) -> None:
        """What the worker does by itself from time to time, at once."""
        env = server.environment(self.data, ZHUQI_SAMPLE="0")
        server.run_module(server.CONSOLE, command, env=env)


@pytest.fixture(scope="module")
def city(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """`zhuqi web` on a database of this story's own: it counts what is there."""
    data = tmp_path_factory.mktemp("month")
    told = server.fill(data, "tests.e2e.fill_month")
    with server.serving(data, ZHUQI_SAMPLE="0") as address:
        windows = Windows(chromium, address, told["cookie"], told["sessions"])
        yield City(data, windows, told["scene"])
        assert windows.close() == []


def test_a_month_from_the_first_yellow_light_to_the_points_given_back(city: City) -> None:
    browse = city.windows.browse
    office, unit = browse("hefan"), browse("zhou", phone=True)
    _lights_went_yellow_and_red(office, unit, city.scene)
    _the_sheet_is_signed_for_and_answered(office, unit)
    city.works("sweep")
    _nothing_goes_out_twice(office)
    _the_late_case_is_done_and_off_the_board(city, office)
    _the_look_back_fails_after_the_unit_was_heard(city, unit)
    city.works("tallies")
    signer = browse("luyuan")
    review = _the_month_is_reviewed_and_published(signer)
    head = browse("zheng", phone=True)
    before = _the_unit_gets_points_back(signer, head)
    _what_was_published_stays_beside_the_correction(head, review, before)


# The board ----------------------------------------------------------------------------------------


def _board(page: Page, *, late: int, unsigned: int = 0, unanswered: int = 0) -> None:
    """What the board counts now."""
    page.goto(BOARD)
    stats = page.locator(".z-stats__item")
    expect(stats.filter(has_text="已逾期")).to_contain_text(re.compile(rf"\b{late}\b"))
    for label, number in ((UNSIGNED, unsigned), (UNANSWERED, unanswered)):
        line = page.locator(".d-lines li").filter(has_text=label)
        expect(line).to_have_text(re.compile(rf"{label}\s*{number}\s*$"))


def _lights_went_yellow_and_red(office: Page, unit: Page, scene: dict[str, str]) -> None:
    _board(office, late=1, unsigned=1)
    for light, word, title, key in (
        ("yellow", "还剩", YELLOW, "yellow"),
        ("red", "逾期", RED, "red"),
    ):
        office.goto(f"/desk/ledger/?light={light}")
        row = office.locator("main tr").filter(has_text=title)
        expect(row).to_contain_text(scene[key])
        expect(row.locator(f".z-light--{light}").first).to_contain_text(word)
    # The unit was told at each turn, of last month's case too: that it is late by the sheet alone.
    unit.goto("/desk/notices/")
    told = unit.locator(".z-inbox__item")
    for title in (LATE, RED):
        expect(told.filter(has_text="办理即将到期").filter(has_text=title)).to_have_count(1)
        expect(told.filter(has_text="办理已经逾期").filter(has_text=title)).to_have_count(0)
    expect(told.filter(has_text="，请签收").filter(has_text=SECOND)).to_have_count(1)
    fits(unit)


def _the_sheet_is_signed_for_and_answered(office: Page, unit: Page) -> None:
    """By the unit on a phone; the office sees it on its board and on the case."""
    unit.goto("/desk/")
    unit.get_by_role("link", name=SECOND).tap()
    expect(unit.get_by_role("heading", name="催办单〔")).to_be_visible()
    # The first was last month's, for what was late then.
    expect(unit.get_by_text("逾期 1 个工作日").first).to_be_visible()
    supervising.sign_for(unit)
    _board(office, late=1, unanswered=1)
    supervising.reply(unit, REPLY)
    _board(office, late=1)


def _nothing_goes_out_twice(office: Page) -> None:
    office.goto("/desk/supervision/")
    rows = office.locator("main tr").filter(has_text=RED)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(SECOND)
    expect(rows).to_contain_text("已回复")
    _board(office, late=1)


def _the_late_case_is_done_and_off_the_board(city: City, office: Page) -> None:
    number = city.scene["red"]
    steps.answer(city.windows.browse("zhou", at="about:blank"), number, "调压器已装好送电。")
    reviewer = city.windows.browse("shenjing", at="about:blank")
    steps.act(reviewer, number, "办结", "已办结，企业会收到答复并请其评价")
    _board(office, late=0)


# The look-back ------------------------------------------------------------------------------------


def _the_look_back_fails_after_the_unit_was_heard(city: City, unit: Page) -> None:
    place = f"/desk/lookback/{city.scene['look_back']}/"
    caller = city.windows.browse(city.scene["caller"], phone=True, at="/desk/lookback/calls/")
    expect(caller.get_by_text(FALSE).first).to_be_visible()
    fits(caller)
    supervising.not_solved(caller, SAID)
    office = city.windows.browse("shenjing", at=place)
    # Before the unit was heard nobody finds.
    expect(office.get_by_role("link", name="认定有责")).to_have_count(0)
    unit.goto(place)
    supervising.heard(unit, SAID, STATEMENT)
    office.goto(place)
    supervising.find_fault(office, BASIS)
    office.goto(f"/desk/cases/{city.scene['false']}/")
    expect(office.get_by_text("办理中").first).to_be_visible()
    expect(office.get_by_text(STATEMENT)).to_be_visible()


# The review ---------------------------------------------------------------------------------------


def _the_month_is_reviewed_and_published(signer: Page) -> str:
    review = supervising.draft_review(signer)
    signer.get_by_role("link", name="记加减分").click()
    signer.get_by_label("单位", exact=True).select_option(label="市工信局")
    signer.get_by_label(re.compile(ITEM)).check()
    signer.get_by_label("分值", exact=True).fill("3")
    signer.get_by_label("依据", exact=True).fill(BASIS)
    signer.get_by_role("button", name="记加减分").click()
    steps.told(signer, "已记入")
    supervising.publish_review(signer, "请对照得分单整改。")
    return review


def _total(page: Page) -> Decimal:
    """The unit's points, as its statement says them."""
    fact = page.locator("dt", has_text="总分").locator("xpath=following-sibling::dd[1]")
    return Decimal(fact.inner_text().strip())


def _the_unit_gets_points_back(signer: Page, head: Page) -> Decimal:
    """What it had before."""
    head.goto("/desk/")
    head.get_by_role("link", name="看得分单").tap()
    expect(head.get_by_role("heading", name=f"{INDUSTRY}得分单")).to_be_visible()
    statement, before = head.url, _total(head)
    item = head.locator("main tr").filter(has_text=ITEM)
    expect(item).to_contain_text("减分 3")
    fits(head)
    signer.goto(supervising.appeal(head, ITEM, WHY))
    supervising.uphold(signer, "2.00", DECISION)
    head.goto(statement)
    assert _total(head) == before + 2
    row = head.locator("main tr").filter(has_text="更正").filter(has_text="+2.00")
    expect(row).to_have_count(1)
    expect(head.get_by_text("第 2 稿更正")).to_be_visible()
    expect(head.get_by_text(DECISION).first).to_be_visible()
    fits(head)
    return before


def _what_was_published_stays_beside_the_correction(
    page: Page, review: str, before: Decimal
) -> None:
    for issue, points in (("第 1 稿", before), ("第 2 稿", before + 2)):
        page.goto(review)
        expect(page.get_by_text("已更正 1 次")).to_be_visible()
        page.get_by_role("link", name=issue, exact=True).tap()
        expect(page.get_by_role("heading", name=re.compile(f"{issue}$"))).to_be_visible()
        row = page.locator("main tr").filter(has_text=INDUSTRY)
        expect(row).to_contain_text(f"{points:.2f}")
        expect(page.get_by_text("一致，每一位都相同")).to_have_count(2)
        fits(page)
