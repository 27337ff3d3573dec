"""A GET cannot write, whatever its view does; on both databases."""

import logging

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection
from django.test import Client

from zhuqi.interfaces.shell import middleware

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.interfaces.shell.urls")]


@pytest.mark.parametrize("address", ["/write/", "/late/"])
def test_a_get_that_writes_fails_and_is_logged(
    client: Client, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    with caplog.at_level(logging.ERROR, "zhuqi"), pytest.raises(DatabaseError):
        client.get(address)
    assert "tried to write" in caplog.text


@pytest.mark.parametrize("address", ["/broken/", "/not-now/", "/nowhere/"])
def test_the_connection_writes_again_after_whatever_happened(client: Client, address: str) -> None:
    client.raise_request_exception = False
    client.get(address)
    Group.objects.create(name="afterwards")
    assert Group.objects.filter(name="afterwards").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/write/", "/late/", "/swallow/"])
def test_the_same_outside_of_a_test_transaction(client: Client, address: str) -> None:
    client.raise_request_exception = False
    client.get(address)
    assert not Group.objects.exists()
    Group.objects.create(name="afterwards")
    assert Group.objects.count() == 1


def test_head_cannot_write_either(client: Client) -> None:
    with pytest.raises(DatabaseError):
        client.head("/write/")


def test_a_post_writes(client: Client) -> None:
    assert client.post("/write/").status_code == 200
    assert Group.objects.filter(name="written").exists()


def test_sessions_and_messages_are_saved_outside(client: Client) -> None:
    assert client.get("/remember/").status_code == 200
    assert client.session["remembered"] == "yes"


def test_a_stream_reads_after_the_view_has_returned(client: Client) -> None:
    response = client.get("/stream/")
    assert b"".join(response.streaming_content) == b"0"  # type: ignore[attr-defined]
    Group.objects.create(name="afterwards")


def test_a_named_view_may_write(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(middleware.EXEMPT, "write", "the test says so")
    assert client.get("/write/").status_code == 200
    assert Group.objects.filter(name="written").exists()


@pytest.mark.django_db(transaction=True)
def test_a_fresh_process_reads_json_in_its_first_get() -> None:
    # Django remembers the answer per process; asked of a closed connection it would be no.
    connection.features.__dict__.pop("supports_json_field", None)
    with middleware.read_only():
        assert connection.features.supports_json_field
