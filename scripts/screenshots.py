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
from pathlib import Path

from playwright.sync_api import Page

from scripts.shots import PASSWORD, Shot, every_shot
from tests.e2e import server
from tests.e2e.browser import Windows, chromium
from tests.foundation.notices.gateways import mail_server, sms_server

NOT_NOW = "现在不能这样办"
LINK = re.compile(
    r"/cases/[\d-]+/$|/admin/people/\d+/$|/enterprises/\d+/card/$|/firms/\d+/correction/$"
    r"|/handover/\d+/\d+/$|/desk/(?:[a-z-]+/)+\d+/$"
)
OUT = server.ROOT / "screenshots"
PICTURES = server.ROOT / "docs" / "pictures"


def main() -> None:
    """Serve the city and take the pictures."""
    parser = argparse.ArgumentParser(description="Pictures of every main page.")
    parser.add_argument("--only", default="", metavar="WORD", help="pages whose name has the word")
    parser.add_argument("--readme", action="store_true", help="the README's two pictures only")
    chosen = parser.parse_args()
    shots = [] if chosen.readme else [shot for shot in every_shot() if chosen.only in shot.name]
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
        for added in ("scripts.shot_people", "scripts.shot_registers"):
            server.run_module(added, env=env)
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
        # A row of a ledger remembers the list it was opened from behind the question mark.
        href = (link.get_attribute("href") or "").partition("?")[0]
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
