"""A confidential complaint, from a phone to the firm's own rating: seen by nobody it should not."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps

Browse = Callable[..., Page]
FIRM, BUREAU, POWER = "许昌钻石公司", "许昌市工业和信息化局", "国网许昌供电公司"
# What would give the firm away on a page.
TELLING = ("许昌钻石", "钻石公司", "赵总", "13812349999", "91411000MA0000001A")
BODY = "许昌钻石公司本月被检查六次，赵总 138 1234 9999 可作证，代码 91411000MA0000001A。"


def test_a_confidential_complaint_is_seen_by_nobody_it_should_not(browse: Browse) -> None:
    zhao = browse("zhao", phone=True)
    number = _the_firm_complains(zhao)
    hefan = browse("hefan")
    _the_office_sees_the_firm_and_gives_it_to_another_unit(hefan, number)
    sun = browse("sun")
    _the_lead_unit_works_without_knowing_whose_it_is(sun, number)
    for name in ("zhou", "wu", "zheng", "lin"):
        _whoever_belongs_to_the_bureau_finds_nothing(browse(name), number)
    _the_log_names_nobody(browse("shenji"), number)
    _it_is_answered_and_judged(sun, browse("shenjing"), zhao, number)
    _the_office_tells_the_unit_at_last(hefan, sun, number)


def gives_nothing_away(page: Page) -> None:
    """Neither the page's text nor what lies under it names the firm or its people."""
    source = page.content()
    assert [word for word in TELLING if word in source] == [], page.url


def _the_firm_complains(page: Page) -> str:
    page.goto("/portal/new/")
    page.fill("[name=title]", "许昌钻石公司被反复检查")
    page.fill("[name=body]", BODY)
    page.fill("[name=complained_of]", BUREAU)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.evaluate("document.documentElement.clientWidth")
    # Enter is no answer: the question is asked, and nothing typed is lost.
    page.locator("[name=complained_of]").press("Enter")
    expect(page.get_by_text("请选择公开办理还是保密办理").first).to_be_visible()
    expect(page.locator("[name=complained_of]")).to_have_value(BUREAU)
    for name in ("公开办理", "保密办理"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["height"] >= 44
    steps.press(page, "保密办理")
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    expect(page.get_by_text("已保密").first).to_be_visible()
    return page.locator(".p-number").inner_text().strip()


def _the_office_sees_the_firm_and_gives_it_to_another_unit(page: Page, number: str) -> None:
    steps.open_case(page, number)
    expect(page.locator(".d-casehead")).to_contain_text(FIRM)
    expect(page.locator(".d-casehead")).to_contain_text("保密")
    expect(page.get_by_text("被反映单位", exact=True).first).to_be_visible()
    # A number that stands in no file of the firm's is judged before a unit reads it.
    page.goto(f"/desk/cases/{number}/cover/")
    reads = page.locator(".d-reads")
    expect(reads).to_contain_text("某企业本月被检查六次，※※ （已遮盖） 可作证")
    expect(page.get_by_role("checkbox", name="138 1234 9999")).to_be_checked()
    steps.press(page, "遮盖文字")
    steps.told(page, "已遮盖")
    page.goto(f"/desk/cases/{number}/triage/")
    steps.choose_item(page, "用电（测试）")
    page.locator("select[name=lead]").select_option(label=BUREAU)
    steps.press(page, "受理并交办")
    expect(page.locator(".z-errors")).to_contain_text("应当回避")
    steps.assign(page, number, lead=POWER)


def _the_lead_unit_works_without_knowing_whose_it_is(page: Page, number: str) -> None:
    # The unit knows the firm from other cases; of this one its lists say nothing.
    for address in ("/desk/", "/desk/ledger/"):
        page.goto(address)
        row = page.locator("main tr", has_text=number).first
        expect(row).to_contain_text("某企业")
        assert [word for word in TELLING if word in row.inner_html()] == []
    page.goto(f"/desk/cases/{number}/")
    gives_nothing_away(page)
    expect(page.locator(".d-casehead")).to_contain_text("某企业（保密）")
    expect(page.locator(".d-said__text").first).to_contain_text("某企业本月被检查六次")
    # The search box repeats what was typed; the case is not among what it finds.
    page.goto("/desk/ledger/?text=钻石")
    expect(page.locator("main")).not_to_contain_text(number)
    steps.act(page, number, "签收", "已签收")
    gives_nothing_away(page)


def _whoever_belongs_to_the_bureau_finds_nothing(page: Page, number: str) -> None:
    for address in (f"/desk/cases/{number}/", f"/desk/cases/{number}/answer/"):
        assert page.request.get(address).status == 404
    for address in ("/desk/", "/desk/ledger/", f"/desk/ledger/?text={number}"):
        page.goto(address)
        assert number not in page.locator("main table, main ol").all_inner_texts().__str__()
        expect(page.locator("main")).not_to_contain_text("反复检查")


def _the_log_names_nobody(page: Page, number: str) -> None:
    page.goto(f"/desk/admin/log/?object_type=case&object_id={number}")
    expect(page.locator(".d-log li").first).to_be_visible()
    gives_nothing_away(page)


def _it_is_answered_and_judged(sun: Page, shenjing: Page, zhao: Page, number: str) -> None:
    steps.answer(sun, number, "已核实，检查计划已合并。")
    gives_nothing_away(sun)
    steps.act(shenjing, number, "办结", "已办结")
    zhao.goto(f"/portal/cases/{number}/rate/?verdict=solved")
    zhao.locator("[name=verdict][value=solved]").check(force=True)
    zhao.locator("[name=satisfaction][value='5']").check(force=True)
    steps.press(zhao, "提交评价")
    expect(zhao.locator("main")).to_contain_text("您的评价已经记下")
    sun.goto(f"/desk/cases/{number}/")
    gives_nothing_away(sun)


def _the_office_tells_the_unit_at_last(hefan: Page, sun: Page, number: str) -> None:
    hefan.goto(f"/desk/cases/{number}/disclose/")
    hefan.get_by_role("checkbox", name=re.compile("供电")).check()
    hefan.fill("[name=reason]", "回访需要")
    steps.press(hefan, "告知企业名称")
    steps.told(hefan, "已告知所选单位")
    sun.goto(f"/desk/cases/{number}/")
    expect(sun.locator(".d-casehead")).to_contain_text(FIRM)
