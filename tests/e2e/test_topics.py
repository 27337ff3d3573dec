"""What several firms share: bundled by the office, told to the firm, taken out again."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps

Browse = Callable[..., Page]
TITLE = "园区夜间限电"


def test_two_cases_become_one_topic_and_the_firm_reads_it(browse: Browse) -> None:
    qian, hefan = browse("qian", phone=True), browse("hefan")
    numbers = [
        _an_accepted_case(qian, hefan, "熔炼炉"),
        _an_accepted_case(qian, hefan, "空压机", alike=True),
    ]
    topic = _the_office_bundles_them(hefan, numbers)
    _the_firm_reads(qian, numbers[0], f"此事已归入共性问题“{TITLE}”一并研究")
    steps.act(hefan, numbers[0], "移出共性问题", "已移出共性问题", reason="原因是厂内线路")
    _the_firm_reads(qian, numbers[0], "移出共性问题，单独办理")
    hefan.goto(topic)
    rows = hefan.locator("main table tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(numbers[1])


def _an_accepted_case(firm: Page, office: Page, what: str, *, alike: bool = False) -> str:
    said: steps.Submission = {
        "title": f"夜间限电停了{what}",
        "body": f"晚上十点后限电，{what}停机。",
    }
    number = steps.submit(firm, said, alike=alike)
    office.goto(f"/desk/cases/{number}/triage/")
    steps.choose_item(office, "用电（测试）")
    steps.press(office, "只受理")
    steps.told(office, f"{number} 已受理")
    return number


def _the_office_bundles_them(page: Page, numbers: list[str]) -> str:
    page.goto("/desk/topics/new/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", "两台设备同一时段停机")
    steps.press(page, "新建")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    topic = page.url
    page.get_by_role("searchbox", name="查找").fill("夜间限电")
    steps.press(page, "查找")
    for number in numbers:
        page.get_by_role("checkbox", name=number).check()
    steps.press(page, "归入勾选的诉求")
    steps.told(page, "已归入 2 件")
    for number in numbers:
        expect(page.locator("main table")).to_contain_text(number)
    return topic


def _the_firm_reads(page: Page, number: str, words: str) -> None:
    page.goto(f"/portal/cases/{number}/")
    expect(page.locator("main")).to_contain_text(words)
