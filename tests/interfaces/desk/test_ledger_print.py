"""The ledger on paper: every row of the filter, under whose ledger it is, and of which year."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import LONG_AGO, Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.shell.listing import printing
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]
NUMBERED = re.compile(r'<t[dh][^>]*class="z-num"[^>]*>(\d+)</t[dh]>')


def paper(client: Client, query: str = "") -> str:
    answer: Any = client.get(f"/desk/ledger/print/{query}")
    assert answer.streaming
    return b"".join(answer.streaming_content).decode()


def test_it_prints_more_than_a_page_of_the_screen(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "CHUNK", 2)
    cases = [scenes.submitted(cast, f"第 {number} 件") for number in range(5)]
    text = paper(sign_in(cast.he_fan))
    for number, case in enumerate(cases, start=1):
        assert case.number in text
        assert f'<th scope="row" class="z-num">{number}</th>' in text or f">{number}</td>" in text
    year = cases[0].submitted_at.year
    for words in ("助企诉求台账", f"{year} 年", "填报单位：市活动办", "共 5 件", "序号"):
        assert words in text


def test_it_has_the_columns_in_the_order_officials_know(cast: Cast, sign_in: SignIn) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    text = paper(sign_in(cast.he_fan))
    labels = (
        "序号", "企业", "诉求", "县区", "行业", "类别", "主办/协办", "责任领导", "经办人电话",
        "包联干部", "交办日", "办理时限", "进展", "结果", "评价", "销号日", "备注",
    )  # fmt: skip
    places = [text.index(f">{label}</th>") for label in labels]
    assert places == sorted(places)


def test_what_is_late_is_named_at_the_number_where_its_column_is_not(
    cast: Cast, sign_in: SignIn
) -> None:
    scenes.submitted(cast)
    Case.objects.update(due_at=LONG_AGO, warn_at=LONG_AGO)
    assert "受理逾期</span>" in paper(sign_in(cast.he_fan))


def test_columns_chosen_for_the_screen_are_those_of_the_paper(cast: Cast, sign_in: SignIn) -> None:
    scenes.submitted(cast)
    text = paper(sign_in(cast.he_fan), "?cols=title&cols=note")
    assert ">诉求</th>" in text
    assert ">责任领导</th>" not in text


def test_the_filter_holds_and_stands_on_the_paper(cast: Cast, sign_in: SignIn) -> None:
    waiting, working = scenes.submitted(cast), scenes.case_in(cast, State.IN_PROGRESS)
    text = paper(sign_in(cast.he_fan), "?state=in_progress")
    assert working.number in text
    assert waiting.number not in text
    assert "状态：办理中" in text


def test_nobody_reads_on_paper_what_the_screen_hides(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert "许昌钻石公司" in paper(sign_in(cast.he_fan))
    text = paper(sign_in(cast.zhou))
    assert case.number in text
    assert "许昌钻石公司" not in text
    assert case.number not in paper(sign_in(cast.qin_lan))


def test_a_long_list_is_printed_whole_in_volumes_with_one_running_number(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "MOST", 2)
    cases = [scenes.submitted(cast, f"事情 {number}") for number in range(3)]
    client = sign_in(cast.he_fan)
    first, second = paper(client), paper(client, "?volume=2&state=submitted")
    assert "第 1 册，共 2 册（第 1—2 件）" in first
    assert "第 2 册，共 2 册（第 3—3 件）" in second
    assert "状态：待受理" in second
    assert 'href="?volume=2"' in first
    printed = [case.number for text in (first, second) for case in cases if case.number in text]
    assert sorted(printed) == sorted(case.number for case in cases)
    numbers = [NUMBERED.findall(text) for text in (first, second)]
    assert numbers == [["1", "2"], ["3"]]
    # Whatever else is asked for is the first one.
    assert NUMBERED.findall(paper(client, "?volume=99999999999999999999")) == ["1", "2"]


@pytest.mark.parametrize(("query", "css"), [("", "z-print-ledger"), ("?paper=a3", "ledger-a3")])
def test_the_paper_is_chosen(cast: Cast, sign_in: SignIn, query: str, css: str) -> None:
    assert css in paper(sign_in(cast.he_fan), query)


def test_three_rows_cost_as_many_queries_as_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)

    def asked() -> int:
        paper(client)
        with CaptureQueriesContext(connection) as queries:
            paper(client)
        return len(queries)

    scenes.case_in(cast, State.IN_PROGRESS)
    one = asked()
    for _ in range(2):
        scenes.case_in(cast, State.IN_PROGRESS)
    assert asked() == one
