"""Every page of the product, as somebody sees it who may: axe's rules, narrow screens, enlarged
text. Which pages there are is read off the address list; `test_access.py` has the states of a case.

`.ci/run` looks at half of them, other ones each time, and at everybody's own view.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests import thorough
from tests.e2e import server
from tests.e2e.browser import Windows
from tests.e2e.everyone import DESK, NARROW, wrong_on
from tests.e2e.fill_town import OWN_VIEW
from tests.permissions.town import ROLES

# Where rules are tried on a phone too; the other pages are made of the same parts.
ON_A_PHONE = frozenset({
    *OWN_VIEW, "desk:admin_people", "desk:calendar", "desk:board", "desk:call", "desk:triage",
    "desk:enterprise", "desk:notices", "desk:verb/answer", "desk:visits", "portal:new",
})  # fmt: skip
# Laid out for a sheet of paper, which is wider.
ON_PAPER = frozenset({"desk:ledger_print"})
# Of verbs no case of the town is ripe for, of second factors nobody has set up, and of the parts
# laid out for developers.
OPEN_TO_NOBODY = {
    "desk:verb/ask_withdrawal", "desk:verb/part_answer", "desk:verb/rate", "desk:verb/send_down",
    "desk:verb/take_up", "mfa_deactivate_totp", "mfa_view_recovery_codes", "shell:styleguide",
    "shell:styleguide_temper",
}  # fmt: skip


@dataclass(frozen=True)
class Town:
    """The running town: windows onto it, and what each role opens."""

    windows: Windows
    pages: list[tuple[str, str, str]]
    unseen: list[str]


@pytest.fixture(scope="module")
def town(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """`zhuqi web` on the town of the permission tables, and the pages to be looked at."""
    data = tmp_path_factory.mktemp("town")
    told = server.fill(data, "tests.e2e.fill_town")
    with server.serving(data, ZHUQI_SAMPLE="0") as address:
        windows = Windows(chromium, address, told["cookie"], told["sessions"])
        pages = [one for one in told["pages"] if one[1] in OWN_VIEW or thorough.shown()]
        yield Town(windows, pages, told["unseen"])


def test_no_page_is_left_out_but_those_that_nobody_in_the_town_can_open(town: Town) -> None:
    assert set(town.unseen) == OPEN_TO_NOBODY


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_for_everyone(town: Town, role: str) -> None:
    nobody = role == "anonymous"
    page = town.windows.stranger() if nobody else town.windows.browse(role, at="about:blank")
    wrong = [
        f"{route} {path} {words}"
        for _role, route, path in (one for one in town.pages if one[0] == role)
        for words in _wrong_at(page, route, path)
    ]
    assert not wrong, "\n".join(wrong)
    assert town.windows.close() == []


def _wrong_at(page: Page, route: str, path: str) -> list[str]:
    answered = page.goto(path)
    ruled_at = (DESK, NARROW) if route in ON_A_PHONE else (DESK,)
    own = route in OWN_VIEW
    wrong = wrong_on(page, ruled_at=ruled_at, any_width=route not in ON_PAPER, around=own)
    if page.locator("h1").count() != 1:
        wrong.append("has not one heading")
    # What can't be done now, or names nothing, is a page too.
    if answered is None or answered.status not in {200, 409, 422}:
        wrong.append(f"answers {answered and answered.status}")
    return wrong
