"""The one search box: a number goes straight to its case, words find what one may see."""

from collections.abc import Callable

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.search.handlers import make_index
from zhuqi.foundation.search.models import Filling
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES, Found, Hit, SearchSource
from zhuqi.ledgers.cases.enums import State

SignIn = Callable[[User], Client]


def found(client: Client, words: str) -> str:
    answer = client.get("/desk/search/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_number_of_a_case_goes_straight_to_it(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    typed = case.number.replace("-", " ")
    answer = sign_in(cast.zhou).get("/desk/search/", {"q": typed})
    assert answer["Location"] == f"/desk/cases/{case.number}/"


def test_who_may_not_see_a_case_learns_nothing_from_its_number(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS, title="蒸汽管网改造")
    for stranger in (cast.qin_lan, cast.yu_registrar):
        client = sign_in(stranger)
        for words in (case.number, "蒸汽管网", "许昌钻石"):
            text = found(client, words)
            assert "没有找到" in text
            assert "蒸汽管网改造" not in text


def test_a_word_finds_cases_by_title_and_by_firm_and_the_firm_itself(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS, title="蒸汽管网改造")
    client = sign_in(cast.he_fan)
    assert case.number in found(client, "蒸汽管网")
    text = found(client, cast.diamond.name)
    assert case.number in text
    assert f'href="/desk/enterprises/{cast.diamond.pk}/"' in text


def test_each_finds_in_what_they_use(cast: Cast, sign_in: SignIn) -> None:
    assert 'href="/desk/admin/registers/units/' in found(sign_in(cast.system_admin), "局")
    assert f'href="/desk/admin/people/{cast.zhou.pk}/"' in found(
        sign_in(cast.security_admin), cast.zhou.name
    )
    assert "没有找到" in found(sign_in(cast.security_admin), "许昌钻石")


def test_without_words_nothing_is_listed(cast: Cast, sign_in: SignIn) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    for words in ("", " ", "\0"):
        assert "z-found__row" not in found(sign_in(cast.he_fan), words)


def test_what_was_typed_stands_in_the_box_and_is_only_text(cast: Cast, sign_in: SignIn) -> None:
    text = found(sign_in(cast.he_fan), "<b>'")
    assert escape("<b>'") in text
    assert "<b>'" not in text


def test_another_room_contributes_its_rows(cast: Cast, sign_in: SignIn) -> None:
    visits = SearchSource(
        "走访",
        lambda _person, sought: Found([Hit(f"走访纪要 {sought.typed}", "/x/")], 1),
        access.sees_firms,
    )
    SEARCH_SOURCES.register("visits of a test", visits)
    try:
        assert 'href="/x/"' in found(sign_in(cast.he_fan), "纪要")
        assert 'href="/x/"' not in found(sign_in(cast.security_admin), "纪要")
    finally:
        SEARCH_SOURCES._parts.pop("visits of a test")


def test_the_page_asks_as_often_for_one_row_as_for_three(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    found(client, "蒸汽管网")
    counts = []
    for number in (1, 2, 3):
        scenes.case_in(cast, State.IN_PROGRESS, title=f"蒸汽管网{number}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found(client, "蒸汽管网")
        counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_a_firm_is_found_by_how_its_name_is_read(cast: Cast, sign_in: SignIn) -> None:
    with transaction.atomic():
        make_index({"kind": "enterprise", "part": "read_as", "ids": [cast.diamond.pk]})
    url = f'href="/desk/enterprises/{cast.diamond.pk}/"'
    for typed in ("xczs", "zuanshi", "XCZS"):
        assert url in found(sign_in(cast.he_fan), typed)
    assert url not in found(sign_in(cast.he_fan), "xcdl")


def test_words_are_marked_in_the_title_and_in_the_piece_where_they_stand(
    cast: Cast, sign_in: SignIn
) -> None:
    scenes.case_in(cast, State.IN_PROGRESS, title="蒸汽管网改造")
    text = found(sign_in(cast.he_fan), "管網 年前通電")
    assert "蒸汽<mark>管网</mark>改造" in text
    assert "希望<mark>年前通电</mark>" in text


def test_one_kind_has_a_page_of_its_own_in_the_order_asked_for(cast: Cast, sign_in: SignIn) -> None:
    for number in range(31):
        scenes.case_in(cast, State.SUBMITTED, title=f"蒸汽管网{number}")
    client = sign_in(cast.he_fan)
    text = found(client, "蒸汽")
    assert text.count("z-found__row") == 5
    assert "kind=cases" in text
    for order in ("best", "newest", "due", "nonsense"):
        answer = client.get("/desk/search/", {"q": "蒸汽", "kind": "cases", "order": order})
        text = answer.content.decode()
        assert text.count("z-found__row") == 30
        assert "page=2" in text
    second = client.get("/desk/search/", {"q": "蒸汽", "kind": "cases", "page": "2"})
    assert second.content.decode().count("z-found__row") == 1


def test_the_list_under_the_box_shows_the_first_and_leads_to_all(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS, title="蒸汽管网改造")
    client = sign_in(cast.he_fan)
    text = client.get("/desk/search/suggest/", {"q": "汽"}).content.decode()
    assert f"/desk/cases/{case.number}/" in text
    assert "/desk/search/?q=" in text
    assert "没有找到" in client.get("/desk/search/suggest/", {"q": "鼎"}).content.decode()
    assert client.get("/desk/search/suggest/", {"q": " "}).content.decode().strip() == ""


def test_while_old_rows_are_filled_in_the_page_says_so(cast: Cast, sign_in: SignIn) -> None:
    Filling.objects.create(kind="case", last=3, upto=12, begun_at=timezone.now())
    assert "25%" in found(sign_in(cast.he_fan), "蒸汽")
