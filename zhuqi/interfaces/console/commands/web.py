"""`zhuqi web`: the pages."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK, PROBLEMS
from zhuqi.interfaces.shell.watching import COUNTED_IN

if TYPE_CHECKING:
    from zhuqi.interfaces.console.address import Address
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    help_line = "只启动网页服务（另行启动 worker）"
    command = commands.add_parser(
        "web",
        help=help_line,
        description=f"{help_line}。监听 ZHUQI_BIND（默认本机的 ZHUQI_PORT 端口），"
        "进程数为 ZHUQI_WEB_PROCESSES。启动前检查设置，有错误则不启动。",
    )
    command.set_defaults(carry_out=serve)


def serve(_args: argparse.Namespace) -> int:
    """Serve until SIGTERM; PROBLEMS if the settings are unsafe or the tables are not up to date."""
    import sys

    from zhuqi.interfaces.console import address, booting, lifeline

    booting.wake_django()
    from django.conf import settings

    lifeline.hold()
    place = address.listen_address(settings.PORT)
    if fault := address.why_not_free(place):
        print(fault, file=sys.stderr)
        return PROBLEMS
    if (code := booting.fit_to_start()) != OK:
        return code
    with counted_together(asked_for=settings.METRICS):
        return _serve(place)


@contextmanager
def counted_together(*, asked_for: bool) -> Iterator[None]:
    """Have the processes to come count into one folder, gone at the end; before any is counted."""
    if not asked_for:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="zhuqi-metrics-") as folder:
        os.environ[COUNTED_IN] = folder
        yield


def _serve(place: "Address") -> int:
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.db import connections
    from django.template.loader import render_to_string

    from zhuqi.interfaces.console.server import Bodies, Server
    from zhuqi.interfaces.shell.unavailable import no_room_page

    application = get_wsgi_application()
    # A connection must not be shared by the processes about to be forked.
    connections.close_all()
    bodies = Bodies(
        most_bytes=settings.BODY_MAX_BYTES,
        form_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        page=render_to_string("413.html").encode(),
        no_room=no_room_page(),
        folder=settings.FILE_UPLOAD_TEMP_DIR,
    )
    Server(application, place, settings.WEB_PROCESSES, bodies).run()
    return OK
