"""催办: the office urges from the case, the unit signs for it and answers on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import supervising
from tests.e2e.phone import fits, thumbs

Browse = Callable[..., Page]
REPLY = "变压器周五到货，下周一送电。"


def test_the_office_urges_and_the_unit_answers_on_a_phone(
    browse: Browse, scene: dict[str, str]
) -> None:
    office = browse("hefan", at=f"/desk/cases/{scene['late']}/")
    office.get_by_role("link", name="催办督办").last.click()
    expect(office.get_by_label("内容")).to_have_value(re.compile("现已逾期"))
    office.get_by_role("button", name="发催办、督办单").click()
    heading = office.get_by_role("heading", name="催办单〔")
    expect(heading).to_be_visible()
    address, number = office.url, heading.inner_text()
    page = browse("zhou", phone=True, at="/desk/")
    expect(page.get_by_text("待签收、待回复的催办督办")).to_be_visible()
    fits(page)
    page.goto(address)
    thumbs(page, ".z-head .z-btn")
    supervising.sign_for(page)
    supervising.reply(page, REPLY)
    office.goto(f"{address.partition('/desk/')[0]}/desk/cases/{scene['late']}/")
    expect(office.get_by_text(f"回复{number}")).to_be_visible()


@pytest.mark.usefixtures("scene")
def test_ticked_units_are_urged_from_the_board(browse: Browse) -> None:
    page = browse("hefan", at="/desk/supervision/board/")
    expect(page.get_by_text("本台账：市活动办 · 许昌市")).to_be_visible()
    button = page.get_by_role("button", name="催办所选单位的逾期件")
    expect(button).to_be_hidden()
    page.get_by_label("选择 市工信局").check()
    expect(page.get_by_text("已选 1 个单位")).to_be_visible()
    button.click()
    expect(page.get_by_role("heading", name="催办")).to_be_visible()
    expect(page.get_by_text("件可办").first).to_be_visible()
    phone = browse("tian", phone=True, at="/desk/supervision/board/")
    expect(phone.get_by_role("heading", name="久无动静")).to_be_visible()
    fits(phone)
    thumbs(phone, ".d-lines a")
    thumbs(phone, ".d-watchboard td a")


def test_the_signer_delegates_on_a_phone_and_takes_it_back(browse: Browse) -> None:
    page = browse("luyuan", phone=True, at="/desk/delegations/")
    fits(page)
    page.get_by_role("link", name="授权系统发单").tap()
    expect(page.get_by_label("催办单")).to_be_checked()
    fits(page)
    page.get_by_label("授权依据").fill("办公会议定")
    page.get_by_role("button", name="授权系统发单").tap()
    expect(page.get_by_text("有效", exact=True)).to_be_visible()
    fits(page)
    page.get_by_role("link", name="收回授权").tap()
    page.get_by_label("收回原因").fill("改为逐份签发")
    page.get_by_role("button", name="收回授权").tap()
    expect(page.get_by_text("已收回", exact=True)).to_be_visible()
    page.goto(f"{page.url.partition('/desk/')[0]}/desk/supervision/plan/")
    expect(page.get_by_role("heading", name="催办计划")).to_be_visible()
    fits(page)
