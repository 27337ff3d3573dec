"""A case from the first word to the strike-off, by the people concerned, in their own windows."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps

Browse = Callable[..., Page]

TITLE = "厂区电压不稳，压机经常停机"
# What stays among officials.
OPINION = "建议结合园区增容一并改造"
OFFICE_SAYS = "只写了方案，没有写完成时间"
BUREAU_NOTE = "该企业去年也反映过"
POWER_NOTE = "变压器厂家排产紧张"
# How the firm reads it afterwards.
PLAIN_WORDS = (
    "许昌市活动办已受理",
    "已转给国网许昌供电公司",
    "约定明天到厂",
    "确认要增容",
    "退回国网许昌供电公司重新办理",
    "非常满意",
    "了结此事",
)


def test_a_case_lives_from_the_first_word_to_the_strike_off(browse: Browse) -> None:
    zhao = browse("zhao", phone=True)
    number = _zhao_submits(zhao)
    _he_fan_finds_it_and_triages_by_keyboard(browse("hefan"), number)
    sun, zhou, shen = browse("sun"), browse("zhou"), browse("shenjing")
    _sun_takes_it_up(sun, number)
    _zhou_helps_and_keeps_a_note(zhou, number)
    expect_unseen(sun, BUREAU_NOTE)
    steps.answer(sun, number, "已制定增容方案。")
    _shen_sends_it_back(shen, number)
    _sun_answers_again(sun, number)
    steps.act(shen, number, "办结", "已办结，企业会收到答复并请其评价")
    _zhao_says_it_is_not_solved(zhao, number)
    _sun_hears_it_and_repairs(sun, number)
    steps.act(shen, number, "办结", "已办结，企业会收到答复并请其评价")
    _zhao_is_content(zhao)
    steps.act(browse("luyuan"), number, "销号", "已销号")
    _zhao_reads_how_it_went(zhao, number)
    jia = browse("jia", phone=True)
    _the_stranger_finds_nothing(jia, number)
    _papers_open_for_their_firm_alone(zhao, jia)


def _zhao_submits(page: Page) -> str:
    page.get_by_role("link", name="反映一个困难").first.tap()
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", "上月起每天停机两三次，报废一批坯料；找过供电所，说要等改造。")
    page.fill("[name=wish]", "请供电公司确定增容时间")
    page.set_input_files("[name=attachments]", [steps.contract(), steps.photo()])
    expect(page.locator(".z-files__list li")).to_have_count(2)
    page.get_by_role("button", name="公开办理", exact=True).tap()
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    receipt = page.locator("main")
    expect(receipt).to_contain_text("助企干部 林助")
    expect(receipt).to_contain_text("0374-2960000")
    expect(receipt).to_contain_text(re.compile(r"最晚 \d+月\d+日 周. \d\d:\d\d"))
    number = page.locator(".p-number").inner_text().strip()
    assert re.fullmatch(r"\d{4,}[\d-]*", number)
    return number


def _he_fan_finds_it_and_triages_by_keyboard(page: Page, number: str) -> None:
    queue = page.get_by_role("region", name=re.compile("待受理|受理"))
    expect(queue.get_by_role("link", name=number)).to_be_visible()
    walk_to(page, number)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/desk/cases/{number}/\?of="))
    expect(page.locator(".d-said")).to_contain_text("报废一批坯料")
    page.locator("#act").get_by_role("link", name="受理并交办").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{number}/triage/")
    page.get_by_role("radio", name="求助").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="复杂")).to_be_checked()
    steps.choose_item(page, "用电（测试）")
    expect(page.locator("select[name=lead] option:checked")).to_have_text("国网许昌供电公司")
    page.locator("details.d-co summary").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="许昌市工业和信息化局").focus()
    page.keyboard.press("Space")
    page.fill("[name=requirement]", "三天内与企业联系")
    page.get_by_role("button", name="受理并交办").focus()
    page.keyboard.press("Enter")
    steps.told(page, f"{number} 已交办给")


def walk_to(page: Page, number: str) -> None:
    """Press j until the row with the number has the focus."""
    for _row in range(60):
        page.keyboard.press("j")
        if number in (page.evaluate("document.activeElement.textContent") or ""):
            return
    raise AssertionError(f"{number} can't be reached by j")


def _sun_takes_it_up(page: Page, number: str) -> None:
    expect(page.get_by_role("link", name=number)).to_be_visible()
    steps.act(page, number, "签收", "已签收", handler_phone="13903740001")
    steps.act(page, number, "记入联系情况", "联系情况已记入", text="已与赵总通话，约定明天到厂。")
    steps.act(page, number, "报告进展", "进展已记入", text="已到厂测量，确认要增容。")
    steps.act(page, number, "内部备注", "只有本单位看得到", text=POWER_NOTE)


def _zhou_helps_and_keeps_a_note(page: Page, number: str) -> None:
    steps.act(page, number, "签收", "已签收")
    steps.act(page, number, "提出协办意见", "协办意见已提交", text=OPINION)
    steps.act(page, number, "内部备注", "只有本单位看得到", text=BUREAU_NOTE)
    expect_unseen(page, POWER_NOTE)


def _shen_sends_it_back(page: Page, number: str) -> None:
    steps.act(page, number, "退回重办", "已退回主办单位重办", reason=OFFICE_SAYS)


def _sun_answers_again(page: Page, number: str) -> None:
    steps.open_case(page, number)
    expect(page.locator(".z-timeline")).to_contain_text(OFFICE_SAYS)
    expect(page.locator(".z-timeline")).to_contain_text(OPINION)
    expect_unseen(page, BUREAU_NOTE)
    steps.answer(page, number, "增容方案已批复，11月底前完成施工。")


def _zhao_says_it_is_not_solved(page: Page, number: str) -> None:
    page.goto(f"/portal/cases/{number}/")
    expect(page.locator("main")).to_contain_text("增容方案已批复，11月底前完成施工。")
    page.get_by_role("link", name="还没解决", exact=True).tap()
    expect(page.get_by_role("radio", name="还没解决")).to_be_checked()
    page.get_by_role("radio", name="不满意", exact=True).check()
    page.fill("[name=comment]", "方案有了，电压还是不稳。")
    page.get_by_role("button", name="提交评价").tap()
    expect(page.locator("main")).to_contain_text("正在办理")
    expect(page.locator(".z-timeline")).to_contain_text("重新办理")


def _sun_hears_it_and_repairs(page: Page, number: str) -> None:
    steps.open_case(page, number)
    expect(page.locator(".d-casehead")).to_contain_text("办理中")
    expect(page.locator(".z-timeline")).to_contain_text("方案有了，电压还是不稳。")
    steps.answer(page, number, "增容施工已完成，电压稳定。")


def _zhao_is_content(page: Page) -> None:
    page.goto("/portal/")
    page.get_by_role("link", name=re.compile(TITLE)).first.tap()
    page.get_by_role("link", name="解决了", exact=True).tap()
    page.get_by_role("radio", name="非常满意", exact=True).check()
    page.get_by_role("button", name="提交评价").tap()
    steps.told(page, "谢谢，您的评价已经记下")


def _zhao_reads_how_it_went(page: Page, number: str) -> None:
    page.goto(f"/portal/cases/{number}/")
    expect(page.locator("main")).to_contain_text("已了结")
    story = page.locator(".z-timeline")
    expect(page.locator("main")).to_contain_text("增容施工已完成")
    for words in PLAIN_WORDS:
        expect(story).to_contain_text(words)
    for path in ("", "receipt/"):
        page.goto(f"/portal/cases/{number}/{path}")
        for inside in (OPINION, OFFICE_SAYS, BUREAU_NOTE, POWER_NOTE, "三天内与企业联系"):
            expect_unseen(page, inside)
    page.goto(f"/portal/cases/{number}/")


def _the_stranger_finds_nothing(page: Page, number: str) -> None:
    for path in (f"/portal/cases/{number}/", f"/portal/cases/{number}/receipt/",
                 f"/portal/cases/{number}/rate/"):  # fmt: skip
        response = page.goto(path)
        assert response is not None
        assert response.status == 404
        expect_unseen(page, TITLE)


def _papers_open_for_their_firm_alone(zhao: Page, jia: Page) -> None:
    link = zhao.get_by_role("link", name="供电合同.pdf").first.get_attribute("href")
    assert link is not None
    paper = zhao.request.get(link)
    assert paper.status == 200
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body() == steps.PDF
    assert jia.request.get(link).status in {403, 404}


def expect_unseen(page: Page, text: str) -> None:
    """The words stand nowhere in what the server sent."""
    assert text not in page.content()
