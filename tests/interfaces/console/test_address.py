"""Where the pages are served is read from ZHUQI_BIND, and a bad value is named."""

import socket
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhuqi.interfaces.console.address import Address, answers, listen_address, why_not_free


@pytest.mark.parametrize(
    ("text", "address", "spoken"),
    [
        ("", Address("127.0.0.1", 8000), "127.0.0.1:8000"),
        ("0.0.0.0:80", Address("0.0.0.0", 80), "0.0.0.0:80"),  # noqa: S104 (only read)
        ("[::1]:8080", Address("::1", 8080), "[::1]:8080"),
        ("unix:/run/zhuqi.sock", Address("/run/zhuqi.sock", 0), "unix:/run/zhuqi.sock"),
    ],
)
def test_an_address_is_understood(
    monkeypatch: pytest.MonkeyPatch, text: str, address: Address, spoken: str
) -> None:
    monkeypatch.setenv("ZHUQI_BIND", text)
    assert listen_address(8000) == address
    assert str(address) == spoken


@pytest.mark.parametrize(
    "text", ["8000", ":8000", "localhost", "host:0", "host:70000", "unix:", "host:" + "9" * 5000]
)
def test_an_address_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("ZHUQI_BIND", text)
    with pytest.raises(ImproperlyConfigured, match="ZHUQI_BIND"):
        listen_address(8000)


def test_a_taken_port_is_said_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = Address("127.0.0.1", server.getsockname()[1])
        assert f"ZHUQI_PORT={place.port + 1} zhuqi run" in why_not_free(place)
        assert answers(place)
    assert why_not_free(place) == ""
    assert not answers(place)


def test_an_address_of_another_machine_is_refused() -> None:
    assert "不能在 192.0.2.1:8000 上监听" in why_not_free(Address("192.0.2.1", 8000))


def test_a_unix_socket_answers(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        assert answers(Address(str(path), 0))
    assert not answers(Address(str(tmp_path / "none"), 0))
