"""`zhuqi run` keeps pages and background work alive, and ends both when told."""

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.interfaces.console.console_place import (
    Place,
    Running,
    fetch,
    free_port,
    is_alive,
    wait_for,
)
from zhuqi.interfaces.console.filling import OPENED

DIED = "被信号 9 终止，1 秒后重新启动"


@pytest.fixture
def server(ready: Place) -> Place:
    """A server with a port of its own, for a trial but without a sample city's people."""
    ready.extra |= {
        "ZHUQI_PORT": str(free_port()), "ZHUQI_WEB_PROCESSES": "1", "ZHUQI_SAMPLE": "0",
    }  # fmt: skip
    return ready


def page(server: Place) -> int:
    return fetch(server, "/accounts/login/")[0]


@pytest.mark.thorough
def test_it_serves_starts_killed_children_again_and_ends_on_a_signal_within_ten_seconds(
    server: Place,
) -> None:
    with server.started("run") as running:
        running.says(f"http://localhost:{server.extra['ZHUQI_PORT']}")
        assert page(server) == 200
        children = running.children()
        assert set(children) == {"web", "worker"}
        for which, other in (("worker", "web"), ("web", "worker")):
            _killed_it_starts_again(running, which, other)
        wait_for(lambda: _serves(server))
        children = running.children()

        code, seconds = running.stop()

    assert code == 0
    assert seconds < 10
    assert "Traceback" not in running.text
    wait_for(lambda: not any(is_alive(pid) for pid in children.values()))


def _killed_it_starts_again(running: Running, which: str, other: str) -> None:
    said = running.text.count(DIED)
    before = running.children()
    os.kill(before[which], signal.SIGKILL)
    wait_for(lambda: running.text.count(DIED) > said)
    wait_for(lambda: running.children().keys() == {"web", "worker"})
    after = running.children()
    assert after[which] != before[which]
    assert after[other] == before[other]


def _serves(server: Place) -> bool:
    try:
        return page(server) == 200
    except OSError:
        return False


@pytest.mark.thorough
def test_a_sample_city_is_open_before_it_is_whole_and_ends_on_ctrl_c(server: Place) -> None:
    del server.extra["ZHUQI_SAMPLE"]
    with server.started("run", "--sample", "tiny") as running:
        running.says("助企已启动")
        assert page(server) == 200
        running.says("样例城市已生成")
        assert running.text.index(OPENED) < running.text.index("样例城市已生成")
        running.says("qiye ")
        assert running.text.count("qiye ") == 1  # the building of it names nobody
        code, seconds = running.stop(signal.SIGINT)

    assert (code, seconds < 10) == (0, True)
    assert "Traceback" not in running.text


@pytest.mark.thorough
def test_when_it_is_killed_itself_nothing_is_left_behind(server: Place) -> None:
    with server.started("run") as running:
        running.says("http://localhost")
        children = running.children()
        running.process.kill()
        running.process.wait()
        wait_for(lambda: not any(is_alive(pid) for pid in children.values()))


@pytest.mark.thorough
@pytest.mark.parametrize("command", ["run", "web"])
def test_a_taken_port_is_said_kindly(server: Place, command: str) -> None:
    with socket.create_server(("127.0.0.1", int(server.extra["ZHUQI_PORT"]))):
        done = server.zhuqi(command)

    assert done.returncode == 1
    assert f"端口 {server.extra['ZHUQI_PORT']} 已被占用" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.thorough
@pytest.mark.parametrize("command", ["run", "web", "worker"])
def test_without_tables_nothing_starts_and_the_remedy_is_named(place: Place, command: str) -> None:
    place.extra["ZHUQI_PORT"] = str(free_port())

    done = place.zhuqi(command)

    assert done.returncode == 1
    assert "请先运行 zhuqi migrate" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize("command", ["run", "web", "worker"])
def test_unsafe_production_settings_do_not_start(server: Place, command: str) -> None:
    server.extra["ZHUQI_PRODUCTION"] = "1"

    done = server.zhuqi(command)

    assert done.returncode == 1
    assert "zhuqi.E004" in done.stderr
    assert "办法：写出本系统的域名或地址" in done.stderr


@pytest.mark.thorough
def test_a_unix_socket_is_served(server: Place, tmp_path: Path) -> None:
    path = tmp_path / "zhuqi.sock"
    server.extra["ZHUQI_BIND"] = f"unix:{path}"
    with server.started("web"):
        wait_for(path.exists)
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))
            client.sendall(b"GET /accounts/login/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
            assert client.recv(100).split()[1] == b"200"
