"""What offices and units do when work is urged, looked back at, and appraised: each step once."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.phone import fits

# Sheets -------------------------------------------------------------------------------------------


def sign_for(page: Page) -> None:
    """A unit signs for the sheet its phone shows."""
    page.get_by_role("link", name="签收").tap()
    page.get_by_role("button", name="签收").tap()
    expect(page.get_by_role("link", name="回复")).to_be_visible()


def reply(page: Page, words: str) -> None:
    """And answers it."""
    page.get_by_role("link", name="回复").tap()
    page.get_by_label("回复").fill(words)
    fits(page)
    page.get_by_role("button", name="回复").tap()
    expect(page.get_by_text(words)).to_be_visible()
    fits(page)


# Look-backs ---------------------------------------------------------------------------------------


def not_solved(caller: Page, said: str) -> None:
    """The caller notes on a phone what the firm says, and it was the last call."""
    caller.get_by_label("企业怎么说").fill(said)
    steps.press(caller, "没有解决")
    steps.told(caller, "已记下，请原主办单位说明")
    expect(caller.get_by_text("现在没有要打的电话")).to_be_visible()


def heard(unit: Page, said: str, statement: str) -> None:
    """The unit reads on a phone what was said, and says what it has to say."""
    expect(unit.get_by_text(said).first).to_be_visible()
    fits(unit)
    unit.get_by_role("link", name="提交说明").tap()
    unit.get_by_label("情况说明").fill(statement)
    unit.get_by_role("button", name="提交说明").tap()
    expect(unit.get_by_text(statement).first).to_be_visible()


def find_fault(office: Page, finding: str) -> None:
    """The office finds with fault."""
    office.get_by_role("link", name="认定有责").click()
    office.get_by_label("认定理由").fill(finding)
    office.get_by_role("button", name="认定有责").click()
    expect(office.get_by_text("有责，不实办结").first).to_be_visible()


# Reviews ------------------------------------------------------------------------------------------


def draft_review(office: Page, month: str = "") -> str:
    """The signer drafts the review of a month, of the last where none is named; its address."""
    office.goto("/desk/appraisals/new/")
    if month:
        office.get_by_label("月份").select_option(month)
    office.get_by_role("button", name="拟评").click()
    expect(office.get_by_text("只有本活动办看得到")).to_be_visible()
    return office.url


def publish_review(office: Page, note: str) -> None:
    """The signer publishes the draft that is open."""
    office.get_by_role("link", name="公布").click()
    office.get_by_label("讲评说明").fill(note)
    office.get_by_role("button", name="公布").click()
    expect(office.get_by_text("重算一致")).to_be_visible()


def appeal(unit: Page, about: str, reason: str) -> str:
    """The unit appeals on a phone from its statement; the address of the appeal."""
    unit.get_by_role("link", name="申诉").first.tap()
    unit.get_by_label("对哪一项").select_option(about)
    unit.get_by_label("申诉理由").fill(reason)
    fits(unit)
    unit.get_by_role("button", name="申诉").tap()
    expect(unit.get_by_text("待裁定")).to_be_visible()
    return unit.url


def uphold(office: Page, points: str, why: str) -> None:
    """The signer gives points back on the appeal that is open."""
    office.get_by_role("link", name="裁定成立").click()
    office.get_by_label("退回分值").fill(points)
    office.get_by_label("裁定理由").fill(why)
    office.get_by_role("button", name="裁定成立").click()
    expect(office.get_by_text(re.compile(rf"\+{re.escape(points)}")).first).to_be_visible()
