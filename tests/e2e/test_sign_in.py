"""Other ways in and where notices go, with a gateway, a mail server and a provider that listen.

A web server of its own on the same data: the others' sign-in page has none of these ways.
"""

import email
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import browser as browsers
from tests.e2e import server, steps
from tests.foundation.notices.gateways import (
    MailServer,
    SmsServer,
    mail_server,
    sms_server,
)
from tests.interfaces.shell.identity_provider import identity_provider

GATEWAYS = "tests.e2e.gateways"
OFFICIAL = {"sub": "zhou@xuchang", "employee_number": "10086", "name": "周工"}
PHONE, MAILBOX = "13800138000", "zhou@new.example"


@dataclass
class Outside:
    """What stands around the house."""

    address: str
    sms: SmsServer
    mail: MailServer


@pytest.fixture(scope="module")
def outside(data: Path) -> Iterator[Outside]:
    """Everything on, a web server and a worker that know of it."""
    with sms_server() as sms, mail_server() as mail, identity_provider([OFFICIAL]) as provider:
        more = {
            "ZHUQI_SAMPLE": "0",
            "ZHUQI_EMAIL_URL": f"smtp+plain://127.0.0.1:{mail.port}",
            "ZHUQI_EMAIL_FROM": "zhuqi@xuchang.example",
            "ZHUQI_OIDC_SERVER": provider,
            "ZHUQI_OIDC_SECRET": "s3cret",
            "ZHUQI_OIDC_CLAIM": "employee_number",
            "ZHUQI_OIDC_NAME": "许昌统一身份认证",
        }
        env = server.environment(data, **more)
        server.run_module(GATEWAYS, "on", sms.url, env=env)
        try:
            with server.serving(data, **more) as address, server.working(data, **more):
                yield Outside(address, sms, mail)
        finally:
            server.run_module(GATEWAYS, "off", env=env)


@pytest.fixture
def windows(chromium: Browser, outside: Outside) -> Iterator[browsers.Windows]:
    """Windows on that server; an error behind a page fails the test."""
    windows = browsers.Windows(chromium, outside.address)
    yield windows
    assert windows.close() == []


def newest(said: Callable[[], list[str]], before: int) -> str:
    """The six digits of what came after `before` messages; the worker sends them soon."""
    last = time.monotonic() + 20
    while len(said()) <= before and time.monotonic() < last:
        time.sleep(0.05)
    found = re.search(r"(\d{6})，", said()[-1])
    assert found is not None
    return found[1]


def texts(outside: Outside) -> list[str]:
    """Codes only: the scene's people are told of their cases by text as well."""
    contents = [asked.json["content"] for asked in outside.sms.asked]
    return [content for content in contents if "验证码" in content]


def letters(outside: Outside) -> list[str]:
    parsed = [email.message_from_bytes(raw, policy=policy.default) for raw in outside.mail.letters]
    contents = [str(letter.get_content()) for letter in parsed]
    return [content for content in contents if "验证码" in content]


def prove(page: Page, outside: Outside) -> None:
    """Ask for the digits, read the phone, type them in."""
    before = len(texts(outside))
    page.fill("[name=phone]", PHONE)
    steps.press(page, "发送验证码")
    expect(page.get_by_role("heading", name="短信里的 6 位数字")).to_be_visible()
    page.fill("[name=code]", newest(lambda: texts(outside), before))
    steps.press(page, "下一步")


def test_a_phone_once_proven_signs_in_by_a_text(
    windows: browsers.Windows, outside: Outside, data: Path
) -> None:
    firm = windows.browse("qian", phone=True, at="/portal/account/")
    firm.get_by_role("link", name="验证手机").click()
    prove(firm, outside)
    steps.told(firm, "手机号已验证，以后可以用短信登录")
    # One message a minute a phone: the counters are forgotten instead of waiting.
    server.run_module(
        "django", "shell", "-c", "from django.core.cache import cache; cache.clear()",
        env=server.environment(data, DJANGO_SETTINGS_MODULE="zhuqi.config.settings"),
    )  # fmt: skip
    phone = windows.stranger(phone=True)
    phone.goto("/accounts/login/")
    phone.get_by_role("link", name="短信验证码").click()
    prove(phone, outside)
    phone.wait_for_url(re.compile("/portal/$"))
    expect(phone.locator(".z-top")).to_contain_text("许昌钻石公司")


def test_an_official_bound_to_it_signs_in_by_single_sign_on(
    windows: browsers.Windows, scene: dict[str, str]
) -> None:
    keeper = windows.browse("anquan", at=f"/desk/admin/people/{scene['person']}/")
    keeper.locator("summary", has_text="许昌统一身份认证").click()
    keeper.fill("[name=identity]", "10086")
    keeper.get_by_role("button", name="绑定", exact=True).click()
    expect(keeper.locator("main")).to_contain_text("已绑定")
    page = windows.stranger()
    # The provider's own page wants its looks from the internet.
    page.route("https://cdn.jsdelivr.net/**", lambda route: route.fulfill(content_type="text/css"))
    page.goto("/accounts/login/")
    page.get_by_role("link", name="许昌统一身份认证登录").click()
    page.fill("[name=sub]", OFFICIAL["sub"])
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.wait_for_url(re.compile("/desk/$"))
    expect(page.locator(".z-top")).to_contain_text("周工")


def test_an_official_changes_their_own_mailbox(windows: browsers.Windows, outside: Outside) -> None:
    page = windows.browse("wu", at="/desk/notices/")
    page.get_by_role("link", name="接收设置").click()
    page.get_by_role("link", name=re.compile("填写.*电子邮件")).click()
    page.fill("[name=email]", "没有写对")
    steps.press(page, "发送验证码")
    expect(page.get_by_text("请填写正确的电子邮箱").first).to_be_visible()
    page.fill("[name=email]", MAILBOX)
    before = len(letters(outside))
    steps.press(page, "发送验证码")
    expect(page.get_by_role("heading", name="信里的 6 位数字")).to_be_visible()
    code = newest(lambda: letters(outside), before)
    page.get_by_role("link", name="换个邮箱").click()
    page.get_by_role("link", name="接收设置").click()
    waiting = re.compile(rf"等您验证\s*{re.escape(MAILBOX)}")
    expect(page.locator("main")).to_contain_text(waiting)
    page.get_by_role("link", name="填验证码").click()
    page.fill("[name=code]", code)
    steps.press(page, "换成这个邮箱")
    steps.told(page, f"通知邮箱已换成 {MAILBOX}")
    expect(page.locator(".z-reach__text", has_text=MAILBOX)).to_be_visible()
    assert MAILBOX in outside.mail.to
