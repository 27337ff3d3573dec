"""Pages in every state for everyone: axe's rules, narrow screens, enlarged text, no mouse."""

import pytest

from tests.e2e import steps
from tests.e2e.browser import Windows, sign_in
from tests.e2e.everyone import DESK, NARROW, wrong_on

# Every page is looked at in `test_every_page.py`; here are those that another state of a case, of a
# filter or of a form makes another page.
PAGES: list[tuple[str, str, str]] = [
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
]


# What stands around every page is looked at there.
BY_USER = {user: [(what, path) for what, one, path in PAGES if one == user] for _, user, _ in PAGES}


@pytest.mark.parametrize("user", BY_USER)
def test_the_pages_of_one_person_are_for_everyone(
    windows: Windows, scene: dict[str, str], user: str
) -> None:
    """The desk's are ruled on a phone in `test_every_page.py`: they are made of the same parts."""
    page = windows.browse(user, at="about:blank")
    wrong = []
    for what, path in BY_USER[user]:
        answered = page.goto(path.format(**scene))
        if answered is None or answered.status != (404 if "none" in path else 200):
            wrong.append(f"{what}: answers {answered and answered.status}")
        if page.locator("h1").count() != 1:
            wrong.append(f"{what}: has not one heading")
        ruled_at = (DESK,) if path.startswith("/desk/") else (DESK, NARROW)
        wrong += [f"{what}: {words}" for words in wrong_on(page, ruled_at=ruled_at, around=False)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("user", "case"), [("hefan", "under_way"), ("zhou", "under_way")])
def test_a_case_is_for_everyone_with_every_group_open(
    windows: Windows, scene: dict[str, str], user: str, case: str
) -> None:
    page = windows.browse(user, at=f"/desk/cases/{scene[case]}/")
    page.locator(".d-acts details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert page.locator(".d-group[open]").count() > 1
    assert wrong_on(page) == []


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
    found = " ".join(wrong_on(page))
    assert "1440: button-name" in found
    assert "390: wider than the screen" in found


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
