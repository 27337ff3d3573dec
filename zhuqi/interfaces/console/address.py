"""Where the web process listens: ZHUQI_BIND, else the port of the settings on this machine."""

import errno
import os
import socket
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from zhuqi.foundation.typed import whole

_HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Address:
    """A host and port, or the path of a Unix socket (then the port is 0)."""

    host: str
    port: int

    @property
    def is_unix(self) -> bool:
        """True if this is a path."""
        return self.port == 0

    def __str__(self) -> str:
        """As it is written in ZHUQI_BIND."""
        if self.is_unix:
            return f"unix:{self.host}"
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def listen_address(port: int) -> Address:
    """What ZHUQI_BIND says: HOST:PORT, [IPv6]:PORT, or unix:/path; else 127.0.0.1 and `port`."""
    text = os.environ.get("ZHUQI_BIND", "").strip()
    if not text:
        return Address("127.0.0.1", port)
    if text.startswith("unix:") and len(text) > len("unix:"):
        return Address(text.removeprefix("unix:"), 0)
    host, _colon, number = text.rpartition(":")
    if not host or not (number.isascii() and number.isdigit()):
        raise ImproperlyConfigured(f"ZHUQI_BIND 应为 主机:端口 或 unix:/路径，而不是 {text!r}")
    if not 1 <= (whole(number) or 0) <= _HIGHEST_PORT:
        raise ImproperlyConfigured(f"ZHUQI_BIND 的端口应在 1 到 {_HIGHEST_PORT} 之间：{text!r}")
    return Address(host.strip("[]"), int(number))


def why_not_free(address: Address) -> str:
    """Why nobody could listen there now, in a sentence; "" if one could."""
    if address.is_unix:
        return ""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server binds: an address a former server has just left counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            return _in_words(error, address)
    return ""


def _in_words(error: OSError, address: Address) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"端口 {address.port} 已被占用：也许助企已经在运行。"
            f"请先停止占用它的程序，或换一个端口，如：ZHUQI_PORT={address.port + 1} zhuqi run"
        )
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {address.port}，请换 1024 以上的端口：ZHUQI_PORT=8000 zhuqi run"
    return f"不能在 {address} 上监听：{error.strerror or error}"


def answers(address: Address) -> bool:
    """True if somebody accepts connections there."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    target: str | tuple[str, int] = (_reachable(address.host), address.port)
    if address.is_unix:
        family, target = socket.AF_UNIX, address.host
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(target) == 0


def _reachable(host: str) -> str:
    """An address to call for a server that listens on all of them."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (read, not bound)
