"""Two web servers before one PostgreSQL: what one does the other knows."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection

from tests.interfaces.console.console_place import Place, Running, fetch, free_port, wait_for

pytestmark = pytest.mark.postgres


@pytest.fixture
def database(db: None) -> Iterator[str]:  # noqa: ARG001 (makes the template)
    """The address of a migrated database of its own."""
    test = connection.settings_dict
    name = f"{test['NAME']}_two"
    template = str(test["NAME"]).removeprefix("test_").partition("_gw")[0]
    with psycopg.connect(f"dbname=postgres host={test['HOST']}", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}_migrated"'.encode())
        yield f"postgres:///{name}"
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def tried(place: Place) -> str:
    """A wrong password at the server of this place; what it answers."""
    _status, headers, page = fetch(place, "/accounts/login/")
    cookie = str(headers["Set-Cookie"]).partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1], "login": "li", "password": "wrong-password"}
    http = HTTPConnection("127.0.0.1", int(place.extra["ZHUQI_PORT"]), timeout=60)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        http.request(
            "POST",
            "/accounts/login/",
            urlencode(form),
            kind | {"Cookie": cookie, "Host": "localhost"},
        )
        return http.getresponse().read().decode()
    finally:
        http.close()


def test_they_count_together_and_one_goes_on_when_the_other_is_killed(
    place: Place, database: str
) -> None:
    shared = {"ZHUQI_DATABASE_URL": database, "ZHUQI_SAMPLE": "0", "ZHUQI_WEB_PROCESSES": "1"}
    webs = [Place(place.data, {**shared, "ZHUQI_PORT": str(free_port())}) for _web in range(2)]
    assert webs[0].zhuqi("migrate").returncode == 0
    with ExitStack() as stack:
        running: list[Running] = [stack.enter_context(web.started("web")) for web in webs]
        for web in webs:
            wait_for(lambda web=web: _ready(web))  # type: ignore[misc]

        answers = [tried(webs[number % 2]) for number in range(6)]
        assert "请" in answers[0]
        assert "分钟" in answers[5], "each counted wrong passwords for itself"

        running[0].process.kill()
        running[0].process.wait()
        assert _ready(webs[1])


def _ready(web: Place) -> bool:
    try:
        return fetch(web, "/readyz", "10.0.0.9")[0] == 200
    except OSError:
        return False
