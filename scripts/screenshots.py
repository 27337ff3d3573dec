"""Pictures of every main page with the sample city: ./screenshots/NAME-WIDTH.png.

    .venv/bin/python scripts/screenshots.py [--only WORD] [--readme]

Takes the city in ZHUQI_DATA_DIR if that is set and builds it there if the database is empty;
otherwise builds a new one in a temporary directory. `--readme` takes the two pictures of the
README instead, into docs/pictures/.

Some pages exist only where texts and letters can be sent: for those a gateway and a mail server
of the tests listen on this machine as long as it takes.
"""

import argparse
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e import server
from tests.e2e.browser import Windows, chromium
from tests.foundation.notices.gateways import mail_server, sms_server

PASSWORD = "xuchang-2026"  # noqa: S105 (of the invented people, printed on the sign-in page)
NOT_NOW = "现在不能这样办"
LINK = re.compile(
    r"/cases/[\d-]+/$|/admin/people/\d+/$|/enterprises/\d+/(card/)?$|/firms/\d+/correction/$"
    r"|/handover/\d+/\d+/$|/desk/(liaison|topics|transfers|registrations)/\d+/$"
)
OUT = server.ROOT / "screenshots"
PICTURES = server.ROOT / "docs" / "pictures"


@dataclass(frozen=True)
class Shot:
    """A page of a person. `find` is a list from whose links `{number}` or `{link}` is taken.

    `having` are words the page must hold; `fill` and `press` lead to a page that only a form opens,
    `once` where it can't be sent again for the second picture. `outside`: with gateways on.
    """

    name: str
    user: str
    path: str
    find: str = ""
    having: str = ""
    fill: tuple[tuple[str, str], ...] = ()
    press: str = ""
    once: bool = False
    outside: bool = False


SHOTS = (
    Shot("login", "", "/accounts/login/"),
    Shot("recover", "", "/accounts/recover/"),
    Shot("register", "", "/portal/register/"),
    Shot("join-enter", "", "/join/"),
    Shot("join-wrong", "", "/join/AAAAAAAA/"),
    Shot("portal-home", "qiye", "/portal/"),
    Shot("portal-cases", "qiye", "/portal/cases/"),
    Shot("portal-new", "qiye", "/portal/new/"),
    Shot("portal-receipt", "qiye", "/portal/cases/{number}/receipt/", "/portal/"),
    Shot("portal-case", "qiye", "/portal/cases/{number}/", "/portal/"),
    Shot("portal-case-closed", "qiye", "/portal/cases/{number}/", "/portal/cases/#last"),
    Shot("portal-supplement", "qiye", "/portal/cases/{number}/supplement/", "/portal/"),
    Shot("portal-choose-first", "jituan", "/portal/new/"),
    Shot("portal-choose", "jituan", "/portal/firm/"),
    Shot("portal-rate", "jituan", "/portal/cases/{number}/rate/?verdict=not_solved",
         "/portal/firm/#choose", having="还没解决"),
    Shot("portal-registration-waiting", "dengdai", "/portal/registration/"),
    Shot("portal-registration", "qiye", "/portal/registration/"),
    Shot("portal-registration-add", "qiye", "/portal/registration/add/"),
    Shot("portal-firm", "qiye", "/portal/firms/"),
    Shot("portal-firm-correction", "qiye", "{link}", "/portal/firms/#last"),
    Shot("portal-account", "qiye", "/portal/account/"),
    Shot("portal-notices", "qiye", "/portal/notices/"),
    Shot("portal-notice-wishes", "qiye", "/portal/notices/wishes/"),
    Shot("portal-people", "qiye", "/portal/account/people/"),
    Shot("portal-invite", "qiye", "/portal/account/people/invite/"),
    Shot("portal-404", "qiye", "/portal/cases/none/"),
    Shot("password", "qiye", "/accounts/password/"),
    Shot("portal-login-sms", "", "/accounts/login/", outside=True),
    Shot("portal-phone", "", "/portal/phone/", outside=True),
    Shot("portal-phone-wrong", "", "/portal/phone/", fill=(("[name=phone]", "12"),),
         press="发送验证码", outside=True),
    Shot("portal-phone-code", "", "/portal/phone/", fill=(("[name=phone]", "13800138000"),),
         press="发送验证码", once=True, outside=True),
    Shot("portal-notice-wishes-on", "qiye", "/portal/notices/wishes/", outside=True),
    Shot("portal-notice-email", "qiye", "/portal/notices/wishes/email/", outside=True),
    Shot("portal-notice-email-wrong", "qiye", "/portal/notices/wishes/email/",
         fill=(("[name=email]", "没写对"),), press="发送验证码", outside=True),
    Shot("portal-notice-email-code", "qiye", "/portal/notices/wishes/email/",
         fill=(("[name=email]", "ruandongran@tuoyu-aluminium.example"),), press="发送验证码",
         once=True, outside=True),
    Shot("portal-notice-wishes-waiting", "qiye", "/portal/notices/wishes/", outside=True),
    Shot("portal-notice-phone", "qiye", "/portal/notices/wishes/phone/", outside=True),
    Shot("desk-notice-wishes-on", "jingban", "/desk/notices/wishes/", outside=True),
    Shot("desk-notice-email", "jingban", "/desk/notices/wishes/email/", outside=True),
    Shot("desk-notice-email-code", "jingban", "/desk/notices/wishes/email/",
         fill=(("[name=email]", "sunweidong@xuchang.example"),), press="发送验证码",
         once=True, outside=True),
    Shot("desk-notice-phone", "jingban", "/desk/notices/wishes/phone/", outside=True),
    Shot("factors", "jingban", "/accounts/2fa/"),
    Shot("factors-reauthenticate", "jingban", "/accounts/2fa/totp/activate/"),
    Shot("factors-totp", "jingban", "/accounts/2fa/totp/activate/",
         fill=(("[name=password]", PASSWORD),), press="确认", once=True),
    Shot("factors-totp-wrong", "jingban", "/accounts/2fa/totp/activate/",
         fill=(("[name=code]", "000000"),), press="完成设置"),
    Shot("factors-passkey-add", "jingban", "/accounts/2fa/webauthn/add/"),
    Shot("factors-passkeys", "jingban", "/accounts/2fa/webauthn/"),
    Shot("logout", "jingban", "/accounts/logout/"),
    Shot("chamber-ledger", "shanghui", "/desk/ledger/"),
    Shot("chamber-register", "shanghui", "/desk/register/"),
    Shot("chamber-register-found", "shanghui", "/desk/register/?q=公司"),
    Shot("desk-absence", "jingban", "/desk/absence/"),
    Shot("desk-hand-over", "jingban", "/desk/absence/handover/"),
    Shot("desk-hand-over-of", "jingban", "{link}", "/desk/absence/handover/"),
    Shot("desk-recovery", "shouli", "/desk/recovery/"),
    Shot("desk-home-registrar", "shouli", "/desk/"),
    Shot("desk-home-unit", "zhujian", "/desk/"),
    Shot("desk-home-county", "xiangcheng", "/desk/"),
    Shot("desk-home-leader", "lingdao", "/desk/"),
    Shot("desk-leader-instruct", "lingdao", "/desk/cases/{number}/instruct/",
         "/desk/ledger/?light=red"),
    Shot("desk-leader-mark-read", "lingdao", "/desk/cases/{number}/mark_read/", "/desk/"),
    Shot("desk-leader-case", "lingdao", "/desk/cases/{number}/", "/desk/"),
    Shot("desk-ledger", "shouli", "/desk/ledger/"),
    Shot("desk-ledger-filtered", "shouli", "/desk/ledger/?light=red&state=in_progress"),
    Shot("desk-ledger-none", "shouli", "/desk/ledger/?text=没有这样的"),
    Shot("desk-triage", "shouli", "/desk/cases/{number}/triage/", "/desk/ledger/?state=submitted"),
    Shot("desk-decline", "shouli", "/desk/cases/{number}/decline/?ready=suit",
         "/desk/ledger/?state=submitted"),
    Shot("desk-case-progress", "shouli", "/desk/cases/{number}/",
         "/desk/ledger/?state=in_progress"),
    Shot("desk-case-review", "shenhe", "/desk/cases/{number}/", "/desk/ledger/?state=answered"),
    Shot("desk-case-closed", "qianfa", "/desk/cases/{number}/", "/desk/ledger/?state=struck_off"),
    Shot("desk-case-unit", "jingban", "/desk/cases/{number}/", "/desk/ledger/?state=in_progress"),
    Shot("desk-answer", "jingban", "/desk/cases/{number}/answer/",
         "/desk/ledger/?state=in_progress"),
    Shot("desk-phone-rating", "shenhe", "/desk/cases/{number}/rate_by_phone/",
         "/desk/ledger/?state=completed"),
    Shot("desk-notices", "jingban", "/desk/notices/"),
    Shot("desk-notice-wishes", "jingban", "/desk/notices/wishes/"),
    Shot("desk-topics", "shouli", "/desk/topics/"),
    Shot("desk-topic-new", "shouli", "/desk/topics/new/"),
    Shot("desk-case-paused", "shenhe", "/desk/cases/{number}/", "/desk/ledger/?condition=paused"),
    Shot("desk-case-disputed", "shouli", "/desk/cases/{number}/",
         "/desk/ledger/?condition=disputed"),
    Shot("desk-case-handed-up", "shenhe", "/desk/cases/{number}/",
         "/desk/ledger/?condition=handed_up"),
    Shot("desk-case-handed-up-county", "xiangcheng", "/desk/cases/{number}/",
         "/desk/ledger/?condition=handed_up"),
    Shot("desk-case-transferred", "qianfa", "/desk/cases/{number}/",
         "/desk/ledger/?state=transferred", having="人民法院"),
    Shot("desk-case-sealed", "qianfa", "/desk/cases/{number}/",
         "/desk/ledger/?state=transferred", having="/receipt/"),
    Shot("desk-slip-sealed", "qianfa", "{link}", "/desk/transfers/", having="取出密封件"),
    Shot("desk-receipt", "qianfa", "/desk/cases/{number}/receipt/",
         "/desk/ledger/?state=transferred"),
    Shot("desk-slip-erased", "qianfa", "{link}", "/desk/transfers/", having="销毁"),
    Shot("desk-case-confidential", "shouli", "/desk/cases/{number}/",
         "/desk/ledger/?state=in_progress", having="已告知单位"),
    Shot("desk-case-merged", "xiangcheng", "/desk/cases/{number}/", "/desk/ledger/?state=merged"),
    Shot("desk-case-carried", "shouli", "/desk/cases/{number}/", "/desk/ledger/?state=carried"),
    Shot("desk-case-terminated", "shouli", "/desk/cases/{number}/",
         "/desk/ledger/?state=terminated"),
    Shot("desk-case-completed", "qianfa", "/desk/cases/{number}/",
         "/desk/ledger/?state=completed"),
    Shot("desk-case-inspector", "ducha", "/desk/cases/{number}/",
         "/desk/ledger/?state=in_progress"),
    Shot("desk-case-chamber", "shanghui", "/desk/cases/{number}/", "/desk/ledger/"),
    Shot("desk-enlist", "shouli", "/desk/cases/{number}/enlist/",
         "/desk/ledger/?state=in_progress"),
    Shot("desk-objection", "shouli", "/desk/cases/{number}/uphold/",
         "/desk/ledger/?condition=disputed"),
    Shot("desk-disclose", "shouli", "/desk/cases/{number}/disclose/",
         "/desk/ledger/?state=in_progress"),
    Shot("desk-merge", "xiangcheng", "/desk/cases/{number}/merge/",
         "/desk/ledger/?state=in_progress"),
    Shot("desk-topic", "shouli", "{link}", "/desk/topics/"),
    Shot("desk-topic-found", "shouli", "{link}?text=用电", "/desk/topics/"),
    Shot("desk-liaison-of", "shouli", "{link}", "/desk/liaison/"),
    Shot("desk-absence-away", "zhujian", "/desk/absence/"),
    Shot("desk-registration", "shouli", "{link}", "/desk/registrations/"),
    Shot("desk-ledger-inspector", "ducha", "/desk/ledger/?light=red"),
    Shot("desk-home-head", "juzhang", "/desk/"),
    Shot("desk-home-chamber", "shanghui", "/desk/"),
    Shot("desk-register", "shouli", "/desk/register/?q=公司"),
    Shot("desk-register-new", "shouli", "/desk/register/?new=1&q=许昌新企业有限公司"),
    Shot("desk-registrations", "shouli", "/desk/registrations/"),
    Shot("desk-enterprises", "shouli", "/desk/enterprises/?with_open=on"),
    Shot("desk-enterprise", "shouli", "{link}", "/desk/enterprises/?with_open=on"),
    Shot("desk-liaison", "shouli", "/desk/liaison/"),
    Shot("desk-firm-liaison", "shouli", "/desk/enterprises/1/liaison/?q=王"),
    Shot("desk-firm-people", "shouli", "{link}people/", "/desk/enterprises/"),
    Shot("desk-enterprise-edit", "shouli", "{link}edit/", "/desk/enterprises/"),
    Shot("desk-enterprise-card", "zhuqi", "{link}", "/desk/enterprises/mine/"),
    Shot("desk-enterprises-mine", "zhuqi", "/desk/enterprises/mine/"),
    Shot("admin-texts", "xitong", "/desk/admin/texts/"),
    Shot("admin-text", "xitong", "/desk/admin/texts/case.assign.lead/"),
    Shot("admin-gateways", "xitong", "/desk/admin/gateways/"),
    Shot("admin-gateway-sms", "xitong", "/desk/admin/gateways/sms/"),
    Shot("desk-quarantine", "baomi", "/desk/quarantine/"),
    Shot("desk-transfers", "qianfa", "/desk/transfers/"),
    Shot("desk-transfer", "qianfa", "/desk/cases/{number}/transfer/",
         "/desk/ledger/?state=accepted"),
    Shot("desk-recuse", "shouli", "/desk/cases/{number}/recuse/",
         "/desk/ledger/?state=in_progress"),
    Shot("desk-cover", "shouli", "/desk/cases/{number}/cover/",
         "/desk/ledger/?state=in_progress", having="承办单位会看到的"),
    Shot("desk-identify", "shouli", "/desk/cases/{number}/identify/",
         "/desk/ledger/?state=submitted"),
    Shot("desk-conceal", "shouli", "/desk/cases/{number}/conceal/",
         "/desk/ledger/?state=in_progress"),
    Shot("admin-boundaries", "xitong", "/desk/admin/registers/boundaries/"),
    Shot("admin-system", "xitong", "/desk/admin/system/"),
    Shot("admin-registers", "xitong", "/desk/admin/registers/"),
    Shot("admin-register-units", "xitong", "/desk/admin/registers/units/?state=all"),
    Shot("admin-register-items", "xitong", "/desk/admin/registers/items/"),
    Shot("admin-register-channels", "xitong", "/desk/admin/registers/channels/"),
    Shot("admin-register-none", "xitong", "/desk/admin/registers/tags/"),
    Shot("admin-register-new", "xitong", "/desk/admin/registers/units/new/"),
    Shot("admin-register-row", "xitong", "/desk/admin/registers/units/2/"),
    Shot("admin-register-history", "shenji", "/desk/admin/registers/units/2/history/"),
    Shot("admin-schemes", "xitong", "/desk/admin/registers/schemes/"),
    Shot("admin-scheme", "xitong", "/desk/admin/registers/schemes/1/"),
    Shot("admin-scheme-publish", "xitong", "/desk/admin/registers/schemes/1/publish/"),
    Shot("admin-signings", "xitong", "/desk/admin/registers/signing/"),
    Shot("admin-signing", "xitong", "/desk/admin/registers/signing/1/"),
    Shot("admin-signing-publish", "xitong", "/desk/admin/registers/signing/1/publish/"),
    Shot("admin-calendar", "xitong", "/desk/admin/registers/calendar/"),
    Shot("admin-people", "anquan", "/desk/admin/people/"),
    Shot("admin-person", "anquan", "{link}", "/desk/admin/people/"),
    Shot("admin-person-absence", "anquan", "{link}absence/", "/desk/admin/people/"),
    Shot("admin-held-none", "anquan", "/desk/admin/people/",
         fill=(("#held_name", "查无此人"), ("#held_phone", "13900000000"),
               ("#held_reason", "本人申请查询")),
         press="查看并打印"),
    Shot("admin-held", "anquan", "{link}", "/desk/admin/people/?q=孙卫东",
         fill=(("#held_reason", "本人申请查询"),), press="查看并打印"),
    Shot("admin-scheme-new", "xitong", "/desk/admin/registers/schemes/new/"),
    Shot("admin-register-regions", "xitong", "/desk/admin/registers/regions/"),
    Shot("admin-register-people", "xitong", "/desk/admin/registers/officials/"),
    Shot("admin-robot", "xitong", "/desk/admin/gateways/unit/1/"),
    Shot("admin-recovery", "anquan", "/desk/recovery/"),
    Shot("admin-log", "shenji", "/desk/admin/log/"),
    Shot("admin-log-case", "shenji", "/desk/admin/log/?object_type=case"),
    Shot("desk-forbidden", "zhujian", "/desk/admin/log/"),
)  # fmt: skip


def main() -> None:
    """Serve the city and take the pictures."""
    parser = argparse.ArgumentParser(description="Pictures of every main page.")
    parser.add_argument("--only", default="", metavar="WORD", help="pages whose name has the word")
    parser.add_argument("--readme", action="store_true", help="the README's two pictures only")
    chosen = parser.parse_args()
    shots = [] if chosen.readme else [shot for shot in SHOTS if chosen.only in shot.name]
    with _city() as data, chromium() as browser:
        with server.serving(data) as address:
            windows = Windows(browser, address)
            if chosen.readme:
                _readme(windows)
            _take_all(windows, [shot for shot in shots if not shot.outside])
        outside = [shot for shot in shots if shot.outside]
        if outside:
            with _serving_with_gateways(data) as address:
                _take_all(Windows(browser, address), outside)


@contextmanager
def _serving_with_gateways(data: Path) -> Iterator[str]:
    with sms_server() as sms, mail_server() as mail:
        more = {"ZHUQI_EMAIL_URL": f"smtp+plain://127.0.0.1:{mail.port}"}
        env = server.environment(data, **more)
        server.run_module("tests.e2e.gateways", "on", sms.url, env=env)
        try:
            with server.serving(data, **more) as address:
                yield address
        finally:
            server.run_module("tests.e2e.gateways", "off", env=env)


def _take_all(windows: Windows, shots: list[Shot]) -> None:
    OUT.mkdir(exist_ok=True)
    for shot in shots:
        _take(windows, shot)
    for problem in windows.close():
        print(f"problem: {problem}")


class _city:  # noqa: N801 (reads as the function it is)
    """The directory with the city in it; a temporary one is removed afterwards."""

    def __enter__(self) -> Path:
        named = os.environ.get("ZHUQI_DATA_DIR")
        self._temporary = None if named else tempfile.TemporaryDirectory(prefix="zhuqi-shots-")
        data = Path(named or (self._temporary.name if self._temporary else ""))
        env = server.environment(data)
        server.run_module(server.CONSOLE, "migrate", env=env)
        server.run_module(server.CONSOLE, "sample", "--if-empty", env=env)
        server.run_module("scripts.shot_people", env=env)
        return data

    def __exit__(self, *_why: object) -> None:
        if self._temporary:
            self._temporary.cleanup()


def _take(windows: Windows, shot: Shot) -> None:
    page = _window(windows, shot.user)
    try:
        path = _path(page, shot)
    except LookupError as missing:
        print(f"{shot.name}: {missing}")
        return
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        if width == 1440 or not shot.once:  # noqa: PLR2004 (the first of the two)
            page.goto(path)
            if shot.press:
                _press(page, shot)
        page.screenshot(path=OUT / f"{shot.name}-{width}.png", full_page=True)
    page.context.close()
    print(shot.name)


def _press(page: Page, shot: Shot) -> None:
    """Open what holds the button, fill in, press."""
    button = page.get_by_role("button", name=shot.press, exact=True, include_hidden=True).first
    for box in button.locator("xpath=ancestor::details[not(@open)]").all():
        box.locator("summary").first.click()
    for selector, words in shot.fill:
        page.locator(selector).first.fill(words)
    with page.expect_navigation():
        button.click()


def _window(windows: Windows, user: str, *, phone: bool = False) -> Page:
    if not user:
        return windows.stranger(phone=phone)
    return windows.browse(user, phone=phone, password=PASSWORD)


def _path(page: Page, shot: Shot) -> str:
    """The shot's address; of a list's lines, the first where the page can do what it is for."""
    if not shot.find:
        return shot.path
    page.goto(shot.find)
    if shot.find.endswith("#choose"):
        page.locator("main .z-btn").first.click()
        page.wait_for_url(re.compile("/portal/(#|$)"))
    links = list(_links(page))
    if shot.find.endswith("#last"):
        links.reverse()
    for link in links:
        path = shot.path.format(number=link.rstrip("/").rsplit("/", 1)[-1], link=link)
        answered = page.request.get(path)
        text = answered.text() if answered.ok else NOT_NOW
        if NOT_NOW not in text and shot.having in text:
            return path
    raise LookupError(f"nothing to show in {shot.find}")


def _links(page: Page) -> Iterator[str]:
    """Links to cases, firms or people within the page's main part."""
    for link in page.locator("main a[href]").all():
        href = link.get_attribute("href") or ""
        if LINK.search(href):
            yield href


def _readme(windows: Windows) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    # The unit that leads: its page has an act to do.
    desk = _window(windows, "jingban")
    answering = Shot("", "", "/desk/cases/{number}/answer/", "/desk/ledger/?state=in_progress")
    desk.goto(_path(desk, answering).removesuffix("answer/"))
    desk.set_viewport_size({"width": 1440, "height": 900})
    _picture(desk, "desk")
    phone = _window(windows, "qiye", phone=True)
    phone.goto(_path(phone, Shot("", "", "/portal/cases/{number}/", "/portal/")))
    _picture(phone, "portal")


def _picture(page: Page, name: str) -> None:
    """One screen."""
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    print(f"{path}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
