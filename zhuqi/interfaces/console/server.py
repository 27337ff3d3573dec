"""The web server: processes that share one listening socket, one request at a time in each.

Within a process waitress reads requests and writes answers for any number of connections at once;
the application is entered only with a whole request and left with a whole answer. So slow clients
hold no process, and the tail stays flat.
"""

import faulthandler
import gc
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from waitress import wasyncore
from waitress.server import create_server

from zhuqi.interfaces.console.address import Address
from zhuqi.interfaces.console.bodies import channel_class

REQUEST_SECONDS = 60
# For requests under way when told to stop; the supervisor waits longer.
FAREWELL_SECONDS = 30.0
RESPAWN_PAUSE = 1.0
_TICK, _BUSY_TICK = 0.5, 0.01
_BACKLOG = 1024
_CONNECTIONS = 1000
# Answers wait on disk for slow readers; the application never waits for them.
_ANSWER_BYTES = 1 << 40
# The proxy before us may be another user's.
_SOCKET_MODE = 0o666


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """What a request may carry: with files, without; the pages that say it was too much, and that
    there is no room for it.

    In `folder` lies what is received and not yet whole.
    """

    most_bytes: int
    form_bytes: int
    page: bytes
    no_room: bytes
    folder: Path


class Server:
    """The parent: opens the socket, keeps its processes alive, ends them."""

    def __init__(
        self, application: Callable[..., Any], address: Address, processes: int, bodies: Bodies
    ) -> None:
        self._application = application
        self._address = address
        self._processes = processes
        self._bodies = bodies
        self._children: dict[int, float] = {}
        self._told = 0

    def run(self) -> None:
        """Until SIGTERM or SIGINT; a second one does not wait for requests under way."""
        listener = _listening(self._address)
        tempfile.tempdir = str(self._bodies.folder)
        # What all processes hold stays one copy: none looks through it for garbage, which writes
        # into every page of it.
        gc.collect()
        gc.freeze()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        not_before = 0.0
        try:
            while not self._told:
                if self._bury():
                    not_before = time.monotonic() + RESPAWN_PAUSE
                if len(self._children) < self._processes and time.monotonic() >= not_before:
                    self._fork(listener)
                else:
                    time.sleep(0.1)
        finally:
            listener.close()
            self._end_all()
            if self._address.is_unix:
                Path(self._address.host).unlink(missing_ok=True)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._told += 1

    def _fork(self, listener: socket.socket) -> None:
        parent = os.getpid()
        if pid := os.fork():
            self._children[pid] = time.monotonic()
            return
        code = 1
        try:
            _Process(self._application, listener, self._bodies, parent).run()
            code = 0
        except BaseException:  # noqa: BLE001 (it must not go on as a second parent)
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _bury(self) -> int:
        """Forget the processes that have died; how many."""
        died = 0
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            if self._children.pop(pid, None) is not None:
                died += 1
                if not self._told:
                    code = os.waitstatus_to_exitcode(status)
                    print(f"网页进程 {pid} 退出（{code}），重新启动。", file=sys.stderr, flush=True)
        return died

    def _end_all(self) -> None:
        told, deadline = self._told, time.monotonic() + FAREWELL_SECONDS + 1
        self._signal(signal.SIGTERM)
        while self._children and time.monotonic() < deadline and self._told <= max(told, 1):
            self._bury()
            time.sleep(0.05)
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        for pid in self._children:
            with suppress(ProcessLookupError):
                os.kill(pid, number)


class _Process:
    """A child: waitress around the application, and a watch over it."""

    def __init__(
        self, application: Callable[..., Any], listener: socket.socket, bodies: Bodies, parent: int
    ) -> None:
        self._parent = parent
        self._stopping = False
        self._since: float | None = None
        self._server: Any = create_server(
            bodiless(application),
            sockets=[listener],
            threads=1,
            ident=None,
            backlog=_BACKLOG,
            connection_limit=_CONNECTIONS,
            channel_timeout=REQUEST_SECONDS,
            cleanup_interval=5,
            max_request_body_size=bodies.most_bytes,
            outbuf_high_watermark=_ANSWER_BYTES,
            # The settings decide whether a proxy's headers are believed.
            clear_untrusted_proxy_headers=False,
        )
        if listener.family == socket.AF_UNIX:
            # No address rather than a name in its place.
            self._server.fix_addr = lambda _addr: ("", None)
        self._server.channel_class = self._watched(bodies)
        self._accepts = self._server.readable
        self._server.readable = lambda: self._accepts() and not self._busy()

    def _watched(self, bodies: Bodies) -> type[Any]:
        process = self
        limited = channel_class(
            form_bytes=bodies.form_bytes, page=bodies.page, no_room=bodies.no_room
        )

        class Channel(limited):  # type: ignore[misc, valid-type]
            def service(self) -> None:
                process._since = time.monotonic()
                try:
                    super().service()
                finally:
                    process._since = None

        return Channel

    def _busy(self) -> bool:
        """True while a request waits or is under way: others of our kind take new connections."""
        dispatcher = self._server.task_dispatcher
        return bool(dispatcher.queue) or dispatcher.active_count > 0

    def run(self) -> None:
        """Until told to stop and done with what is under way."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        threading.Thread(target=self._watch, name="watch", daemon=True).start()
        while not self._stopping:
            self._turn()
        self._server.accepting = False
        deadline = time.monotonic() + FAREWELL_SECONDS
        while self._owes() and time.monotonic() < deadline:
            self._turn()

    def _turn(self) -> None:
        wasyncore.loop(
            timeout=_BUSY_TICK if self._busy() else _TICK,
            use_poll=True,
            map=self._server._map,  # noqa: SLF001 (waitress has no other name for it)
            count=1,
        )

    def _owes(self) -> bool:
        """True while a request is under way or an answer is not sent."""
        channels = self._server.active_channels.values()
        return self._busy() or any(one.requests or one.total_outbufs_len for one in channels)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        self._server.pull_trigger()

    def _watch(self) -> None:
        """End with the parent, and with a request that never ends: another process starts."""
        while os.getppid() == self._parent:
            since = self._since
            if since is not None and time.monotonic() - since > REQUEST_SECONDS:
                print(f"一次请求超过 {REQUEST_SECONDS} 秒，网页进程退出。", file=sys.stderr)
                faulthandler.dump_traceback()
                _exit_now()
            time.sleep(_TICK)
        _exit_now()


def bodiless(application: Callable[..., Any]) -> Callable[..., Any]:
    """The application, whose answers to HEAD are headers alone.

    Neither Django nor waitress sees to that; a body that nobody waits for is read as the answer
    to the next request on the same connection.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if close := getattr(body, "close", None):
            close()
        return []

    return answer


def _exit_now() -> NoReturn:
    sys.stderr.flush()
    os._exit(1)


def _listening(address: Address) -> socket.socket:
    if address.is_unix:
        listener = socket.socket(socket.AF_UNIX)
        path = Path(address.host)
        if path.is_socket():
            path.unlink()  # of a server before us
        listener.bind(address.host)
        path.chmod(_SOCKET_MODE)
    else:
        listener = socket.socket(socket.AF_INET6 if ":" in address.host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
    listener.listen(_BACKLOG)
    listener.settimeout(0)
    return listener
