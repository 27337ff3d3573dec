"""Machines are told whether the site runs; the log tells of a request what helps, and no data."""

import json
import logging
from ipaddress import ip_network
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.cast import Cast
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.shell.watching.logs import JsonLines, Lines
from zhuqi.interfaces.shell.watching.request_ids import called


def asked(client: Client, path: str) -> dict[str, object]:
    answer = client.get(path, headers={"host": "10.0.0.9"})
    return {"status": answer.status_code, **json.loads(answer.content)}


@pytest.mark.django_db
def test_a_living_process_says_so_by_any_name_and_asks_nobody(
    client: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    with django_assert_num_queries(0):
        answer = client.get("/healthz", headers={"host": "10.0.0.9"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert client.post("/healthz").status_code in {301, 404}


@pytest.mark.django_db
def test_ready_is_who_has_database_tables_and_room(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = {"status": 200, "ready": True, "database": "ok", "migrations": "ok", "disk": "ok"}
    assert asked(client, "/readyz") == ready

    MigrationRecorder.Migration.objects.filter(app="upkeep").delete()
    assert asked(client, "/readyz") == ready | {
        "status": 503, "ready": False, "migrations": "missing",
    }  # fmt: skip

    def away() -> None:
        raise OperationalError("could not connect to 10.1.1.1 as zhuqi")

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(total=10**12, free=0))
    assert asked(client, "/readyz") == {
        "status": 503, "ready": False, "database": "away", "migrations": "unknown", "disk": "full",
    }  # fmt: skip


@pytest.mark.django_db
def test_figures_are_for_whoever_was_given_the_token_or_the_address(
    client: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN, settings.METRICS_ALLOW, settings.METRICS = "", [], False
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN, settings.METRICS = "a-token-for-prometheus", True
    for wrong in ("", "Bearer ", "Bearer wrong", "Bearer 令牌", "Basic a-token-for-prometheus"):
        refused = client.get("/metrics", headers={"authorization": wrong})
        assert refused.status_code == 404

    client.get("/accounts/login/")
    page = client.get("/metrics", headers={"authorization": "Bearer a-token-for-prometheus"})
    text = page.content.decode()
    assert 'zhuqi_requests_total{method="GET",route="account_login",status="200"}' in text
    assert 'zhuqi_request_seconds_count{route="account_login"}' in text
    assert 'zhuqi_outbox_items{state="waiting"}' in text
    assert "zhuqi_database_up 1.0" in text

    settings.METRICS_TOKEN, settings.METRICS_ALLOW = "", [ip_network("127.0.0.0/8")]
    assert client.get("/metrics").status_code == 200
    settings.METRICS_ALLOW = [ip_network("10.0.0.0/8")]
    assert client.get("/metrics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("brought", "behind_proxy", "kept"),
    [
        ("nginx-0123456789", True, True),
        ("nginx-0123456789", False, False),
        ("forged\nline-of-the-log", True, False),
        ('"}{"level":"ERROR"', True, False),
        ("9" * 5000, True, False),
        ("", True, False),
    ],
)
def test_a_request_keeps_a_plain_name_from_our_own_proxy_alone(
    client: Client, settings: Settings, *, brought: str, behind_proxy: bool, kept: bool
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    answer = client.get("/accounts/login/", headers={"x-request-id": brought})
    named = answer["X-Request-ID"]
    assert (named == brought) is kept
    assert kept or (len(named) == 32 and named.isalnum())


@pytest.mark.django_db
def test_a_request_leaves_one_line_with_its_route_and_none_of_what_it_was_about(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LOG_REQUESTS = True
    with caplog.at_level(logging.INFO, "zhuqi.requests"):
        client.post("/join/", {"code": "K7MF-3Q9X"}, headers={"host": "localhost"})
    [record] = [one for one in caplog.records if one.name == "zhuqi.requests"]
    said = json.loads(JsonLines().format(record))
    assert (said["route"], said["method"]) == ("join", "POST")
    assert {"status", "ms", "database_ms", "queries", "time", "level"} <= said.keys()
    assert "K7MF" not in record.getMessage() + json.dumps(said)


def test_lines_carry_the_request_and_stay_one_line_each() -> None:
    record = logging.LogRecord("zhuqi", logging.ERROR, "", 0, "a\nforged %s", ("l\nine",), None)
    with called("0123456789"):
        line = JsonLines().format(record)
        assert Lines("%(levelname)s %(message)s").format(record).endswith("[0123456789]")
    assert "\n" not in line
    assert json.loads(line)["request_id"] == "0123456789"
    assert "request_id" not in json.loads(JsonLines().format(record))


@pytest.mark.django_db
def test_a_slow_statement_is_told_without_the_values_it_was_asked_with(
    cast: Cast, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    del cast
    settings.SLOW_QUERY_SECONDS = 0
    User.objects.filter(phone="13900001111").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'a name somebody wrote into it', %s", ["13900002222"])
    settings.SLOW_QUERY_SECONDS = 3600
    User.objects.filter(phone="13900003333").exists()

    told = [one.getMessage() for one in caplog.records if one.name == "zhuqi.slow_queries"]
    assert len(told) == 2
    assert "accounts_user" in told[0]
    assert not [line for line in told if "139" in line or "somebody" in line]
