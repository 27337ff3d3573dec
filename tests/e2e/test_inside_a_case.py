"""In one case together: split by marking words, who else is at it, drafts, answers kept ready."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.browser import Windows

Browse = Callable[..., Page]
BODY = "车间用电增容批了两个月还没有结果。另外厂门口道路积水，货车进不来。"


def test_words_marked_in_the_firms_text_become_a_second_case_and_the_firm_finds_both(
    browse: Browse,
) -> None:
    number = steps.submit(browse("zhao"), {"title": "用电和道路两件事", "body": BODY})
    page = browse("hefan")
    page.goto(f"/desk/cases/{number}/split/")
    button = page.get_by_role("button", name="选中的文字放入第二件")
    expect(button).to_be_disabled()
    page.evaluate(
        """() => {
          const text = document.querySelector("[data-source] p").firstChild;
          const range = document.createRange();
          range.setStart(text, text.data.indexOf("厂门口"));
          range.setEnd(text, text.data.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    button.click()
    expect(page.locator("[name=body]")).to_have_value("厂门口道路积水，货车进不来。")
    page.fill("[name=title]", "厂门口道路积水")
    page.fill("[name=stays]", "用电增容")
    steps.press(page, "拆分")
    steps.told(page, "已拆成两件")
    other = page.get_by_role("link", name=re.compile(r"^\d{4}-\d\d-\d{4}-\d$")).last
    expect(other).not_to_have_text(number)
    firm = browse("zhao", phone=True)
    firm.goto(f"/portal/cases/{number}/")
    expect(firm.get_by_text("分成两件办").first).to_be_visible()
    firm.get_by_role("link", name=re.compile("^另一件")).click()
    expect(firm.get_by_text("厂门口道路积水").first).to_be_visible()


def test_what_is_typed_survives_a_closed_tab_and_colleagues_see_that_it_is_being_written(
    windows: Windows, scene: dict[str, str]
) -> None:
    url = f"/desk/cases/{scene['under_way']}/answer/"
    page = windows.browse("zhou")
    page.goto(url)
    colleague = windows.browse("wu")
    with page.expect_response(lambda r: r.url.endswith("/present/")):
        page.fill("[name=text]", "已到现场踏勘，")
    colleague.goto(f"/desk/cases/{scene['under_way']}/")
    expect(colleague.locator(".d-present")).to_contain_text("正在填写“提交答复”")
    again = page.context.new_page()
    page.close()
    again.goto(url)
    expect(again.locator("[name=text]")).to_have_value("已到现场踏勘，")
    again.locator(".z-menu--person summary").click()
    again.get_by_role("button", name="退出").click()
    again.wait_for_load_state()
    windows.signed_out("zhou")
    assert again.evaluate("() => Object.keys(localStorage)") == []


def test_a_ready_answer_goes_behind_what_is_already_typed(
    browse: Browse, scene: dict[str, str]
) -> None:
    page = browse("wu")
    page.goto("/desk/ready/new/")
    page.fill("[name=name]", "列入计划")
    page.fill("[name=text]", "{企业名称}：您反映的“{诉求}”已列入计划。")
    steps.press(page, "新建常用答复")
    steps.told(page, "已保存")
    page.goto(f"/desk/cases/{scene['under_way']}/answer/")
    page.fill("[name=text]", "经研究，")
    page.get_by_text("常用答复和法律依据").click()
    with page.expect_response(lambda r: r.url.endswith("/used/")):
        steps.press(page, "插入")
    expect(page.locator("[name=text]")).to_have_value(
        re.compile("^经研究，\n许昌钻石公司：您反映的“.+”已列入计划。$")
    )
