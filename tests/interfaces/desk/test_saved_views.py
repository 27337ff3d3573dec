"""A choice of filters one comes back to: saved, counted, shared with colleagues, given up."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.saved_views import actions
from zhuqi.foundation.saved_views.models import SavedView
from zhuqi.interfaces.shell.listing import saved
from zhuqi.ledgers.cases.enums import State

SignIn = Callable[[User], Client]
QUERY = "order=newest&state=submitted"


def keep(
    user: User, name: str = "新来的", query: str = QUERY, unit: int | None = None
) -> SavedView:
    return actions.save_view(
        by=person(user), listing="ledger", name=name, query=query, unit_id=unit
    )


def tabs(client: Client, query: str = "") -> str:
    """The tabs as the page fetches them, with their numbers."""
    asked = f"/desk/ledger/?{query}&views=1"
    answer = client.get(asked, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_the_ledger_shows_is_saved_and_becomes_a_tab(cast: Cast, sign_in: SignIn) -> None:
    scenes.submitted(cast)
    scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.he_fan)
    page = client.get("/desk/ledger/?state=submitted&order=newest&cursor=x").content.decode()
    assert f'name="query" value="{QUERY.replace("&", "&amp;")}"' in page
    sent = {"listing": "ledger", "query": "state=submitted&order=newest", "name": " 新来 的 "}
    answer = client.post("/desk/views/save/", sent)
    assert answer.headers["Location"] == f"/desk/ledger/?{QUERY}"
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "已存为视图“新来 的”" in shown
    tab = shown[shown.index("z-views__tabs") :]
    assert tab.index('aria-current="page"') < tab.index("新来 的") < tab.index("管理视图")
    assert 'name="query"' not in shown
    assert '新来 的 <span class="z-count">1</span>' in tabs(client)


def test_the_same_name_takes_the_new_filters(cast: Cast) -> None:
    first, second = keep(cast.he_fan), keep(cast.he_fan, query="light=red")
    assert first.pk == second.pk
    assert SavedView.objects.get().query == "light=red"


def test_colleagues_have_what_is_shared_each_with_the_rows_of_their_own(
    cast: Cast, sign_in: SignIn
) -> None:
    view = keep(cast.he_fan, unit=cast.city_office.pk)
    scenes.submitted(cast)
    assert f"新来的（{cast.he_fan.name}） <span" in tabs(sign_in(cast.shen_jing))
    assert "新来的" not in tabs(sign_in(cast.zhou))
    actions.share_view(view.pk, by=person(cast.he_fan), unit_id=None)
    assert "新来的" not in tabs(sign_in(cast.shen_jing))


def test_it_is_for_its_owner_to_change_and_give_up(cast: Cast, sign_in: SignIn) -> None:
    view = keep(cast.he_fan, unit=cast.city_office.pk)
    with pytest.raises(NotYours):
        actions.drop_view(view.pk, by=person(cast.shen_jing))
    with pytest.raises(NotNow):
        actions.share_view(view.pk, by=person(cast.zhou), unit_id=None)
    page = sign_in(cast.shen_jing).get("/desk/views/").content.decode()
    assert "新来的" in page
    assert "删除" not in page
    client = sign_in(cast.he_fan)
    answer = client.post("/desk/views/", {"step": "drop", "view": view.pk}, follow=True)
    assert "视图“新来的”已删除" in answer.content.decode()
    again = client.post("/desk/views/", {"step": "drop", "view": view.pk})
    assert again.status_code == 409
    assert "这个视图已经不在了" in again.content.decode()


def test_what_is_wrong_is_said_with_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    for sent, words in (
        ({"name": ""}, "请填写名称"),
        ({"name": "名" * 21}, "20"),
        ({"name": "借来的", "unit": cast.industry.pk}, "unit"),
        ({"name": "别处的", "listing": "nothing"}, "这张表不能存视图"),
    ):
        answer = client.post("/desk/views/save/", {"listing": "ledger", "query": QUERY, **sent})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    with pytest.raises(NotValid):
        keep(cast.he_fan, unit=cast.industry.pk)
    with pytest.raises(NotValid):
        keep(cast.he_fan, query="text=" + "长" * 1000)
    for n in range(actions.MOST):
        keep(cast.he_fan, name=f"第{n}个")
    keep(cast.he_fan, name="第0个", query="")
    with pytest.raises(NotValid):
        keep(cast.he_fan, name="多出来的")


def test_old_and_hostile_addresses_are_counted_as_the_page_reads_them(
    cast: Cast, sign_in: SignIn
) -> None:
    scenes.submitted(cast)
    keep(cast.he_fan, "<b>粗</b>", "state=nonsense&unit=1e9&tag=99999999999999999999")
    shown = tabs(sign_in(cast.he_fan))
    assert '&lt;b&gt;粗&lt;/b&gt; <span class="z-count">1</span>' in shown


def test_numbers_are_counted_in_one_query_and_as_far_as_anybody_reads(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.he_fan)
    tabs(client)
    costs = []
    for n in (1, 2, 3):
        keep(cast.he_fan, name=f"第{n}个", query=f"since=2026-01-0{n}&tier=ordinary")
        scenes.submitted(cast)
        with CaptureQueriesContext(connection) as asked:
            tabs(client)
        costs.append(len(asked))
    assert costs[0] == costs[2] <= 16
    monkeypatch.setattr(saved, "MOST", 2)
    monkeypatch.setattr("zhuqi.interfaces.shell.listing.listing.MOST", 2)
    keep(cast.he_fan, query="state=submitted")
    assert '新来的 <span class="z-count">2+</span>' in tabs(client)
