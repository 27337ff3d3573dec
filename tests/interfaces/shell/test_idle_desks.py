"""A desk left alone locks itself and finds its way back."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from zhuqi.interfaces.shell import middleware

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.interfaces.shell.urls")]

Pass = Callable[[float], None]


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Pass:
    """Let minutes pass for the middleware."""
    clock = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])

    def wait(minutes: float) -> None:
        clock[0] += timedelta(minutes=minutes)

    return wait


@pytest.fixture
def desk(client: Client, settings: Settings) -> Client:
    """Someone signed in, ten idle minutes allowed."""
    settings.SESSION_IDLE_MINUTES = 10
    user = get_user_model().objects.create(username="zhou.gong")
    client.force_login(user)
    client.get("/")
    return client


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_whoever_keeps_working_stays(desk: Client, passing: Pass) -> None:
    for _turn in range(5):
        passing(8)
        assert desk.get("/").status_code == 200
    assert signed_in(desk)


def test_whoever_was_away_signs_in_again_and_comes_back(desk: Client, passing: Pass) -> None:
    passing(11)
    response = desk.get("/desk/ledger/?light=red")
    assert response.status_code == 302
    parts = urlsplit(response["Location"])
    assert parts.path == "/accounts/login/"
    assert parse_qs(parts.query) == {"next": ["/desk/ledger/?light=red"]}
    assert not signed_in(desk)
    assert "系统已自动退出" in desk.get(response["Location"]).content.decode()


def test_a_post_too_late_leads_back_to_the_page_of_its_form(desk: Client, passing: Pass) -> None:
    passing(11)
    response = desk.post("/write/", headers={"referer": "http://testserver/desk/ledger/"})
    assert parse_qs(urlsplit(response["Location"]).query) == {"next": ["/desk/ledger/"]}


def test_a_post_from_nowhere_leads_home(desk: Client, passing: Pass) -> None:
    passing(11)
    response = desk.post("/write/", headers={"referer": "https://elsewhere.example/"})
    assert parse_qs(urlsplit(response["Location"]).query) == {"next": ["/"]}


def test_a_part_of_a_page_moves_the_whole_page(desk: Client, passing: Pass) -> None:
    passing(11)
    response = desk.get(
        "/remember/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"}
    )
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Fdesk%2F"


def test_signing_out_late_is_simply_signing_out(desk: Client, passing: Pass) -> None:
    passing(11)
    assert desk.post("/accounts/logout/").status_code == 302
    assert not signed_in(desk)


def test_the_time_last_seen_is_written_once_a_minute(desk: Client, passing: Pass) -> None:
    before = desk.session[middleware.SEEN]
    passing(0.5)
    desk.get("/")
    assert desk.session[middleware.SEEN] == before
    passing(0.6)
    desk.get("/")
    assert desk.session[middleware.SEEN] > before
