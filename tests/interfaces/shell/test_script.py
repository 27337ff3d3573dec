"""What the script adds, in a real browser; every one of these pages also works without it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.interfaces.shell.urls"),
]

CHROMIUM = Path(os.environ.get("ZHUQI_CHROMIUM", "/usr/bin/chromium"))
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def guide(live_server: LiveServer, settings: Settings) -> Iterator[Page]:
    """The style guide, open on an official's screen."""
    settings.SAMPLE_MODE = True
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        problems: list[str] = []
        page.on(
            "console", lambda said: problems.append(said.text) if said.type == "error" else None
        )
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{live_server.url}/shell/styleguide/")
        yield page
        browser.close()
    assert problems == []


def test_rows_are_walked_and_ticked_by_keyboard(guide: Page) -> None:
    rows = guide.locator("table[data-rows] tbody tr")
    guide.keyboard.press("j")
    guide.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    guide.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    guide.keyboard.press("x")
    expect(guide.locator("[data-bulk]")).to_be_visible()
    expect(guide.locator("[data-bulk-count]")).to_have_text("1 件")
    guide.keyboard.press("Enter")
    expect(guide).to_have_url(re.compile(r"#XC-2026-0118$"))


def test_the_bar_says_how_many_will_be_refused(guide: Page) -> None:
    guide.locator("[data-tick-all]").check()
    expect(guide.locator("[data-bulk-count]")).to_have_text("4 件")
    expect(guide.locator("[data-refused=urge]")).to_have_text("1 件不能")


def test_keys_do_nothing_while_one_types(guide: Page) -> None:
    guide.keyboard.press("/")
    expect(guide.locator(".z-filter input")).to_be_focused()
    guide.keyboard.type("j?")
    expect(guide.locator(".z-filter input")).to_have_value("j?")
    expect(guide.locator("#keys")).to_be_hidden()


def test_the_question_mark_lists_the_keys(guide: Page) -> None:
    guide.keyboard.press("?")
    expect(guide.locator("#keys")).to_be_visible()
    guide.keyboard.press("Escape")
    expect(guide.locator("#keys")).to_be_hidden()


def test_chosen_files_add_up_and_say_what_is_wrong(guide: Page, settings: Settings) -> None:
    box = guide.locator("[data-files]")
    limit = settings.ATTACHMENT_MAX_BYTES
    files = box.locator("input[type=file]")
    files.set_input_files(
        {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2048}
    )
    files.set_input_files({"name": "空.txt", "mimeType": "text/plain", "buffer": b""})
    expect(box.locator("li")).to_have_count(2)
    expect(box).to_contain_text("2 KB")
    expect(box).to_contain_text("这个文件是空的")
    assert box.get_attribute("data-max-bytes") == str(limit)
    box.get_by_role("button", name="移除 空.txt").click()
    expect(box.locator("li")).to_have_count(1)


def test_a_menu_closes_by_escape_and_by_a_click_elsewhere(guide: Page) -> None:
    menu = guide.locator("details[data-menu]").first
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    guide.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    menu.locator("summary").click()
    guide.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_what_was_typed_is_kept_until_it_has_been_sent(
    guide: Page, live_server: LiveServer
) -> None:
    draft = f"{live_server.url}/draft/"
    guide.goto(draft)
    guide.fill("[name=story]", "门前道路未通")
    guide.goto(f"{live_server.url}/shell/styleguide/")
    guide.goto(draft)
    expect(guide.locator("[name=story]")).to_have_value("门前道路未通")
    expect(guide.locator("[data-draft-note]")).to_be_visible()
    guide.click("button")
    expect(guide.locator("[data-draft-done]")).to_be_attached()
    guide.goto(draft)
    expect(guide.locator("[name=story]")).to_have_value("")


def test_a_form_is_sent_once(guide: Page, live_server: LiveServer) -> None:
    sent: list[str] = []
    guide.on("request", lambda request: sent.append(request.method))
    guide.goto(f"{live_server.url}/draft/?slow=1")
    guide.locator("button").dblclick()
    expect(guide.locator("[data-draft-done]")).to_be_attached()
    assert sent.count("POST") == 1


def test_a_long_list_of_ticks_is_narrowed_by_a_short_name(
    guide: Page, live_server: LiveServer
) -> None:
    guide.goto(f"{live_server.url}/ticks/")
    box, lines = guide.get_by_label("筛选单位"), guide.locator(".z-ticks__line:visible")
    expect(lines).to_have_count(40)
    guide.get_by_role("checkbox", name="襄城县第7个单位").check()
    box.fill("住建 局")
    # What is ticked stays in sight; a heading with nothing left below it goes.
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("住房和城乡建设局")
    expect(guide.get_by_role("status")).to_have_text("1 个单位")
    box.fill("没有")
    expect(guide.get_by_role("status")).to_have_text("没有名称像“没有”的单位")
    expect(guide.get_by_role("group", name="许昌市")).to_be_hidden()
    box.fill("发改委")
    box.press("Enter")
    first = guide.get_by_role("checkbox", name="许昌市发展和改革委员会")
    expect(first).to_be_focused()
    guide.keyboard.press("Space")
    box.fill("")
    expect(lines).to_have_count(40)
    guide.get_by_role("button", name="提交").click()
    expect(guide.locator("#came")).to_have_text("1,7")


def test_without_the_script_the_list_of_ticks_is_whole(
    guide: Page, live_server: LiveServer
) -> None:
    browser = guide.context.browser
    assert browser is not None
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(f"{live_server.url}/ticks/")
    expect(plain.locator(".z-ticks__line:visible")).to_have_count(40)
    assert plain.locator("input[type=search]").count() == 0
