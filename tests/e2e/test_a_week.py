"""An office's week: Monday's letter, a visit without signal, Wednesday's report, a joint meeting
that decides a dispute and a trouble of twelve firms, all twelve answered, and who was visited.

What came before today was done at its time (`tests.scenes.week`); from there people go on.
"""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.e2e import server, steps
from tests.e2e.browser import Windows
from tests.e2e.phone import fits
from tests.scenes.week import COMMON, DISPUTE, FIRMS

NEED, SAID = "缺二十名熟练工", "车间里没有信号，先记在手机上。"
SETTLED, SHARED = "由市工信局牵头接管网。", "市工信局督促明年三月前换主变。"
TO_FIRMS = "园区主变明年三月前更换，换好以前错峰供电。"


@pytest.fixture(scope="module")
def office_week(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Windows, dict[str, str]]]:
    """`zhuqi web` on a database of this story's own: it counts what is there."""
    data = tmp_path_factory.mktemp("week")
    told = server.fill(data, "tests.e2e.fill_week")
    with server.serving(data, ZHUQI_SAMPLE="0") as address:
        windows = Windows(chromium, address, told["cookie"], told["sessions"])
        yield windows, told["scene"]
        assert windows.close() == []


def test_from_mondays_letter_to_the_twelve_who_were_answered(
    office_week: tuple[Windows, dict[str, str]],
) -> None:
    windows, scene = office_week
    _the_leader_reads_what_is_open(windows.browse("tian", phone=True, at="/desk/notices/"))
    _a_visit_without_signal_becomes_a_case(windows.browse("lin", phone=True), scene["firm"])
    _the_unit_reports(windows, scene["one"])
    office = windows.browse("hefan")
    _the_meeting_takes_up_both(office, scene)
    _the_dispute_is_settled(office, scene["disputed"])
    _all_twelve_are_answered(windows, office, scene["one"])
    _the_minutes_stand(windows, scene["meeting"])
    _the_firm_counts_as_visited(office)


def _the_leader_reads_what_is_open(leader: Page) -> None:
    leader.get_by_role("button", name=re.compile("本周调研提示：您联系的企业有 1 件")).tap()
    expect(leader.get_by_role("link", name="看我联系的企业")).to_be_visible()
    fits(leader)


def _a_visit_without_signal_becomes_a_case(page: Page, firm: str) -> None:
    page.goto(f"/desk/enterprises/{firm}/card/")
    page.get_by_role("link", name="随身走访").tap()
    expect(page.get_by_text("没有等待发送的记录")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-state]")).to_contain_text("没有信号")
    page.get_by_label("我联系的企业").select_option(label="许昌钻石公司")
    page.get_by_role("button", name="记录走访").last.tap()
    page.get_by_label("谈了什么").fill(SAID)
    page.get_by_text("困难 1").tap()
    page.get_by_label("遇到的困难").first.fill(NEED)
    page.get_by_label("具体情况").first.fill("旺季缺人。")
    page.get_by_label("反映人").first.fill("赵总")
    page.get_by_label("联系电话").first.fill("13812345678")
    page.get_by_text("企业同意，登记为诉求").first.tap()
    page.get_by_role("button", name="存好，有信号就发送").tap()
    expect(page.get_by_text("还有 1 条等待发送")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("link", name="看走访").tap()
    expect(page.get_by_text(SAID)).to_have_count(1)
    expect(page.get_by_text(NEED)).to_have_count(1)


def _the_unit_reports(windows: Windows, number: str) -> None:
    unit = windows.browse("zhou", at="/desk/notices/")
    unit.get_by_role("button", name=re.compile(rf"请报送 {FIRMS} 件诉求的进展")).click()
    expect(unit.get_by_text("已报进展").first).to_be_visible()
    steps.act(unit, number, "报告进展", "进展已记入，企业看得到", text="已与供电公司看过现场。")


def _press(page: Page, link: str, said: str) -> None:
    """Open a verb of the row's page and do it as its form stands."""
    page.get_by_role("link", name=link, exact=True).click()
    steps.press(page, link)
    steps.told(page, said)


def _the_meeting_takes_up_both(office: Page, scene: dict[str, str]) -> None:
    office.goto(f"/desk/meetings/bodies/{scene['body']}/")
    _press(office, "按规则找议题", "新的议题待确认")
    for title in (DISPUTE, COMMON):
        office.goto("/desk/meetings/items/")
        office.get_by_role("link", name=title).first.click()
        _press(office, "确认上会", "已确认上会")
        _press(office, "列入议程", "已列入议程")
    office.goto(f"/desk/meetings/{scene['meeting']}/")
    _press(office, "通知开会", "已通知开会")
    office.get_by_role("link", name="记录到会、开会", exact=True).click()
    office.get_by_role("checkbox", name="市工信局").check()
    steps.press(office, "记录到会、开会")
    steps.told(office, "已记录")


def _decide(office: Page, title: str, text: str, lead: str) -> None:
    office.goto("/desk/meetings/items/")
    office.get_by_role("link", name=title).first.click()
    office.get_by_role("link", name="记录决定", exact=True).click()
    office.locator("[name=text]").fill(text)
    office.locator("select[name=lead]").select_option(label=lead)
    office.locator("[name=due]").fill("2048-12-01")


def _the_dispute_is_settled(office: Page, number: str) -> None:
    _decide(office, DISPUTE, SETTLED, "市工信局")
    office.get_by_role("checkbox", name="同时裁定").check()
    steps.press(office, "记录决定")
    steps.told(office, "已记录决定")
    steps.open_case(office, number)
    expect(office.get_by_text(SETTLED).first).to_be_visible()
    expect(office.locator(".d-casehead")).to_contain_text("市工信局")


def _all_twelve_are_answered(windows: Windows, office: Page, number: str) -> None:
    _decide(office, COMMON, SHARED, "市工信局")
    steps.press(office, "记录决定")
    steps.told(office, "已记录决定")
    office.goto("/desk/meetings/decisions/")
    office.get_by_role("link", name=SHARED).first.click()
    office.get_by_role("link", name="答复企业", exact=True).click()
    office.locator("[name=to_firm]").fill(TO_FIRMS)
    steps.press(office, "答复企业")
    steps.told(office, "已答复企业")
    expect(office.get_by_text(re.compile(rf"{FIRMS} 件已回复，0 件")).first).to_be_visible()
    firm = windows.browse("factory0", phone=True, at=f"/portal/cases/{number}/")
    expect(firm.get_by_text(TO_FIRMS).first).to_be_visible()
    fits(firm)


def _the_minutes_stand(windows: Windows, meeting: str) -> None:
    signer = windows.browse("luyuan", at=f"/desk/meetings/{meeting}/")
    _press(signer, "确认纪要", "纪要已确认")
    signer.goto(f"/desk/meetings/{meeting}/minutes/")
    for words in (SETTLED, SHARED):
        expect(signer.get_by_text(words).first).to_be_visible()


def _the_firm_counts_as_visited(office: Page) -> None:
    office.goto("/desk/adjustments/coverage/")
    today = timezone.localdate()
    row = office.locator("main tr").filter(has_text="许昌钻石公司")
    expect(row.first).to_contain_text(f"{today.month}月{today.day}日")
