"""Every kind of page for everyone: axe's rules, narrow screens, and enlarged text."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from tests.e2e import steps
from tests.e2e.browser import Windows, sign_in

GRAVE = {"serious", "critical"}
ZOOMED = 720  # a desk's screen at 200 %
NARROW = 390
WIDTHS = (1440, ZOOMED, NARROW)
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
STRANGER = ""


PAGES: list[tuple[str, str, str]] = [
    ("signing in", STRANGER, "/accounts/login/"),
    ("registering", STRANGER, "/portal/register/"),
    ("an address that is not there", "zhao", "/portal/cases/none/"),
    ("the firm's cases", "zhao", "/portal/"),
    ("all the firm's cases", "zhao", "/portal/cases/"),
    ("saying what the trouble is", "zhao", "/portal/new/"),
    ("the receipt", "zhao", "/portal/cases/{fresh}/receipt/"),
    ("a case of one's own, fresh", "zhao", "/portal/cases/{fresh}/"),
    ("a case of one's own, declined", "zhao", "/portal/cases/{declined}/"),
    ("a case of one's own, to be rated", "zhao", "/portal/cases/{completed}/"),
    ("a case of one's own, closed", "zhao", "/portal/cases/{closed}/"),
    ("a case of one's own, carried", "zhao", "/portal/cases/{carried}/"),
    ("a case of one's own, going to be withdrawn", "zhao", "/portal/cases/{withdrawing}/"),
    ("reopening a case", "zhao", "/portal/cases/{closed}/reopen/"),
    ("rating", "zhao", "/portal/cases/{completed}/rate/"),
    ("adding to a case", "zhao", "/portal/cases/{under_way}/supplement/"),
    ("withdrawing a case", "zhao", "/portal/cases/{fresh}/withdraw/"),
    ("what can't be done now", "zhao", "/portal/cases/{fresh}/rate/"),
    ("where a registration stands", "zhao", "/portal/registration/"),
    ("registering one more firm", "zhao", "/portal/registration/add/"),
    ("one's own account", "zhao", "/portal/account/"),
    ("changing the password", "zhao", "/accounts/password/"),
    ("the desk's queues", "hefan", "/desk/"),
    ("the desk with nothing to do", "tian", "/desk/"),
    ("the ledger", "hefan", "/desk/ledger/"),
    ("the ledger, filtered", "hefan", "/desk/ledger/?state=submitted&text=排水"),
    ("the ledger, nothing found", "hefan", "/desk/ledger/?text=没有"),
    ("a case on the desk, fresh", "hefan", "/desk/cases/{fresh}/"),
    ("a case on the desk, to be withdrawn", "hefan", "/desk/cases/{withdrawing}/"),
    ("a case on the desk, to be carried or redone", "shenjing", "/desk/cases/{fallen_short}/"),
    ("a case on the desk, carried", "luyuan", "/desk/cases/{carried}/"),
    ("a case on the co-unit's desk", "sun", "/desk/cases/{under_way}/"),
    ("a case on the desk, to be reviewed", "shenjing", "/desk/cases/{answered}/"),
    ("a case on the desk, closed", "hefan", "/desk/cases/{closed}/"),
    ("a case on its unit's desk", "zhou", "/desk/cases/{under_way}/"),
    ("triage", "hefan", "/desk/cases/{fresh}/triage/"),
    ("declining", "hefan", "/desk/cases/{fresh}/decline/?ready=suit"),
    ("answering", "zhou", "/desk/cases/{under_way}/answer/"),
    ("rating by phone", "hefan", "/desk/cases/{completed}/rate_by_phone/"),
    ("registering: which firm", "hefan", "/desk/register/?q=钻石"),
    ("registering: a new firm", "hefan", "/desk/register/?new=1&q=新企业"),
    ("registrations to confirm", "hefan", "/desk/registrations/"),
    ("a firm on the desk", "hefan", "/desk/enterprises/{firm}/"),
    ("messages on the desk", "hefan", "/desk/notices/"),
    ("how to be told, on the desk", "hefan", "/desk/notices/wishes/"),
    ("messages of a firm", "zhao", "/portal/notices/"),
    ("how to be told, for a firm", "zhao", "/portal/notices/wishes/"),
    ("topics", "hefan", "/desk/topics/"),
    ("a new topic", "hefan", "/desk/topics/new/"),
    ("who looks after firms", "hefan", "/desk/liaison/"),
    ("acting for others", "zheng", "/desk/absence/"),
    ("handing everything over", "zheng", "/desk/absence/handover/"),
    ("a lost password", "hefan", "/desk/recovery/"),
    ("transfer sheets", "luyuan", "/desk/transfers/"),
    ("administration: registers", "xitong", "/desk/admin/registers/"),
    ("administration: a register", "xitong", "/desk/admin/registers/units/"),
    ("administration: a new row", "xitong", "/desk/admin/registers/units/new/"),
    ("administration: schemes", "xitong", "/desk/admin/registers/schemes/"),
    ("administration: the calendar", "xitong", "/desk/admin/registers/calendar/"),
    ("administration: texts", "xitong", "/desk/admin/texts/"),
    ("administration: a text", "xitong", "/desk/admin/texts/case.assign.lead/"),
    ("administration: channels", "xitong", "/desk/admin/gateways/"),
    ("administration: the channel of texts", "xitong", "/desk/admin/gateways/sms/"),
    ("administration: the system", "xitong", "/desk/admin/system/"),
    ("administration: people", "anquan", "/desk/admin/people/"),
    ("administration: a person", "anquan", "/desk/admin/people/{person}/"),
    ("administration: the log", "shenji", "/desk/admin/log/"),
]


@pytest.mark.parametrize(("user", "path"), [page[1:] for page in PAGES], ids=[p[0] for p in PAGES])
def test_a_page_is_for_everyone(
    windows: Windows, scene: dict[str, str], user: str, path: str
) -> None:
    page = windows.browse(user, at="about:blank") if user else windows.stranger()
    answered = page.goto(path.format(**scene))
    assert answered is not None
    assert answered.status == (404 if "none" in path else 200)
    assert page.locator("h1").count() == 1
    assert [words for width in WIDTHS for words in _wrong_at(page, width)] == []


@pytest.mark.parametrize(("user", "case"), [("hefan", "under_way"), ("zhou", "under_way")])
def test_a_case_is_for_everyone_with_every_group_open(
    windows: Windows, scene: dict[str, str], user: str, case: str
) -> None:
    page = windows.browse(user, at=f"/desk/cases/{scene[case]}/")
    page.locator(".d-acts details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert page.locator(".d-group[open]").count() > 1
    assert [words for width in WIDTHS for words in _wrong_at(page, width)] == []


def test_a_verb_in_a_group_is_done_by_keyboard_and_without_the_script(
    windows: Windows, scene: dict[str, str]
) -> None:
    page = windows.stranger(java_script_enabled=False)
    sign_in(page, "shenjing")
    page.goto(f"/desk/cases/{scene['under_way']}/")
    group = page.locator(".d-group", has_text="备注与标签")
    group.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("周五前电话问一次进度")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    steps.told(page, "备注已记下")


def test_the_rules_find_what_is_planted(windows: Windows) -> None:
    page = windows.stranger()
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('main button').textContent = ''")
    page.evaluate("document.querySelector('h1').style.minWidth = '500px'")
    found = " ".join(words for width in WIDTHS for words in _wrong_at(page, width))
    assert "1440: button-name" in found
    assert "390: wider than the screen" in found


def _wrong_at(page: Page, width: int) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": 900})
    if width != ZOOMED:
        yield from (f"{width}: {words}" for words in _axe_says(page))
    # Text enlarged on a phone, by half and to twice its size.
    for size in ("100%", "150%", "200%") if width == NARROW else ("100%",):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        if too_wide := page.evaluate(OVERFLOWS):
            yield f"{width}: wider than the screen with text of {size}: {too_wide}"
    page.evaluate("document.documentElement.style.fontSize = ''")


# What sticks out; empty if the page can't be pushed sideways.
OVERFLOWS = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= window.innerWidth) return "";
  const wide = [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(-3).map((one) => `${one.tagName}.${one.className}`);
  return `${root.scrollWidth}: ${wide.join(" ")}`;
}"""


def _axe_says(page: Page) -> Iterator[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for found in page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]:
        if found["impact"] in GRAVE:
            where = "; ".join(str(node["target"]) for node in found["nodes"][:3])
            yield f"{found['id']}: {where}: {found['nodes'][0].get('failureSummary', '')}"


def test_a_form_is_filled_in_without_a_mouse(windows: Windows) -> None:
    page = windows.browse("jia", at="/portal/new/")
    page.locator("[name=title]").focus()
    page.keyboard.insert_text("冷库电价")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("农产品冷库应执行农业电价。")
    for _field in range(16):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[name=confidential][value=no]')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/?sent")


def test_the_focus_is_seen_and_the_skip_link_comes_first(windows: Windows) -> None:
    page = windows.browse("hefan", at="/desk/ledger/")
    page.keyboard.press("Tab")
    skip = page.locator(".z-skip")
    assert skip.evaluate("one => one === document.activeElement")
    assert skip.is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    seen = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; })()"
    )
    assert seen


def test_every_page_works_without_the_script(windows: Windows) -> None:
    page = windows.stranger(java_script_enabled=False)
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "jia")
    page.fill("input[name=password]", "pass-word-1")
    page.get_by_role("button", name="登录", exact=True).click()
    number = steps.submit(page, {"title": "没有脚本也能提交", "body": "旧手机。"})
    page.goto(f"/portal/cases/{number}/")
    assert page.locator("h1").inner_text() == "没有脚本也能提交"
