"""Going through a list case by case: where one is, what comes next, and that it goes on."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.shell.listing import walking
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]
NEWEST = "state=submitted&order=newest"


def three(cast: Cast) -> list[Case]:
    """The newest first."""
    moments = [timezone.now() - timedelta(hours=n) for n in range(3)]
    return [scenes.submitted(cast, f"第{n}件", at) for n, at in enumerate(moments)]


def part(client: Client, case: Case, **query: str) -> str:
    answer = client.get(f"/desk/cases/{case.number}/walk/?{urlencode(query)}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_case_opened_from_the_ledger_knows_its_place_there(cast: Cast, sign_in: SignIn) -> None:
    newest, middle, oldest = three(cast)
    client = sign_in(cast.he_fan)
    text = client.get(f"/desk/ledger/?{NEWEST}").content.decode()
    address = f"/desk/cases/{middle.number}/?{urlencode({'of': NEWEST})}"
    assert f'href="{address}"' in text
    assert f'hx-get="/desk/cases/{middle.number}/walk/?' in client.get(address).content.decode()
    shown = part(client, middle, of=NEWEST)
    assert "第 2 件 / 共 3 件" in shown
    before, after = shown.index(newest.number), shown.index(oldest.number)
    assert before < shown.index("上一件") < after < shown.index("下一件")
    assert "上一件" not in part(client, newest, of=NEWEST)
    assert "下一件" not in part(client, oldest, of=NEWEST)


def test_what_comes_next_is_known_after_the_case_has_left_the_list(
    cast: Cast, sign_in: SignIn
) -> None:
    _newest, middle, oldest = three(cast)
    client = sign_in(cast.he_fan)
    part(client, middle, of=NEWEST)
    Case.objects.filter(pk=middle.pk).update(state="accepted")
    page = client.get(f"/desk/cases/{middle.number}/").content.decode()
    assert f'hx-get="/desk/cases/{middle.number}/walk/"' in page
    shown = part(client, middle)
    assert "本件已办，不在这一列了" in shown
    assert "还有 2 件" in shown
    assert f"/desk/cases/{oldest.number}/" in shown
    # A place remembered for one list says nothing about another.
    assert "第 1 件 / 共 1 件" in part(client, middle, of="state=accepted")


def test_a_queue_is_gone_through_with_its_verb(cast: Cast, sign_in: SignIn) -> None:
    cases = sorted(three(cast), key=lambda case: (case.due_at, case.pk))
    client = sign_in(cast.he_fan)
    home = client.get("/desk/").content.decode()
    assert f"/desk/cases/{cases[0].number}/?of=waiting%3Daccept" in home
    page = client.get(f"/desk/cases/{cases[0].number}/triage/?pile=1").content.decode()
    assert f'hx-get="/desk/cases/{cases[0].number}/walk/?queue=accept"' in page
    shown = part(client, cases[0], queue="accept")
    assert "第 1 件 / 共 3 件" in shown
    assert f"/desk/cases/{cases[1].number}/triage/?pile=1" in shown


def test_a_case_of_no_list_shows_nothing(cast: Cast, sign_in: SignIn) -> None:
    case, *_others = three(cast)
    client = sign_in(cast.he_fan)
    assert "d-walk" not in client.get(f"/desk/cases/{case.number}/").content.decode()
    assert part(client, case) == part(client, case, queue="nonsense") == ""
    for query in ("state=closed&state=accepted", "waiting=%00", "owing=1e9", "x" * 5000, "order=-"):
        shown = part(client, case, of=query)
        assert "件 /" not in shown or "共 3 件" in shown
    assert client.get("/desk/cases/0000-00-0000-0/walk/").status_code == 404


def test_only_what_one_may_see_is_counted(cast: Cast, sign_in: SignIn) -> None:
    """The handler's unit has none of these; another's number tells it nothing."""
    case, *_others = three(cast)
    assert sign_in(cast.zhou).get(f"/desk/cases/{case.number}/walk/?of=").status_code == 404


def test_long_lists_are_counted_as_far_as_anybody_reads(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "MOST", 1)
    monkeypatch.setattr("zhuqi.interfaces.desk.cases.views.walk.MOST", 1)
    newest, middle, oldest = three(cast)
    client = sign_in(cast.he_fan)
    assert "第 1 件 / 1 件以上" in part(client, newest, of=NEWEST)
    assert "在第 1 件之后" in part(client, oldest, of=NEWEST)
    assert middle.number in part(client, oldest, of=NEWEST)


def test_it_costs_the_same_however_many_there_are(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    costs = []
    for _turn in range(2):
        case, *_others = three(cast)
        part(client, case, of=NEWEST)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            part(client, case, of=NEWEST)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 34
