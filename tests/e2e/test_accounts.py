"""Who signs in, and in whose place: an absent handler's deputy, passkeys, a code."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e import browser, steps
from tests.e2e.browser import Windows

Browse = Callable[..., Page]


def test_an_absent_handlers_deputy_answers_and_the_timeline_says_so(browse: Browse) -> None:
    firm = browse("zhao", phone=True)
    number = steps.submit(firm, {"title": "厂区路灯不亮", "body": "夜班工人出行不便。"})
    office = browse("hefan")
    steps.assign(office, number, lead="许昌市工业和信息化局")
    handler = browse("zhou")
    steps.act(handler, number, "签收", "已签收", handler_phone="0374-2961234")
    handler.goto("/desk/absence/")
    handler.locator("select[name=deputy]").select_option(label="小吴")
    until = timezone.localdate() + timedelta(days=3)
    handler.fill("[name=until]", until.isoformat())
    handler.fill("[name=why]", "出差")
    steps.press(handler, "确定代理")
    steps.told(handler, "由小吴代理")
    steps.open_case(office, number)
    expect(office.locator(".d-case__side")).to_contain_text("小吴 代理")
    deputy = browse("wu")
    steps.open_case(deputy, number)
    deputy.goto(f"/desk/cases/{number}/answer/")
    deputy.fill("[name=text]", "路灯已修复，今晚亮灯。")
    deputy.get_by_role("radio", name="已解决", exact=True).check()
    deputy.fill("[name=signed_by]", "郑局长")
    steps.press(deputy, "提交答复")
    steps.told(deputy, "答复已提交")
    steps.open_case(office, number)
    expect(office.locator(".z-timeline")).to_contain_text("小吴（代周工）")
    handler.goto("/desk/absence/")
    steps.press(handler, "结束代理")
    steps.told(handler, "代理已结束")


def test_a_passkey_is_added_and_opens_the_desk_without_a_password(
    windows: Windows, address: str
) -> None:
    # Passkeys refuse an IP address: the same server by its name.
    home = address.replace("127.0.0.1", "localhost")
    page = windows.stranger()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    page.goto(f"{home}/accounts/login/")
    # 保密员 is in no other test: whoever has a passkey is asked for it ever after.
    page.fill("input[name=login]", "baomi")
    page.fill("input[name=password]", browser.PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(re.compile("/desk/"))
    page.goto(f"{home}/accounts/2fa/webauthn/add/")
    page.fill("input[name=password]", browser.PASSWORD)
    steps.press(page, "确认")
    page.fill("[name=name]", "办公室电脑")
    page.get_by_label("以后只用它登录").check()
    steps.press(page, "添加")
    page.wait_for_url(re.compile("/recovery-codes/"))
    expect(page.locator(".z-codes li")).to_have_count(10)
    page.goto(f"{home}/accounts/logout/")
    steps.press(page, "退出")
    page.goto(f"{home}/accounts/login/")
    steps.press(page, "用通行密钥登录")
    page.wait_for_url(re.compile("/desk/"))
    page.goto(f"{home}/accounts/2fa/webauthn/")
    expect(page.get_by_text("办公室电脑")).to_be_visible()


def test_the_office_gives_a_locked_out_person_a_code(browse: Browse, windows: Windows) -> None:
    # 童忘 is in no other test: the password is another one afterwards.
    office = browse("anquan", at="/desk/recovery/")
    office.fill("[name=login]", "tong")
    office.fill("[name=checked]", "当面核对工作证")
    steps.press(office, "签发找回码")
    code = office.locator(".d-password").inner_text()
    phone = windows.stranger(phone=True)
    phone.goto("/accounts/login/")
    phone.get_by_role("link", name="忘记密码").click()
    phone.fill("[name=login]", "tong")
    phone.fill("[name=code]", code)
    phone.fill("[name=password]", "xin-mi-ma-2026")
    phone.fill("[name=again]", "xin-mi-ma-2026")
    steps.press(phone, "设置新密码")
    steps.told(phone, "新密码已设好")
    browser.sign_in(phone, "tong", "xin-mi-ma-2026")
    phone.wait_for_url(re.compile("/desk/"))
