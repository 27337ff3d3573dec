"""Debian's Chromium, and pages that complain about what a person would not see."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    StorageState,
    expect,
    sync_playwright,
)

PASSWORD = "pass-word-1"
# Milliseconds; a machine that does much else besides is slow to draw anything.
PATIENCE = 30_000
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
MISSING = "no Chromium: apt-get install chromium fonts-noto-cjk, or name one in ZHUQI_CHROMIUM"
# Chromium says so of every refusal on purpose (404, 409, 422); the answers are watched themselves.
_REFUSED = re.compile(r"Failed to load resource: .* status of 4\d\d")


def chromium_path() -> str | None:
    """Where the browser is; None if there is none."""
    named = os.environ.get("ZHUQI_CHROMIUM", "chromium")
    found = shutil.which(named)
    return found or (named if Path(named).is_file() else None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, for as long as it is needed."""
    path = chromium_path()
    if path is None:
        raise FileNotFoundError(MISSING)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


class Windows:
    """Browser windows on one server; `problems` gathers what went wrong behind their pages.

    `sessions`: by user the value of the cookie, for whoever need not sign in by the form.
    """

    def __init__(
        self,
        browser: Browser,
        address: str,
        cookie: str = "",
        sessions: Mapping[str, str] | None = None,
    ) -> None:
        self.browser = browser
        self.address = address
        self._cookie = cookie
        self._sessions = dict(sessions or {})
        self.problems: list[str] = []
        self._signed_in: dict[str, StorageState] = {}
        self._open: list[BrowserContext] = []

    def stranger(self, *, phone: bool = False, **more: Any) -> Page:
        """A window in which nobody has signed in."""
        context = self.browser.new_context(
            base_url=self.address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **({**(PHONE if phone else DESK), **more}),
        )
        context.set_default_timeout(PATIENCE)
        self._open.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("response", self._answered)
        page.on("requestfailed", self._failed)
        return page

    def browse(
        self, user: str, *, phone: bool = False, at: str = "/", password: str = PASSWORD
    ) -> Page:
        """A window of someone signed in: by a session that was given, else by the form, once.
        Windows of one person share the session."""
        if user in self._sessions:
            page = self.stranger(phone=phone)
            session = self._sessions[user]
            page.context.add_cookies(
                [{"name": self._cookie, "value": session, "url": self.address}]
            )
        elif user not in self._signed_in:
            page = self.stranger(phone=phone)
            sign_in(page, user, password)
            page.wait_for_url(re.compile(r"/(desk|portal)/"))
            self._signed_in[user] = page.context.storage_state()
            if at == "/":
                return page
        else:
            page = self.stranger(phone=phone, storage_state=self._signed_in[user])
        page.goto(at)
        return page

    def signed_out(self, user: str) -> None:
        """The next window signs in anew: the session the others shared is over."""
        self._sessions.pop(user, None)
        self._signed_in.pop(user, None)

    def close(self) -> list[str]:
        """Close all windows; returns what went wrong in them."""
        for context in self._open:
            context.close()
        self._open.clear()
        problems, self.problems = self.problems, []
        return problems

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not _REFUSED.search(said.text):
            self.problems.append(f"console: {said.text} ({said.page.url if said.page else ''})")

    def _answered(self, response: Response) -> None:
        broken = response.status >= 500
        lost = response.status >= 400 and response.request.resource_type in {
            "stylesheet", "script", "image", "font",
        }  # fmt: skip
        if broken or lost:
            self.problems.append(f"{response.status}: {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        # A page left while something loads, or a download, aborts; that is no trouble.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.problems.append(f"{request.failure}: {request.url}")


def sign_in(page: Page, user: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in form and send it."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="登录", exact=True).click()
