"""Who gets in: nobody without sign-in, no officials, no strangers; and what a page costs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.scenes import portal as life

PAGES = ("home", "cases", "new", "registration", "registration_add", "account")
CASE_PAGES = (
    "case",
    "receipt",
    "supplement",
    "rate",
    "reopen",
    "withdraw",
    "ask_withdrawal",
    "keep",
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_to_sign_in_first_and_comes_back(client: Client, name: str) -> None:
    path = reverse(f"portal:{name}")
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={path}")


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASE_PAGES)
def test_a_case_asks_to_sign_in_first_and_says_nothing(client: Client, name: str) -> None:
    path = reverse(f"portal:{name}", args=["1000-26-0001-1"])
    assert client.get(path).status_code == 302
    assert client.post(path).status_code in {302, 405}


@pytest.mark.parametrize("name", PAGES)
def test_zhao_opens_every_page(zhao: Client, name: str) -> None:
    assert zhao.get(reverse(f"portal:{name}")).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_officials_are_sent_to_their_desk(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.he_fan)
    response = client.get(reverse(f"portal:{name}"))
    assert response.status_code == 403
    assert "这是企业的页面" in response.content.decode()


@pytest.mark.parametrize("name", CASE_PAGES)
def test_the_firms_own_people_open_the_case_and_a_stranger_finds_nothing(
    cast: Cast, zhao: Client, qian: Client, jia: Client, name: str
) -> None:
    case = life.in_progress(cast)
    path = reverse(f"portal:{name}", args=[case.number])
    assert zhao.get(path).status_code == 200
    assert qian.get(path).status_code == 200
    refused = jia.get(path)
    assert refused.status_code == 404
    assert case.title not in refused.content.decode()
    assert jia.post(path).status_code in {404, 405}
    assert jia.get(reverse(f"portal:{name}", args=["1000-26-9999-9"])).status_code == 404


def test_a_stranger_cannot_rate_or_withdraw(cast: Cast, jia: Client) -> None:
    case = life.completed(cast)
    for name in ("rate", "withdraw", "supplement", "reopen"):
        response = jia.post(
            reverse(f"portal:{name}", args=[case.number]),
            {"seen": "7", "verdict": "solved", "satisfaction": "5", "text": "x", "reason": "x"},
        )
        assert response.status_code == 404
    case.refresh_from_db()
    assert case.verdict == ""


@pytest.mark.parametrize("name", ["home", "cases"])
def test_a_list_costs_the_same_for_one_and_for_three(
    cast: Cast,
    zhao: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
) -> None:
    path = reverse(f"portal:{name}")
    life.completed(cast)
    life.in_progress(cast)
    life.struck_off(cast)
    one = _queries(zhao, path)
    for _round in range(2):
        life.completed(cast)
        life.in_progress(cast)
        life.struck_off(cast)
    with django_assert_num_queries(one):
        zhao.get(path)


@pytest.mark.parametrize("name", CASE_PAGES)
def test_a_case_costs_the_same_however_long_its_story(
    cast: Cast,
    zhao: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
) -> None:
    case = life.completed(cast)
    path = reverse(f"portal:{name}", args=[case.number])
    zhao.get(path)
    few = _queries(zhao, path)
    supplement = reverse("portal:supplement", args=[case.number])
    for number in range(3):
        case.refresh_from_db()
        sent = zhao.post(supplement, {"text": f"又停了 {number}", "seen": str(case.version)})
        assert sent.status_code == 302
    zhao.get(path)
    with django_assert_num_queries(few):
        zhao.get(path)


def _queries(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_liaison_official_who_sees_the_case_has_no_portal(cast: Cast, client: Client) -> None:
    case = life.submitted(cast, ago=timedelta(hours=1))
    client.force_login(cast.lin)
    assert client.get(reverse("portal:case", args=[case.number])).status_code == 403
