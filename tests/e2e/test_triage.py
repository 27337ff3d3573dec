"""Triage in a browser: what a person chose stays, whatever arrives late; choosing by typing."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e import steps

Browse = Callable[..., Page]
BUREAU, GRID = "许昌市工业和信息化局", "国网许昌供电公司"
LATE = 2500


def _new(browse: Browse, title: str) -> str:
    return steps.submit(browse("qian"), {"title": title, "body": f"{title}，请帮助解决。"})


def _triage(browse: Browse, title: str) -> tuple[Page, str]:
    number = _new(browse, title)
    page = browse("hefan")
    page.goto(f"/desk/cases/{number}/triage/")
    return page, number


def _held(page: Page) -> list[Route]:
    """Answers of the server that are kept back until somebody lets them through."""
    routes: list[Route] = []

    def hold(route: Route) -> None:
        routes.append(route)

    page.route("**/triage/units/**", hold)
    return routes


def _lead(page: Page) -> Locator:
    return page.locator("select[name=lead]")


def _let_through(page: Page, route: Route) -> None:
    with page.expect_response(lambda r: "/triage/units/" in r.url):
        route.continue_()
    page.wait_for_timeout(200)


def test_an_answer_of_two_and_a_half_seconds_replaces_no_unit_that_was_chosen(
    browse: Browse,
) -> None:
    page, number = _triage(browse, "夜里跳闸")
    held = _held(page)
    page.locator("select[name=item]").select_option(label="用电（测试）")
    _lead(page).select_option(label=BUREAU)
    page.locator("details.d-co summary").first.click()
    page.get_by_role("checkbox", name=GRID).first.check()
    page.wait_for_timeout(LATE)
    _let_through(page, held[0])
    expect(_lead(page).locator("option:checked")).to_have_text(BUREAU)
    expect(page.get_by_role("checkbox", name=GRID).first).to_be_checked()
    # What nobody touched follows the matter: the proposal beside the field.
    expect(page.locator("[data-part=proposed]")).to_contain_text(GRID)
    page.get_by_role("checkbox", name=GRID).first.uncheck()
    steps.press(page, "受理并交办")
    steps.told(page, f"{number} 已交办给市工信局")


def test_a_unit_nobody_chose_follows_the_matter(browse: Browse) -> None:
    page, _number = _triage(browse, "厂区断电")
    steps.choose_item(page, "用电（测试）")
    expect(_lead(page).locator("option:checked")).to_have_text(GRID)
    expect(page.locator("[data-part=proposed]")).to_contain_text("负责该事项")


def test_only_the_answer_to_the_last_question_counts(browse: Browse) -> None:
    page, _number = _triage(browse, "雨后积水")
    held = _held(page)
    page.locator("select[name=item]").select_option(label="用电（测试）")
    page.locator("select[name=item]").select_option(label="用工")
    # The next question is asked when the first is answered; that answer is shown to nobody.
    _let_through(page, held[0])
    assert len(held) == 2
    expect(page.locator("[data-part=proposed]")).not_to_contain_text(GRID)
    expect(_lead(page).locator("option:checked")).not_to_have_text(GRID)
    _let_through(page, held[1])
    expect(_lead(page).locator("option:checked")).not_to_have_text(GRID)


def test_a_matter_is_chosen_by_what_firms_say_and_by_initials(browse: Browse) -> None:
    page, _number = _triage(browse, "一件没有关键词的事")
    item = page.get_by_role("combobox", name="事项")
    chosen = page.locator("select[name=item] option:checked")
    item.press_sequentially("变压器")
    expect(page.get_by_role("option").first).to_have_text(re.compile("^用电"))
    item.press("Enter")
    expect(chosen).to_have_text("用电")
    item.fill("yg")
    expect(page.get_by_role("option").first).to_have_text(re.compile("^用工"))
    item.press("ArrowDown")
    item.press("Escape")
    expect(item).to_have_value("用电")
    item.fill("yg")
    item.press("Enter")
    expect(chosen).to_have_text("用工")


def test_no_word_is_looked_up_while_it_is_being_composed(browse: Browse) -> None:
    page = browse("hefan")
    page.goto("/desk/register/")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "q=" in r.url else None)
    page.locator("input#q").focus()
    ime = page.context.new_cdp_session(page)
    for half in ("z", "zu", "zuan", "zuan's"):
        ime.send(
            "Input.imeSetComposition",
            {"text": half, "selectionStart": len(half), "selectionEnd": len(half)},
        )
        page.wait_for_timeout(300)
    assert asked == []
    ime.send("Input.insertText", {"text": "钻石"})
    expect(page.get_by_role("link", name="许昌钻石公司")).to_be_visible()
    assert len(asked) == 1


def _back_again(page: Page, name: str, value: str) -> None:
    """Signed in once more."""
    origin = page.evaluate("location.origin")
    page.context.clear_cookies(name=name)
    page.context.add_cookies([{"name": name, "value": value, "url": f"{origin}/"}])


def test_what_was_typed_at_triage_and_as_a_note_survives_an_expired_session(
    browse: Browse,
) -> None:
    page, number = _triage(browse, "会话过期也不丢")
    steps.choose_item(page, "用工")
    _lead(page).select_option(label=BUREAU)
    page.fill("[name=requirement]", "请三日内到现场")
    session = next(one for one in page.context.cookies() if "session" in one["name"])
    page.context.clear_cookies(name=re.compile("session"))
    steps.press(page, "受理并交办")
    page.wait_for_url(re.compile("/accounts/login/"))
    _back_again(page, session["name"], session["value"])
    page.goto(f"/desk/cases/{number}/triage/")
    expect(page.locator("[name=requirement]")).to_have_value("请三日内到现场")
    expect(_lead(page).locator("option:checked")).to_have_text(BUREAU)
    expect(page.locator("[data-draft-note]").first).to_be_visible()
    steps.press(page, "受理并交办")
    steps.told(page, f"{number} 已交办给")
    # Done, it is no draft any more; the note's text waits in its panel on the case's page.
    box = steps.panel(page, "内部备注")
    box.locator("[name=text]").fill("企业只在上午接电话")
    page.context.clear_cookies(name=re.compile("session"))
    steps.press(box, "内部备注")
    page.wait_for_url(re.compile("/accounts/login/"))
    _back_again(page, session["name"], session["value"])
    page.goto(f"/desk/cases/{number}/")
    expect(page.locator("form[action$='/note/'] [name=text]")).to_have_value("企业只在上午接电话")
    expect(page.locator("form[action$='/note/'] [name=text]")).to_be_visible()
    page.goto(f"/desk/cases/{number}/note/")
    expect(page.locator("[name=text]")).to_have_value("企业只在上午接电话")
    steps.press(page, "内部备注")
    steps.told(page, "备注已记下")
    page.goto(f"/desk/cases/{number}/note/")
    expect(page.locator("[name=text]")).to_have_value("")
