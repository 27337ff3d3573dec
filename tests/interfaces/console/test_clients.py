"""What clients do to the server: slow ones, endless ones, and ones that announce too much."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.interfaces.console.console_place import Place, copy_of, fetch, free_port, wait_for

pytestmark = pytest.mark.thorough

HEAD = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n"
GIGABYTES = 10 * 1024**3
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def server(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Two processes that serve all of these clients, one after the other."""
    place = Place(copy_of(migrated, tmp_path_factory.mktemp("clients") / "data"))
    place.extra |= {"ZHUQI_PORT": str(free_port()), "ZHUQI_WEB_PROCESSES": "2"}
    with place.started("web"):
        wait_for(lambda: _serves(place))
        yield place


def _serves(place: Place) -> bool:
    try:
        return fetch(place, "/accounts/login/")[0] == 200
    except OSError:
        return False


def call(place: Place) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(place.extra["ZHUQI_PORT"])), timeout=10)


def answer(client: socket.socket) -> bytes:
    parts = []
    try:
        while part := client.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def seconds_for_pages(place: Place, pages: int) -> float:
    begun = time.monotonic()
    for _page in range(pages):
        assert fetch(place, "/accounts/login/")[0] == 200
    return time.monotonic() - begun


def test_twenty_that_send_a_byte_a_second_delay_nobody(server: Place) -> None:
    alone = seconds_for_pages(server, 10)
    over = threading.Event()
    with ExitStack() as stack:
        slow = [stack.enter_context(call(server)) for _n in range(20)]
        for number, client in enumerate(slow):
            # Half of them dawdle in the headers, half in the body.
            ending = b"Content-Length: 5000\r\n\r\n" if number % 2 else b"X-Slow: "
            client.sendall(HEAD + ending)

        def dawdle() -> None:
            while not over.wait(1):
                for client in slow:
                    client.sendall(b"a")

        thread = threading.Thread(target=dawdle)
        thread.start()
        try:
            time.sleep(1.5)
            beside = seconds_for_pages(server, 10)
        finally:
            over.set()
            thread.join()
    assert beside < alone * 3 + 1


def test_one_that_reads_nothing_of_its_answer_delays_nobody(server: Place) -> None:
    with ExitStack() as stack:
        for _n in range(4):
            client = stack.enter_context(call(server))
            client.sendall(b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50)
        assert seconds_for_pages(server, 5) < 20


@pytest.mark.parametrize("kind", [b"multipart/form-data; boundary=x", b"application/json"])
def test_ten_gigabytes_are_refused_unread_and_leave_nothing(server: Place, kind: bytes) -> None:
    begun = time.monotonic()
    with call(server) as client:
        length = b"Content-Length: %d\r\n" % GIGABYTES
        client.sendall(HEAD + b"Content-Type: " + kind + b"\r\n" + length + b"\r\n")
        said = answer(client)
    assert said.startswith(b"HTTP/1.1 413 ")
    assert "传的内容太大" in said.decode()
    assert time.monotonic() - begun < 2
    assert list((server.data / "uploads").iterdir()) == []


def test_a_form_without_files_carries_two_megabytes_and_no_more(server: Place) -> None:
    for kind, size, refused in (
        (b"application/x-www-form-urlencoded", 3 * MEGABYTE, True),
        (b"application/x-www-form-urlencoded", MEGABYTE, False),
        (b"multipart/form-data; boundary=x", 3 * MEGABYTE, False),
    ):
        with call(server) as client:
            length = b"Content-Length: %d\r\n" % size
            client.sendall(
                HEAD + b"Connection: close\r\nContent-Type: " + kind + b"\r\n" + length + b"\r\n"
            )
            if not refused:
                client.sendall(b"a" * size)
            assert answer(client).startswith(b"HTTP/1.1 413 ") == refused


def test_a_body_that_the_disk_does_not_take_is_answered_calmly(server: Place) -> None:
    """Its folder is gone, as a full disk would have it; what is small goes through memory."""
    uploads = server.data / "uploads"
    uploads.rmdir()
    kind = b"Content-Type: multipart/form-data; boundary=x\r\n"
    try:
        with call(server) as client:
            client.sendall(HEAD + kind + b"Content-Length: %d\r\n\r\n" % (3 * MEGABYTE))
            for _n in range(3):
                client.sendall(b"a" * MEGABYTE)
            said = answer(client).decode()
        assert said.startswith("HTTP/1.1 503 ")
        for words in ("Retry-After: 60", "磁盘空间不足或不可写", "这次提交没有保存"):
            assert words in said
        with call(server) as client:
            client.sendall(HEAD + kind + b"Transfer-Encoding: chunked\r\n\r\n")
            client.sendall(b"%x\r\n" % MEGABYTE + b"a" * MEGABYTE)
            # Nobody knows how much is still to come: what was sent meanwhile may cost the answer.
            assert answer(client)[:13] in {b"", b"HTTP/1.1 503 "}
        assert fetch(server, "/accounts/login/")[0] == 200
    finally:
        uploads.mkdir(mode=0o700)
    with call(server) as client:
        client.sendall(HEAD + kind + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % MEGABYTE)
        client.sendall(b"a" * MEGABYTE)
        assert not answer(client).startswith(b"HTTP/1.1 503 ")


def test_endless_chunks_end_at_the_limit(server: Place) -> None:
    with call(server) as client:
        client.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        chunk = b"%x\r\n" % MEGABYTE + b"a" * MEGABYTE + b"\r\n"
        try:
            for _n in range(20):
                client.sendall(chunk)
        except (BrokenPipeError, ConnectionResetError):
            return
        assert answer(client).startswith(b"HTTP/1.1 413 ")


def test_nobody_is_told_what_serves_the_pages(server: Place) -> None:
    _status, headers, _text = fetch(server, "/accounts/login/")
    assert headers["Server"] is None
    assert headers["Via"] is None
