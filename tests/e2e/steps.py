"""What people do on the pages, each step by what they see and press."""

import re
from collections.abc import Sequence
from typing import TypedDict

from playwright.sync_api import FilePayload, Locator, Page, expect

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class Submission(TypedDict, total=False):
    """What a firm writes."""

    title: str
    body: str
    wish: str


def contract() -> FilePayload:
    """A small PDF."""
    return {"name": "供电合同.pdf", "mimeType": "application/pdf", "buffer": PDF}


def photo() -> FilePayload:
    """A small photo."""
    return {"name": "停机现场.png", "mimeType": "image/png", "buffer": PNG}


def press(page: Page | Locator, name: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    """The page says at its top that it was done."""
    expect(page.locator(".z-notice").filter(has_text=words).first).to_be_visible()


def submit(
    page: Page, submission: Submission, files: Sequence[FilePayload] = (), *, alike: bool = False
) -> str:
    """A firm says what the trouble is; returns the number on the receipt. `alike`: it has said
    nearly the same before, is asked, and means it."""
    page.goto("/portal/new/")
    for name, text in submission.items():
        page.fill(f"[name={name}]", str(text))
    if files:
        page.set_input_files("[name=attachments]", files)
    press(page, "公开办理")
    if alike:
        expect(page.get_by_role("alert")).to_contain_text("可能已经提出过")
        press(page, "公开办理")
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    return page.locator(".p-number").inner_text().strip()


def open_case(page: Page, number: str) -> None:
    """Open a case on the desk."""
    page.goto(f"/desk/cases/{number}/")
    expect(page.locator(".d-casehead")).to_contain_text(number)


def panel(page: Page, label: str) -> Locator:
    """The small form of a verb on the case page, opened; so is the group it stands in."""
    box = page.locator("details.d-act").filter(
        has=page.locator("summary", has_text=re.compile(rf"^\s*{label}\s*$"))
    )
    group = page.locator("details.d-group:not([open])").filter(has=box)
    if group.count():
        group.locator(".d-group__name").click()
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    return box


def act(page: Page, number: str, verb: str, said: str, **fields: str) -> None:
    """Do a verb in its panel on the case page; `said` is what the page says afterwards."""
    open_case(page, number)
    box = panel(page, verb)
    for name, text in fields.items():
        box.locator(f"[name={name}]").fill(text)
    press(box, verb)
    told(page, said)


def assign(page: Page, number: str, *, lead: str, co: str = "", item: str = "用电（测试）") -> None:
    """Accept and assign in one submit."""
    page.goto(f"/desk/cases/{number}/triage/")
    choose_item(page, item)
    page.locator("select[name=lead]").select_option(label=lead)
    if co:
        page.locator("details.d-co summary").first.click()
        page.get_by_role("checkbox", name=co).check()
    press(page, "受理并交办")
    told(page, f"{number} 已交办给")


def choose_item(page: Page, item: str) -> None:
    """Choose the matter; the units that answer for it come back from the server."""
    with page.expect_response(lambda r: "/triage/units/" in r.url):
        page.locator("select[name=item]").select_option(label=item)
    expect(page.locator("#units")).not_to_have_class(re.compile("htmx"))


def answer(page: Page, number: str, text: str, result: str = "已解决") -> None:
    """The lead unit answers on its page."""
    page.goto(f"/desk/cases/{number}/answer/")
    page.fill("[name=text]", text)
    page.get_by_role("radio", name=result, exact=True).check()
    page.fill("[name=signed_by]", "刘副总")
    press(page, "提交答复")
    told(page, "答复已提交，等活动办审核")
