"""The web server around a small application: requests that never end, and endings."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path

import pytest

from tests.interfaces.console.console_place import ROOT, free_port, is_alive, wait_for

PROGRAM = """
import os, sys, time
from pathlib import Path
from zhuqi.interfaces.console import server
from zhuqi.interfaces.console.address import Address

server.REQUEST_SECONDS = 3

def application(environ, start_response):
    time.sleep(float(environ["PATH_INFO"].strip("/") or 0))
    body = str(os.getpid()).encode()
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]

folder = Path(sys.argv[2])
bodies = server.Bodies(most_bytes=1000, form_bytes=1000, page=b"", no_room=b"", folder=folder)
server.Server(application, Address("127.0.0.1", int(sys.argv[1])), 2, bodies).run()
"""


class Site:
    """The server, and how to ask it."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.out = folder / "out.txt"
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(port), str(folder)],
                cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=out, stderr=out,
            )  # fmt: skip
        wait_for(self._answers)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, seconds: float = 0) -> int:
        """The process that answered, after so many seconds."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", f"/{seconds}")
            return int(connection.getresponse().read())
        finally:
            connection.close()

    def children(self) -> list[int]:
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(free_port(), tmp_path)
    wait_for(lambda: len(running.children()) == 2)
    yield running
    running.process.kill()
    running.process.wait()


def test_a_request_that_never_ends_ends_its_process_and_another_starts(site: Site) -> None:
    before = set(site.children())
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        site.ask(60)
    wait_for(lambda: len(site.children()) == 2 and set(site.children()) != before)
    assert site.ask() in site.children()
    assert "一次请求超过 3 秒" in site.out.read_text()


def test_to_head_no_body_is_sent_that_would_be_read_as_the_next_answer(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
        line.sendall(b"HEAD /0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    assert b"Content-Length: " in answer
    assert answer.endswith(b"\r\n\r\n")


def test_a_killed_process_is_replaced(site: Site) -> None:
    victim = site.ask()
    os.kill(victim, signal.SIGKILL)
    wait_for(lambda: victim not in site.children() and len(site.children()) == 2)
    assert site.ask() != victim


def test_a_busy_process_leaves_new_connections_to_the_other(site: Site) -> None:
    busy = threading.Thread(target=site.ask, args=(2,))
    busy.start()
    time.sleep(0.3)
    begun = time.monotonic()
    assert len({site.ask() for _n in range(10)}) == 1
    assert time.monotonic() - begun < 1.5
    busy.join()


def test_told_to_stop_it_finishes_what_is_under_way(site: Site) -> None:
    answered: list[int] = []
    under_way = threading.Thread(target=lambda: answered.append(site.ask(1.5)))
    under_way.start()
    time.sleep(0.4)
    children = site.children()
    site.process.terminate()
    assert site.process.wait(10) == 0
    under_way.join()
    assert answered
    assert answered[0] in children


def test_killed_itself_it_leaves_no_process(site: Site) -> None:
    children = site.children()
    site.process.kill()
    site.process.wait()
    wait_for(lambda: not any(is_alive(pid) for pid in children), 10)
