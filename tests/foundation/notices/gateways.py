"""Real servers on this machine that stand for the outside world."""

import json
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from zhuqi.foundation.notices.models import Gateway

OK = (200, b'{"code": 0, "data": {"id": "m1"}}')


@dataclass
class Asked:
    """A request as the gateway saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def query(self) -> dict[str, list[str]]:
        """What stands in the address."""
        return parse_qs(urlsplit(self.path).query)


@dataclass
class SmsServer:
    """A gateway for texts; `answer` says what it replies, `asked` what it heard."""

    url: str = ""
    answer: Callable[[], tuple[int, bytes]] = lambda: OK
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def sms_server() -> Iterator[SmsServer]:
    """Serve on a free port until the end."""
    server = SmsServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            server.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            status, reply = server.answer()
            self.send_response(status)
            if status in {301, 302}:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        do_GET = do_POST  # noqa: N815 (the name http.server calls)

        def log_message(self, *_args: object) -> None:
            """Tests are quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except (BrokenPipeError, ConnectionResetError):
                """The story hung up."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    server.url = f"http://127.0.0.1:{http.server_port}"
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def sms_gateway(server: SmsServer, **changes: Any) -> "Gateway":
    """A JSON gateway that answers {"code": 0}, not stored."""
    # The servers are used by scripts too, which have no Django.
    from zhuqi.foundation.notices.models import Gateway

    settings: dict[str, Any] = {
        "channel": "sms",
        "enabled": True,
        "url": f"{server.url}/send?appid=7",
        "body": '{"mobile": "{phone}", "content": "【许昌助企】{text}", "uid": "{id}", "n": 1}',
        "ok_path": "code",
        "ok_value": "0",
        "timeout": 5,
    }
    return Gateway(**settings | changes)


@dataclass
class MailServer:
    """A mail server; `recipient_reply` is what it says to an address."""

    port: int = 0
    recipient_reply: str = "250 ok"
    data_reply: str = "250 taken"
    letters: list[bytes] = field(default_factory=list)
    to: list[str] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serve SMTP on a free port until the end."""
    server = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                verb = line.upper()
                if verb.startswith("RCPT"):
                    server.to.append(line.partition(":")[2].strip("<> "))
                    self.say(server.recipient_reply)
                elif verb == "DATA":
                    self.say("354 go on")
                    self.letter()
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def letter(self) -> None:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line)
            server.letters.append(b"".join(lines))
            if server.data_reply:
                self.say(server.data_reply)
            else:
                self.connection.shutdown(socket.SHUT_RDWR)

    tcp = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=tcp.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    server.port = tcp.server_address[1]
    try:
        yield server
    finally:
        tcp.shutdown()
        thread.join()
        tcp.server_close()
