"""The ledger: columns, filters, pages, what is masked, and what it costs."""

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.cases.forms.ledger import FILTERS
from zhuqi.interfaces.desk.cases.rows import COLUMNS
from zhuqi.interfaces.shell.listing import listing
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]


def ledger(client: Client, query: str = "") -> str:
    answer = client.get(f"/desk/ledger/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_sign_in_and_for_those_without_business_it_is_closed(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    assert client.get("/desk/ledger/").status_code == 302
    for user in (cast.zhao, cast.system_admin, cast.security_admin, cast.audit_admin):
        assert sign_in(user).get("/desk/ledger/").status_code == 403


def test_it_has_the_columns_officials_know(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED)
    text = ledger(sign_in(cast.he_fan))
    for label in (
        "企业", "诉求", "县区", "行业", "类别", "主办/协办", "责任领导", "经办人电话", "包联干部",
        "交办日", "办理时限", "当前环节", "进展", "结果", "评价", "销号日", "备注",
    ):  # fmt: skip
        assert f'<th scope="col">{label}</th>' in text
    for value in (
        case.number,
        "许昌钻石公司",
        "市工信局",
        "许昌供电",
        "周工",
        "林助",
        "已销号",
        "满意",
    ):
        assert value in text


def test_rows_are_those_one_may_see(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for user in (cast.he_fan, cast.zhou, cast.sun, cast.lin, cast.mayor, cast.inspector):
        assert case.number in ledger(sign_in(user))
    for user in (cast.qin_lan, cast.yu_registrar, cast.ma):
        assert case.number not in ledger(sign_in(user))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=in_progress", True),
        ("?state=in_progress&state=answered", True),
        ("?state=answered", False),
        ("?light=green", True),
        ("?light=red", False),
        ("?region=411000", True),
        ("?region=411025", False),
        ("?sector=industry&tier=ordinary&kind=help", True),
        ("?sector=commerce", False),
        ("?text=钻石", True),
        ("?text=增容", True),
        ("?text=鞋业", False),
        ("?since=2020-01-01&until=2049-01-01", True),
        ("?until=2021-01-01", False),
        ("?historical=on", False),
        ("?state=nonsense&light=purple&region=99&item=x&unit=-1&since=never", True),
        ("?since=0001-01-01&until=9999-12-31", True),
        ("?cursor=forged&order=random()", True),
    ],
)
def test_filters_stand_in_the_address(
    cast: Cast,
    sign_in: SignIn,
    query: str,
    found: bool,  # noqa: FBT001 (a table of cases)
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    assert (case.number in ledger(sign_in(cast.he_fan), query)) is found


def test_a_number_typed_any_way_is_found(cast: Cast, sign_in: SignIn) -> None:
    case, other = scenes.submitted(cast), scenes.submitted(cast)
    text = ledger(sign_in(cast.he_fan), f"?text={case.number.replace('-', ' ')}")
    assert case.number in text
    assert other.number not in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电压 压机", True),
        ("压机 钻石", True),
        ("钻石　电压", True),
        ("ＣＮＣ 电压", True),
        ("cnc", True),
        ("１０千伏", True),
        ("10千伏", True),
        ("电压 水压", False),
        ("黄金 电压", False),
    ],
)
def test_every_word_is_looked_for_however_it_is_typed(
    cast: Cast, sign_in: SignIn, text: str, *, found: bool
) -> None:
    case = scenes.submitted(cast, "电压不稳，CNC 压机停机，１０千伏线路")
    assert (case.number in ledger(sign_in(cast.he_fan), f"?text={text}")) is found


def test_item_and_unit_narrow_it_too(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.he_fan)
    assert case.number in ledger(client, f"?item={cast.electricity.pk}&unit={cast.power.pk}")
    assert case.number in ledger(client, f"?item={cast.electricity.parent_id}")
    assert case.number not in ledger(client, f"?item={cast.drainage.pk}")
    assert case.number not in ledger(client, f"?unit={cast.labour.pk}")


def test_each_condition_can_be_taken_off_by_itself(cast: Cast, sign_in: SignIn) -> None:
    text = ledger(sign_in(cast.he_fan), "?state=assigned&state=answered&light=red&text=电")
    assert 'href="?state=answered&amp;light=red&amp;text=%E7%94%B5"' in text
    assert 'href="?state=assigned&amp;state=answered&amp;text=%E7%94%B5"' in text
    assert "没有符合条件的诉求" in text


def test_chosen_columns_are_kept(cast: Cast, sign_in: SignIn) -> None:
    scenes.submitted(cast)
    client = sign_in(cast.he_fan)
    text = ledger(client, "?cols=title&cols=due")
    assert '<th scope="col">诉求</th>' in text
    assert '<th scope="col">企业</th>' not in text
    assert '<th scope="col">企业</th>' not in ledger(client)
    assert '<th scope="col">企业</th>' in ledger(client, "?cols=nonsense")


def test_pages_go_on_by_key_and_back(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    cases = [
        scenes.submitted(cast, f"第{n}件", timezone.now() - timedelta(hours=n)) for n in range(3)
    ]
    client = sign_in(cast.he_fan)
    first = client.get("/desk/ledger/?order=newest")
    assert cases[0].number in first.content.decode()
    assert cases[2].number not in first.content.decode()
    second = client.get(f"/desk/ledger/{first.context['listing'].after_url}")
    assert cases[2].number in second.content.decode()
    back = client.get(f"/desk/ledger/{second.context['listing'].before_url}")
    assert cases[0].number in back.content.decode()


def test_how_many_there_are_is_asked_for_later(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for _number in range(3):
        scenes.submitted(cast)
    client = sign_in(cast.he_fan)
    page = client.get("/desk/ledger/?text=电&cursor=")
    count = page.context["listing"].count_url
    assert f'hx-get="{escape(count)}"' in page.content.decode()
    answer = client.get(f"/desk/ledger/{count}", headers={"HX-Request": "true"})
    assert answer.content.decode() == '<span data-total="3 件">共 3 件</span>'
    assert "<h1" in ledger(client, count)


def test_phones_are_masked_for_those_who_only_read(cast: Cast, sign_in: SignIn) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    for user in (cast.he_fan, cast.zhou, cast.sun, cast.lin):
        assert "0374-2961234" in ledger(sign_in(user))
    for user in (cast.mayor, cast.inspector):
        assert "2961234" not in ledger(sign_in(user))


def test_hostile_text_stays_text(cast: Cast, sign_in: SignIn) -> None:
    scenes.submitted(cast, "<img src=x onerror=alert(1)>")
    client = sign_in(cast.he_fan)
    for text in (ledger(client), ledger(client, "?text=%3Cscript%3E%00%27%22%25_")):
        assert "<img src=x" not in text
        assert "<script>%" not in text


def test_what_is_offered_follows_the_tables_at_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    assert f'data-find="{cast.power.find_words}">{cast.power.name}</option>' in ledger(client)
    Unit.objects.filter(pk=cast.power.pk).update(name="电网公司")
    assert ">电网公司</option>" in ledger(client)
    chosen = ledger(client, f"?unit={cast.power.pk}")
    assert f'<option value="{cast.power.pk}" selected data-find=' in chosen
    assert "承办单位：电网公司" in chosen


@pytest.mark.parametrize(("who", "told"), [("he_fan", {}), ("zhou", {"confidential": True})])
def test_it_costs_the_same_for_three_rows_as_for_one(
    cast: Cast, sign_in: SignIn, who: str, told: dict[str, bool]
) -> None:
    client = sign_in(getattr(cast, who))
    scenes.case_in(cast, State.IN_PROGRESS)
    Case.objects.update(closed_at=None, **told)
    ledger(client)
    with CaptureQueriesContext(connection) as one:
        ledger(client)
    for _number in range(2):
        scenes.case_in(cast, State.IN_PROGRESS)
    Case.objects.update(closed_at=None, **told)
    with CaptureQueriesContext(connection) as three:
        ledger(client)
    assert len(three) == len(one)
    # What waits is counted beside the way home, up to a hundred.
    asked = [q["sql"] for q in three.captured_queries if "AS counted_" not in q["sql"]]
    rows = [sql for sql in asked if "cases_case" in sql]
    assert not [sql for sql in rows if "COUNT(" in sql]


def test_every_filter_is_one_the_ledger_knows() -> None:
    assert {one.name for one in FILTERS} == {one.name for one in fields(queries.Filters)}


def test_every_column_has_a_name_of_its_own() -> None:
    keys = [column.key for column in COLUMNS]
    assert len(keys) == len(set(keys)) == 18
