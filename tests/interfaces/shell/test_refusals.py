"""Not yours, not now, not valid: a page for people, a banner for a part of a page."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.interfaces.shell.urls")]

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/ledger/?light=red"}


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/not-yours/", 403, "只有主办单位可以签收。"),
        ("/not-now/", 409, "已经办结的件不能催办。"),
        ("/not-valid/", 422, "期限不能早于今天"),
    ],
)
def test_a_refusal_is_a_page_with_its_reason(
    client: Client, address: str, status: int, word: str
) -> None:
    response = client.post(address)
    assert response.status_code == status
    page = response.content.decode()
    assert word in page
    assert page.startswith("<!doctype html>")


def test_whose_matter_it_is_not_is_said_once_with_what_to_do(client: Client) -> None:
    page = client.post("/not-yours/").content.decode()
    assert page.count("只有主办单位可以签收。") == 2  # the title of the window, and of the page
    assert "请联系安全管理员" in page


def test_not_now_names_the_present_state_and_offers_a_fresh_look(client: Client) -> None:
    page = client.post("/not-now/", headers={"referer": "http://testserver/desk/ledger/"})
    text = page.content.decode()
    assert "已办结" in text
    assert "刷新看看现在的情况" in text
    assert 'href="/desk/ledger/"' in text


def test_a_way_back_to_another_site_is_not_offered(client: Client) -> None:
    page = client.post("/not-now/", headers={"referer": "https://elsewhere.example/x"})
    assert "elsewhere" not in page.content.decode()


def test_every_error_of_an_input_is_shown(client: Client) -> None:
    text = client.post("/not-valid/").content.decode()
    assert "期限不能早于今天" in text
    assert "请选择主办单位" in text


@pytest.mark.parametrize(("address", "status"), [("/not-yours/", 403), ("/not-now/", 409)])
def test_a_part_gets_the_banner_where_messages_stand(
    client: Client, address: str, status: int
) -> None:
    response = client.post(address, headers=HTMX)
    assert response.status_code == status
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()


def test_the_banner_leads_back_to_the_page_that_held_the_part(client: Client) -> None:
    text = client.post("/not-now/", headers=HTMX).content.decode()
    assert 'href="/desk/ledger/?light=red"' in text


def test_another_exception_stays_an_exception(client: Client) -> None:
    with pytest.raises(RuntimeError):
        client.get("/broken/")
