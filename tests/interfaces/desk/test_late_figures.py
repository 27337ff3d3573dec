"""逾期 is one thing: each number says among which rows it counts, and opens exactly these."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import levels
from tests.scenes.ledger import co_unit_late, people, populate
from zhuqi.foundation.accounts.models import User
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import Light, State
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.ledgers.cases.queries import Filters, Whose

SignIn = Callable[[User], Client]
LONG_AGO = timedelta(days=60)
LINK = re.compile(r'<a href="(/desk/ledger/\?[^"]*light=[^"]*)">(.*?)</a>', re.DOTALL)
WORDS = re.compile(r"(\d+)\s*(件[^\s<]*)")


@pytest.fixture
def late(cast: Cast) -> Case:
    """Cases of every kind, some of them two months old."""
    populate(cast)
    then = timezone.now() - LONG_AGO
    for state in (State.SUBMITTED, State.ACCEPTED, State.ASSIGNED, State.ANSWERED):
        scenes.case_in(cast, state, title=f"拖着的{state.label}", now=then)
    levels.handed_up(cast, then)
    levels.led_by_the_county(cast, State.IN_PROGRESS)
    return co_unit_late(cast)


def numbers(page: str) -> list[tuple[str, int, str]]:
    """Label, number and address of each figure that stands for a light."""
    found = []
    for url, body in LINK.findall(page):
        if told := WORDS.search(re.sub(r"<[^>]+>", "", body)):
            found.append((told[2], int(told[1]), unescape(url)))
    return found


def rows_of(client: Client, url: str) -> set[str]:
    """Every row the address lists, page by page."""
    found: set[str] = set()
    while url:
        listing = client.get(url).context["listing"]
        found |= {row.number for row in listing.rows}
        after = listing.page.after
        url = f"{url.split('&cursor=', maxsplit=1)[0]}&cursor={after}" if after else ""
    return found


@pytest.mark.usefixtures("late")
def test_every_number_of_everybody_opens_exactly_its_rows(cast: Cast, sign_in: SignIn) -> None:
    seen = 0
    for user in people(cast):
        client = sign_in(user)
        page = client.get("/desk/").content.decode()
        for label, number, url in numbers(page):
            rows = rows_of(client, url)
            assert len(rows) == number, (user, label, url)
            assert "（" in label, label
            seen += number
    assert seen > 20


@pytest.mark.usefixtures("late")
def test_whoever_looks_at_the_same_ledger_reads_the_same_number(
    cast: Cast, sign_in: SignIn
) -> None:
    office = [cast.he_fan, cast.shen_jing, cast.lu_yuan, cast.mayor]
    told = []
    for user in office:
        found = numbers(sign_in(user).get("/desk/").content.decode())
        told.append({label: n for label, n, _url in found if label.startswith("件逾期")})
    assert told[0] == told[1] == told[2] == told[3]
    assert "件逾期（本级台账）" in told[0]
    assert told[0]["件逾期（下级提级）"] >= 1


def test_no_row_in_a_queue_is_red_that_no_number_counts(cast: Cast, late: Case) -> None:
    now = timezone.now()
    for user in people(cast):
        scope = person(user).scope
        counted: set[int] = set()
        for whose in {figure.whose for figure in queries.figures_by_light(scope, now)}:
            red = queries.ledger(scope, Filters(light=Light.RED, whose=whose), now)
            counted |= set(red.values_list("pk", flat=True))
        timing = queries.timing_of(scope)
        for task in queries.tasks(person(user), now):
            running = queries.running_clocks(task.rows)
            for case in task.rows:
                own = queries.first_of(running[case.pk], timing.units)
                timed = case if timing.goes_by(case) else own
                if timed is not None and timed.due_at <= now:
                    assert case.pk in counted, (user, task.key, case)
    assert late.pk


def test_a_helper_makes_no_row_late_but_its_own(cast: Cast, late: Case) -> None:
    now = timezone.now()
    red = Filters(light=Light.RED, whose=Whose.OWN)
    assert late in queries.ledger(person(cast.sun).scope, red, now)
    for user in (cast.zhou, cast.he_fan, cast.mayor):
        assert late not in queries.ledger(person(user).scope, red, now)


def test_the_case_repeats_no_clock_of_a_unit_that_only_helps(cast: Cast) -> None:
    case = scenes.case_in(cast, State.ASSIGNED)
    helping = Clock.objects.filter(case=case, owner=cast.power, stopped_at=None)
    assert helping.exists()
    case.refresh_from_db()
    assert case.due_unit in {cast.industry, cast.city_office}


def test_the_head_of_a_case_shows_ones_own_next_step(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    address = f"/desk/cases/{case.number}/"

    def head(user: User) -> str:
        page = sign_in(user).get(address).context["page"]
        return str(page.head.words) if page.head else ""

    assert head(cast.zhou).startswith("我的下一步：")
    assert head(cast.sun) == "我的下一步：签收"
    # The office has nothing to do meanwhile, and reads whose step it is.
    assert "（市工信局）" in head(cast.he_fan)
    assert head(cast.he_fan).startswith("当前环节：")
    assert head(cast.mayor).startswith("当前环节：")


def test_the_ledger_tells_the_promise_and_the_step_apart(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    past = timezone.now() - timedelta(days=1)
    # The stage report is late, the answer is not.
    Clock.objects.filter(case=case, clock="stage").update(due_at=past, warn_at=past)
    Case.objects.filter(pk=case.pk).update(due_at=past, warn_at=past, due_clock="stage")
    text = sign_in(cast.he_fan).get("/desk/ledger/").content.decode()
    assert "阶段报告 ·" in text
    assert "已逾期" in text
    assert "还剩 1" in text


def test_the_firms_own_time_is_over_and_not_late(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.COMPLETED)
    past = timezone.now() - timedelta(hours=1)
    Clock.objects.filter(case=case, clock="rating").update(due_at=past, warn_at=past)
    for address in (f"/desk/cases/{case.number}/", "/desk/", "/desk/ledger/"):
        text = sign_in(cast.he_fan).get(address).content.decode()
        assert case.number in text
        assert "已逾期" not in text
    assert "评价期已满" in sign_in(cast.he_fan).get(f"/desk/cases/{case.number}/").content.decode()
