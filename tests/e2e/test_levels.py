"""A case through the levels: handed up, returned, taken, disputed, passed on, closed by both."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.scenes.levels import next_working_day

Browse = Callable[..., Page]

COUNTY, HOUSING, POWER = "襄城县活动办", "襄城县住房和城乡建设局", "国网许昌供电公司"
RETURNED = "河道问题县里先会同水利局研究"
OBJECTION = "涉及市管河道，建议由市里办"
UPHELD = "市里已协调，具体由县里组织"
# How the firm reads it.
TOLD = ("提请上级活动办研究", "仍由本地办理", "由上一级办理", f"已转给{COUNTY}", "了结此事")


def test_up_back_up_again_disputed_passed_on_and_struck_off(browse: Browse) -> None:
    feng, qin = browse("feng", phone=True), browse("qinlan")
    number = steps.submit(
        feng, {"title": "厂区门口排水不畅", "body": "一下雨就积水半米。", "wish": "疏通河道"}
    )
    _the_county_accepts(qin, number)
    steps.act(qin, number, "提级", "已提请上级活动办研判", reason="涉及市管河道")
    he = browse("hefan")
    _the_city_finds_it_on_its_first_page(he, number)
    steps.act(he, number, "退回属地", "已退回属地", reason=RETURNED)
    steps.open_case(qin, number)
    expect(qin.locator(".z-timeline")).to_contain_text(RETURNED)
    steps.act(qin, number, "提级", "已提请上级活动办研判", reason="县里已会商，确需市级协调")
    steps.act(he, number, "接收提级", "已接收")
    _the_city_assigns_it_to_the_county_with_a_part_for_the_power_company(he, number)
    steps.act(qin, number, "提出异议", "异议已提出", reason=OBJECTION)
    _the_city_overrules(he, number)
    steps.act(qin, number, "签收", "已签收", handler_phone="0374-3560000")
    _the_county_passes_it_on(qin, number)
    ma, sun = browse("ma"), browse("sun")
    for page, words in ((ma, "管网已疏通，照片附后。"), (sun, "泵站用电已接通。")):
        steps.act(page, number, "签收", "已签收")
        steps.act(page, number, "提交分办答复", "分办答复已提交", text=words)
    steps.answer(qin, number, "排水管网已疏通，泵站已通电。")
    steps.act(browse("shenjing"), number, "办结", "已办结，企业会收到答复并请其评价")
    _the_firm_is_content(feng, number)
    lu = browse("luyuan")
    _the_city_waits_for_the_county(lu, number)
    steps.act(qin, number, "申请销号", "已申请销号", reason="企业认可，现场已复核")
    steps.act(lu, number, "销号", "已销号")
    _the_firm_reads_it_plainly(feng, number)
    _another_county_finds_nothing(browse("yushouli"), number)


def _the_county_accepts(page: Page, number: str) -> None:
    page.goto(f"/desk/cases/{number}/triage/")
    steps.choose_item(page, "排水（测试）")
    steps.press(page, "只受理")
    steps.told(page, f"{number} 已受理")


def _the_city_finds_it_on_its_first_page(page: Page, number: str) -> None:
    page.goto("/desk/")
    queue = page.get_by_role("region", name="下级提级，待研判")
    expect(queue.get_by_role("link", name=number)).to_be_visible()


def _the_city_assigns_it_to_the_county_with_a_part_for_the_power_company(
    page: Page, number: str
) -> None:
    page.goto(f"/desk/cases/{number}/triage/")
    page.locator("select[name=lead]").select_option(label=COUNTY)
    page.locator("summary").filter(has_text="分办单位").click()
    page.locator("[name=part]").and_(page.get_by_role("checkbox", name=POWER)).check()
    steps.press(page, "交办")
    steps.told(page, f"{number} 已交办给")


def _the_city_overrules(page: Page, number: str) -> None:
    page.goto(f"/desk/cases/{number}/uphold/")
    expect(page.locator("main")).to_contain_text(OBJECTION)
    page.fill("[name=reason]", UPHELD)
    steps.press(page, "维持交办")
    steps.told(page, "已维持交办")


def _the_county_passes_it_on(page: Page, number: str) -> None:
    steps.open_case(page, number)
    expect(page.locator(".z-timeline")).to_contain_text(UPHELD)
    page.goto(f"/desk/cases/{number}/sub_assign/")
    page.get_by_role("checkbox", name=HOUSING).check()
    page.fill("[name=until]", next_working_day().isoformat())
    page.fill("[name=requirement]", "现场疏通并拍照")
    steps.press(page, "二次分办")
    steps.told(page, "已二次分办")


def _the_firm_is_content(page: Page, number: str) -> None:
    page.goto(f"/portal/cases/{number}/")
    expect(page.locator("main")).to_contain_text("排水管网已疏通，泵站已通电。")
    page.get_by_role("link", name="解决了", exact=True).tap()
    page.get_by_role("radio", name="满意", exact=True).check()
    page.get_by_role("button", name="提交评价").tap()


def _the_city_waits_for_the_county(page: Page, number: str) -> None:
    steps.open_case(page, number)
    expect(page.locator("main")).to_contain_text("申请销号后办理")


def _the_firm_reads_it_plainly(page: Page, number: str) -> None:
    page.goto(f"/portal/cases/{number}/")
    story = page.locator("main")
    for words in (
        "提请上级活动办研究",
        "仍由本地办理",
        "由上一级办理",
        f"已转给{COUNTY}",
        "了结此事",
    ):
        expect(story).to_contain_text(words)
    # Who passed what on to whom, and who disputed it, stays among officials.
    for words in (HOUSING, OBJECTION, UPHELD, "管网已疏通，照片附后"):
        expect(story).not_to_contain_text(words)
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0


def _another_county_finds_nothing(page: Page, number: str) -> None:
    page.goto(f"/desk/cases/{number}/")
    expect(page.locator("main")).to_contain_text(re.compile("没有|找不到|不存在"))
    page.goto(f"/desk/ledger/?whose=all&text={number}")
    expect(page.locator("main")).not_to_contain_text("厂区门口排水不畅")
