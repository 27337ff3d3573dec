"""One POST to an address somebody typed in: only to where it may lead, and not for long.

The name is looked up once, what it names is judged, and that very address is connected to, so that
a name cannot mean another machine a moment later. Nothing is followed, no proxy is asked, and a
receiver that answers byte by byte is cut off.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from zhuqi.foundation.webhooks import rules

CONNECT_SECONDS: Final = 5.0
ALL_SECONDS: Final = 15.0
_MOST_READ: Final = 2048
_SHOWN: Final = 300
_LONGEST_WAIT: Final = 86_400
_OK: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. Without a `status` it was not reached, and `text` says why."""

    status: int | None
    text: str
    wait: timedelta | None = None

    @property
    def taken(self) -> bool:
        """True if the message arrived."""
        return self.status in _OK


class Unreached(Exception):  # noqa: N818 (an answer, not a fault of ours)
    """Nothing was said; the reason is for people."""


def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send it; whatever comes of it is an answer."""
    if wrong := rules.wrong_url(url, http=settings.WEBHOOK_HTTP):
        return Answer(None, wrong)
    parts = urlsplit(url)
    try:
        return _exchange(parts, _address(parts), headers, body)
    except Unreached as reason:
        return Answer(None, str(reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, _said_of(error))


def _said_of(error: Exception) -> str:
    """In words; the library's own would name addresses inside."""
    match error:
        case ssl.SSLError():
            return _("对方的证书无法通过验证")
        case ConnectionRefusedError():
            return _("对方拒绝连接")
        case TimeoutError():
            return _("对方没有按时答复")
    return _("与对方的连接中断")


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _address(parts: SplitResult) -> str:
    """The address that is connected to. Unreached where any the name has is refused."""
    try:
        found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise Unreached(_("找不到对方的主机名")) from None
    names: Sequence[str] = [str(one[4][0]) for one in found]
    plain = parts.scheme == "http"
    for name in names:
        address = rules.address_of(name)
        if address is None or not rules.may_connect(
            address, settings.WEBHOOK_NETWORKS, plain=plain
        ):
            raise Unreached(_("地址在内网或本机，管理员没有放行"))
    return names[0]


class _Plain(http.client.HTTPConnection):
    """Connects to the address that was judged."""

    address = ""
    # Ours to cut: where the connection is to be closed, the response takes `sock` away with it.
    link: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.link = socket.create_connection((self.address, self.port), CONNECT_SECONDS)


class _Secure(_Plain):
    """The same under the certificate of the name."""

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = self.link = context.wrap_socket(self.sock, server_hostname=self.host)


def _exchange(parts: SplitResult, address: str, headers: Mapping[str, str], body: bytes) -> Answer:
    kind = _Secure if parts.scheme == "https" else _Plain
    connection = kind(parts.hostname or "", _port(parts), timeout=CONNECT_SECONDS)
    connection.address = address
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    # A socket's own limit is for each byte that comes.
    watch = threading.Timer(ALL_SECONDS, _cut, [connection])
    watch.daemon = True
    try:
        watch.start()
        connection.connect()
        connection.sock.settimeout(ALL_SECONDS)
        connection.request("POST", path, body, dict(headers))
        response = connection.getresponse()
        text = response.read(_MOST_READ).decode("utf-8", errors="replace")
        return Answer(response.status, _shown(text), _wait(response))
    finally:
        watch.cancel()
        connection.close()


def _cut(connection: _Plain) -> None:
    if connection.link is not None:
        with suppress(OSError):
            connection.link.shutdown(socket.SHUT_RDWR)


def _shown(text: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:_SHOWN]


def _wait(response: http.client.HTTPResponse) -> timedelta | None:
    """How long it wants to be left alone."""
    asked = response.headers.get("Retry-After", "").strip()
    if response.status not in rules.THROTTLED or not (asked.isascii() and asked.isdigit()):
        return None
    return timedelta(seconds=min(int(asked[:9]), _LONGEST_WAIT))
