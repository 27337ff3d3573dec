"""The database locked, away, read-only or full: a calm page that gives back what was typed."""

import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from zhuqi.interfaces.shell.unavailable import server_error

TEXT = "我公司门口的路修了三个月\n大车进不来 <b>急</b>"
FAULT: list[Callable[[], None]] = []

handler500 = "zhuqi.interfaces.shell.unavailable.server_error"


def _view(_request: HttpRequest) -> HttpResponse:
    FAULT[0]()
    return HttpResponse("stored")


urlpatterns = [path("store/", _view)]


@pytest.fixture
def client(settings: Any) -> Iterator[Client]:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    yield Client(raise_request_exception=False)
    FAULT.clear()


def _raise(error: Exception) -> Callable[[], None]:
    def fault() -> None:
        raise error

    return fault


def store(client: Client, **more: Any) -> Any:
    fields = {"body": TEXT, "csrfmiddlewaretoken": "tok", "key": "k1", "password": "geheim-11"}
    return client.post("/store/?a=1", fields | more)


@pytest.mark.django_db
def test_a_file_really_locked_by_another_gives_the_text_back(
    client: Client, tmp_path: Path
) -> None:
    file = tmp_path / "town.sqlite3"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("CREATE TABLE t (a)")
    other.execute("BEGIN EXCLUSIVE")

    def write() -> None:
        own = DatabaseWrapper(
            {**connection.settings_dict, "ENGINE": "django.db.backends.sqlite3",
             "NAME": str(file), "OPTIONS": {"timeout": 0.1, "transaction_mode": "IMMEDIATE"}},
            alias="own",
        )  # fmt: skip
        with own.cursor() as cursor:
            cursor.execute("INSERT INTO t VALUES (1)")

    FAULT.append(write)
    answer = store(client)
    html = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "没有排上" in html
    assert 'action="/store/?a=1"' in html
    assert "再试一次" in html
    assert "我公司门口的路修了三个月\n大车进不来 &lt;b&gt;急&lt;/b&gt;</textarea>" in html
    assert '<textarea name="csrfmiddlewaretoken" hidden>\ntok</textarea>' in html
    assert "geheim" not in html
    assert 'type="password" name="password"' in html
    other.execute("ROLLBACK")
    assert store(client).status_code == 200


def test_files_are_named_as_to_be_chosen_again(client: Client) -> None:
    FAULT.append(_raise(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    answer = store(client, files=SimpleUploadedFile("现场照片.jpg", b"x"))
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "磁盘空间不足" in html
    assert "附件请重新选择" in html
    assert "现场照片.jpg" in html
    assert 'enctype="multipart/form-data"' in html


class NoRoom(FileUploadHandler):
    """A disk that is full when the file comes."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        raise OSError(errno.ENOSPC, f"{len(raw_data)} bytes at {start}")

    def file_complete(self, file_size: int) -> None:
        raise NotImplementedError(file_size)


@pytest.mark.parametrize("seekable", [True, False])
def test_a_disk_full_while_the_files_come_loses_no_text(seekable: bool) -> None:  # noqa: FBT001
    upload = SimpleUploadedFile("现场照片.jpg", b"x" * 100)
    request = RequestFactory().post("/store/", {"body": TEXT, "files": upload})
    whole = io.BytesIO(request.environ["wsgi.input"].read())
    again = WSGIRequest({**request.environ, "wsgi.input": whole})
    again.upload_handlers = [NoRoom(again)]
    if not seekable:
        again.environ["wsgi.input"] = object()
    answer = HttpResponse()
    try:
        _ = again.POST
    except OSError:
        answer = server_error(again)
    html = answer.content.decode()
    assert answer.status_code == 503
    assert ("大车进不来" in html) == seekable
    assert ("现场照片.jpg" in html) == seekable
    assert ("您填写的内容都在本页" in html) == seekable


def test_htmx_gets_a_banner_and_keeps_its_form(client: Client) -> None:
    FAULT.append(_raise(OperationalError("database is locked")))
    answer = client.post("/store/", {"body": TEXT}, headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (503, "#messages")
    assert "<html" not in answer.content.decode()
    assert "还在页面上" in answer.content.decode()


def _from(cause: Exception) -> Exception:
    error = RuntimeError("could not be stored")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database is locked"),
        OperationalError("database or disk is full"),
        OperationalError("attempt to write a readonly database"),
        OperationalError("unable to open database file"),
        OperationalError('connection to server at "127.0.0.1", port 5432 failed: refused'),
        OperationalError("consuming input failed: server closed the connection unexpectedly"),
        InterfaceError("the connection is closed"),
        OSError(errno.EDQUOT, "quota"),
        OSError(errno.EROFS, "read-only"),
        _from(OperationalError("database is locked")),
    ],
)
def test_what_passes_is_503(client: Client, error: Exception) -> None:
    FAULT.append(_raise(error))
    assert store(client).status_code == 503


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        OperationalError("no such table: t"),
        InterfaceError("Error binding parameter 1"),
        FileNotFoundError(errno.ENOENT, "x"),
    ],
)
def test_our_own_mistakes_stay_500(client: Client, error: Exception) -> None:
    FAULT.append(_raise(error))
    assert store(client).status_code == 500


def test_a_get_that_writes_is_our_mistake_and_a_get_is_offered_again(client: Client) -> None:
    FAULT.append(_raise(OperationalError("attempt to write a readonly database")))
    assert client.get("/store/").status_code == 500
    FAULT[0] = _raise(OperationalError("database is locked"))
    answer = client.get("/store/?page=2")
    assert answer.status_code == 503
    assert '<a class="z-btn z-btn--main" href="/store/?page=2">' in answer.content.decode()


def test_without_an_error_it_is_the_bare_page() -> None:
    assert server_error(RequestFactory().get("/")).status_code == 500


@pytest.mark.django_db
def test_every_page_of_the_site_says_it_without_the_database(settings: Any) -> None:
    """The whole stack of middleware, with a database that answers nothing."""

    def away(*_args: Any) -> Any:
        raise OperationalError("connection to server failed: Connection refused")

    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    with connection.execute_wrapper(away):
        for address in ("/", "/accounts/login/", "/portal/register/"):
            assert client.get(address).status_code == 503, address


def _ask() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _kill_backend() -> None:
    """As a restart of the server does to every connection."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    place = connection.get_connection_params()
    place.pop("cursor_factory", None)
    place.pop("context", None)
    with psycopg.connect(**place) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_killed_backend_is_503_once_at_most_and_then_the_page(client: Client) -> None:
    FAULT.append(_ask)
    assert store(client).status_code == 200
    _kill_backend()
    assert store(client).status_code == 503
    close_old_connections()  # as between any two requests
    assert store(client).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_restart_between_two_requests_costs_no_error(client: Client) -> None:
    FAULT.append(_ask)
    assert store(client).status_code == 200
    _kill_backend()
    close_old_connections()
    assert store(client).status_code == 200
