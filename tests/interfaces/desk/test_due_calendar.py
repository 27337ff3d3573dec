"""The ledger as a calendar and as a board, over HTTP: numbers open rows, addresses hold."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.desk.cases.due_spans import Span
from zhuqi.ledgers.cases.enums import ClockKind, State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries.due_days import HAND, OWING

SignIn = Callable[[User], Client]
CALENDAR, BOARD = "/desk/ledger/calendar/", "/desk/ledger/board/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_behind(client: Client, url: str) -> int:
    return len(re.findall(r'<th scope="row"', page(client, unescape(url))))


def test_numbers_of_month_week_and_matrix_open_their_rows(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    day = case.due_at.astimezone(SHANGHAI).date()
    client = sign_in(cast.he_fan)
    month = page(client, f"{CALENDAR}?at={day}&sector=industry")
    [url] = re.findall(r'class="d-cal__number" href="([^"]+)"', month)
    assert f"due_since={day}" in url
    assert "sector=industry" in url
    assert rows_behind(client, url) == 1
    week = page(client, f"{CALENDAR}?span=week&at={day}")
    assert case.number in week
    assert str(ClockKind(case.due_clock).label) in week
    for by, name in ((OWING, "市工信局"), (HAND, cast.zhou.name)):
        text = page(client, f"{CALENDAR}?by={by}&at={day}")
        assert name in text
        for url in re.findall(rf'href="(/desk/ledger/\?[^"]*{by}=\d+[^"]*)"', text):
            assert rows_behind(client, url) == 1


@pytest.mark.parametrize(
    "query", ["at=9999-99-99", "at=0001-01-01", "at=2050-12-31", "span=x&by=y", "at=" + "9" * 5000]
)
def test_an_address_that_cannot_be_read_shows_the_present_month(
    cast: Cast, sign_in: SignIn, query: str
) -> None:
    now = timezone.localdate()
    assert f"{now.year}年{now.month}月" in page(sign_in(cast.he_fan), f"{CALENDAR}?{query}")


def test_holidays_and_days_made_up_for_are_named(cast: Cast, sign_in: SignIn) -> None:
    text = page(sign_in(cast.he_fan), f"{CALENDAR}?at=2026-02-20")
    assert '<span class="d-cal__mark">休</span>' in text
    assert '<span class="d-cal__mark">班</span>' in text
    assert "春节" in text
    assert Span.of("week", "2026-12-31", timezone.localdate()).days[-1].isoformat() == "2027-01-03"


def test_board_shows_each_state_with_its_number_and_ones_own_next_step(
    cast: Cast, sign_in: SignIn
) -> None:
    new, _running = scenes.submitted(cast, "新的一件"), scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.he_fan)
    text = page(client, BOARD)
    assert f'href="/desk/cases/{new.number}/triage/?pile=1"' in text
    for state in (State.SUBMITTED, State.IN_PROGRESS):
        [number] = re.findall(rf'<a href="/desk/ledger/\?state={state}">\S+ <b>(\d+)</b>', text)
        assert rows_behind(client, f"/desk/ledger/?state={state}") == int(number) == 1
    assert "未了结 2 件" in text
    assert "未了结 0 件" in page(client, f"{BOARD}?text=没有这样的话")
    # Who only reads is offered nothing to press.
    assert "triage" not in page(sign_in(cast.inspector), BOARD)


def test_more_rows_cost_no_more_queries(cast: Cast, sign_in: SignIn) -> None:
    office, unit = sign_in(cast.he_fan), sign_in(cast.zhou)
    pages = ((office, BOARD), (office, f"{CALENDAR}?span=week"), (unit, f"{CALENDAR}?by=hand"))
    counts = []
    for several in (1, 2):
        for _n in range(several):
            scenes.case_in(cast, State.IN_PROGRESS)
        Case.objects.update(due_at=timezone.now() + timedelta(hours=1))
        counts.append([page_asks(client, address) for client, address in pages])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 30, counts


def test_the_other_ways_of_the_list_open_for_the_rows_of_a_job(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    for way in ("board", "calendar"):
        assert client.get(f"/desk/ledger/{way}/?job=7&outcome=refused").status_code == 200
