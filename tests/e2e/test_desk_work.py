"""A day at the desk: what goes wrong, what is typed twice, what is done without a mouse."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.browser import Windows, sign_in

Browse = Callable[..., Page]


def _accepted_case(browse: Browse, title: str, *, lead: str, co: str = "") -> str:
    number = steps.submit(browse("qian"), {"title": title, "body": f"{title}，请帮助解决。"})
    steps.assign(browse("hefan"), number, lead=lead, co=co)
    return number


def _answered_case(browse: Browse, title: str, result: str) -> str:
    number = _accepted_case(browse, title, lead="许昌市工业和信息化局")
    zhou = browse("zhou")
    steps.act(zhou, number, "签收", "已签收")
    steps.answer(zhou, number, "已列入明年改造计划。", result)
    return number


def test_what_a_firm_says_on_the_phone_is_registered_for_it(browse: Browse) -> None:
    page = browse("hefan")
    page.goto("/desk/register/")
    page.locator("input#q").press_sequentially("钻石")
    page.get_by_role("link", name="许昌钻石公司").click()
    page.fill("[name=reporter_name]", "赵总")
    page.fill("[name=reporter_phone]", "13800000000")
    page.locator("[name=channel]").select_option(label="12345 热线")
    page.fill("[name=foreign_number]", "DH20261121001")
    page.fill("[name=title]", "厂门口道路坑洼")
    page.fill("[name=body]", "货车进出困难，雨天积水。")
    page.set_input_files("[name=attachments]", [steps.photo()])
    steps.press(page, "公开办理")
    page.wait_for_url(re.compile(r"/desk/cases/[\d-]+/"))
    expect(page.locator("main")).to_contain_text("12345 热线 DH20261121001")
    zhao = browse("zhao", phone=True)
    expect(zhao.get_by_role("link", name=re.compile("厂门口道路坑洼"))).to_be_visible()


def test_a_stale_page_keeps_what_was_typed_and_says_why(browse: Browse) -> None:
    number = _accepted_case(browse, "专利快速预审", lead="许昌市工业和信息化局")
    zhou, wu = browse("zhou"), browse("wu")
    steps.act(zhou, number, "签收", "已签收")
    wu.goto(f"/desk/cases/{number}/answer/")
    wu.fill("[name=text]", "小吴写了半天的答复")
    wu.get_by_role("radio", name="解释说明").check()
    wu.fill("[name=signed_by]", "郑局长")
    steps.answer(zhou, number, "周工先交的答复。")
    steps.press(wu, "提交答复")
    expect(wu.locator(".z-notice").first).to_contain_text("待办结审核")
    expect(wu.locator("[name=text]")).to_have_value("小吴写了半天的答复")
    expect(wu.locator("[name=signed_by]")).to_have_value("郑局长")
    expect(wu.get_by_role("radio", name="解释说明")).to_be_checked()
    steps.open_case(wu, number)
    expect(wu.locator(".d-answer").first).to_contain_text("周工先交的答复。")


def test_a_double_click_makes_one_case(browse: Browse) -> None:
    page = browse("feng", phone=True)
    page.goto("/portal/new/")
    page.fill("[name=title]", "出口退税到账慢")
    page.fill("[name=body]", "三个月没有到账。")
    page.get_by_role("button", name="公开办理", exact=True).dblclick()
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    page.goto("/portal/")
    expect(page.get_by_role("link", name=re.compile("出口退税到账慢"))).to_have_count(1)


def test_the_same_form_sent_from_two_windows_makes_one_case(browse: Browse) -> None:
    first, second = browse("feng", phone=True), browse("feng", phone=True)
    for page in (first, second):
        page.goto("/portal/new/")
        page.fill("[name=title]", "运费补贴何时兑现")
        page.fill("[name=body]", "政策说年内兑现。")
    key = first.locator("[name=key]").input_value()
    second.evaluate("key => { document.querySelector('[name=key]').value = key; }", key)
    steps.press(first, "公开办理")
    steps.press(second, "公开办理")
    for page in (first, second):
        expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    assert first.locator(".p-number").inner_text() == second.locator(".p-number").inner_text()


def test_the_ledger_is_walked_by_keyboard(browse: Browse) -> None:
    for title in ("水压不足", "气价偏高"):
        steps.submit(browse("qian"), {"title": title, "body": f"{title}。"})
    page = browse("hefan")
    page.goto("/desk/ledger/")
    rows = page.locator("[data-rows] tbody tr")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    number = rows.nth(1).locator("a").first.inner_text().strip()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/desk/cases/{number}/\?of="))
    page.go_back()
    page.keyboard.press("f")
    filter_box = page.get_by_role("main").get_by_role("searchbox")
    expect(filter_box).to_be_focused()
    page.keyboard.press("Tab")
    page.locator("h1").click()
    page.keyboard.press("/")
    box = page.get_by_role("banner").get_by_role("combobox")
    expect(box).to_be_focused()
    box.fill(number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{number}/")


def test_whatever_a_cell_of_the_ledger_holds_the_row_is_one_line_and_no_column_runs_away(
    browse: Browse,
) -> None:
    steps.submit(browse("qian"), {"title": "变压器太小", "body": "夏天跳闸。"})
    page = browse("hefan")
    page.goto("/desk/ledger/")
    cells = page.locator("[data-rows] tbody tr").first.locator(".z-clamp")
    cells.evaluate_all("all => all.forEach((one) => { one.textContent = '林小雨、'.repeat(60); })")
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert max(box["width"] for box in boxes if box) < 300
    assert max(box["height"] for box in boxes if box) < 30


def test_the_filters_stand_in_the_address_and_survive(browse: Browse) -> None:
    steps.submit(browse("qian"), {"title": "蒸汽管网改造", "body": "希望接入集中供热。"})
    page = browse("hefan")
    page.goto("/desk/ledger/")
    page.get_by_role("main").get_by_role("searchbox").fill("蒸汽管网")
    page.locator("details.z-menu--left summary").click()
    page.get_by_role("checkbox", name="待受理").check()
    page.get_by_role("button", name="筛选").click()
    expect(page).to_have_url(re.compile("text=.*state=submitted"))
    rows = page.locator("[data-rows] tbody tr")
    expect(rows).to_have_count(1)
    rows.first.get_by_role("link").first.click()
    page.wait_for_url(re.compile("/desk/cases/"))
    page.go_back()
    expect(rows).to_have_count(1)
    page.reload()
    expect(page.get_by_role("main").get_by_role("searchbox")).to_have_value("蒸汽管网")
    page.locator(".z-chips a", has_text="蒸汽管网").click()
    expect(page).to_have_url(re.compile("state=submitted"))
    expect(page).not_to_have_url(re.compile("text=%"))
    page.goto("/desk/ledger/?text=没有这样的诉求")
    expect(page.get_by_text("没有符合条件的诉求")).to_be_visible()


def test_a_refusal_names_organ_ground_and_where_to_go(browse: Browse) -> None:
    zhao = browse("zhao", phone=True)
    number = steps.submit(zhao, {"title": "与供货商的货款官司", "body": "法院一审已开庭。"})
    page = browse("hefan")
    page.goto(f"/desk/cases/{number}/triage/")
    page.get_by_role("link", name="不予受理").click()
    page.get_by_role("link", name="涉法涉诉").click()
    expect(page.locator("[name=organ]")).to_have_value("许昌市活动办")
    expect(page.locator("[name=ground]")).to_have_value(re.compile("人民法院"))
    steps.press(page, "不予受理")
    steps.told(page, "企业会看到依据和去处")
    zhao.goto(f"/portal/cases/{number}/")
    main = zhao.locator("main")
    for words in ("未受理", "许昌市活动办", "人民法院依法独立审判", "12368"):
        expect(main).to_contain_text(words)
    assert "何帆" not in zhao.content()


def test_what_can_not_be_done_yet_is_carried_to_a_date(browse: Browse) -> None:
    number = _answered_case(browse, "厂区西侧道路何时贯通", "列入计划")
    steps.act(browse("shenjing"), number, "办结", "已办结")
    zhao = browse("zhao", phone=True)
    zhao.goto(f"/portal/cases/{number}/")
    zhao.get_by_role("link", name="同意列入计划", exact=True).tap()
    zhao.get_by_role("radio", name="满意", exact=True).check()
    zhao.get_by_role("button", name="提交评价").tap()
    steps.told(zhao, "您的评价已经记下")
    day = date.today() + timedelta(days=60)  # noqa: DTZ011 (any day well ahead)
    page = browse("luyuan")
    steps.act(page, number, "挂账", "已挂账", until=day.isoformat(), reason="等明年改造计划下达")
    expect(page.locator(".d-casehead")).to_contain_text("挂账")
    zhao.goto(f"/portal/cases/{number}/")
    expect(zhao.locator("main")).to_contain_text("持续跟踪")
    expect(zhao.locator("main")).to_contain_text(f"{day.month}月{day.day}日")


def test_a_wrong_password_is_told_and_after_five_the_door_is_shut(windows: Windows) -> None:
    page = windows.stranger()
    for _attempt in range(5):
        sign_in(page, "zheng", "not-the-password")
        expect(page.locator(".z-errors")).to_contain_text("用户名或密码不正确")
    sign_in(page, "zheng")
    expect(page.locator(".z-errors")).to_contain_text("密码错误次数过多，已暂停登录")
    assert page.url.endswith("/accounts/login/")


def test_who_asks_for_a_page_lands_on_it_after_signing_in(windows: Windows) -> None:
    page = windows.stranger()
    page.goto("/desk/ledger/?light=red")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.fill("input[name=login]", "qinlan")
    page.fill("input[name=password]", "pass-word-1")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).to_have_url(re.compile(r"/desk/ledger/\?light=red"))
    page.locator(".z-top details[data-menu] > summary", has_text="秦岚").click()
    page.get_by_role("button", name="退出").click()
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
