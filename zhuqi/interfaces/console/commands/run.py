"""`zhuqi run`: pages and background work from one command."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from zhuqi.interfaces.console.commands.sample import SIZES
from zhuqi.interfaces.console.exits import OK, PROBLEMS
from zhuqi.interfaces.console.filling import Filling

if TYPE_CHECKING:
    from zhuqi.interfaces.console.address import Address
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    help_line = "启动本系统：网页服务和后台任务"
    command = commands.add_parser(
        "run",
        help=help_line,
        description=f"{help_line}。其中一个意外退出时会自动重新启动；按 Ctrl+C 全部停止"
        "（再按一次则不等正在处理的请求）。",
    )
    command.add_argument(
        "--sample",
        choices=SIZES,
        help="数据库是空的，先建样例城市：市级和一个县的台账建好即可登录，其余县区边用边补",
    )
    command.set_defaults(carry_out=run)


def run(args: argparse.Namespace) -> int:
    """Run both until SIGTERM or Ctrl+C; PROBLEMS if the port is taken or the start is refused."""
    from zhuqi.interfaces.console import address, booting
    from zhuqi.interfaces.console.supervisor import Supervisor

    booting.wake_settings()
    from django.conf import settings

    place = address.listen_address(settings.PORT)
    if fault := address.why_not_free(place):
        print(fault, file=sys.stderr)
        return PROBLEMS
    console = [sys.executable, "-m", "zhuqi.interfaces.console"]
    supervisor = Supervisor({"网页服务": [*console, "web"], "后台任务": [*console, "worker"]})
    with ExitStack() as stack:
        if args.sample:
            build = [*console, "sample", "--if-empty", "--quiet", "--size", args.sample]
            if (code := stack.enter_context(Filling(build)).until_open()) != OK:
                return code
        welcome = stack.enter_context(_Welcome(place, _listing_of_people(console)))
        return supervisor.run(welcome)


def _listing_of_people(console: Sequence[str]) -> list[str]:
    from django.conf import settings

    return [*console, "sample", "--people"] if settings.SAMPLE_MODE else []


class _Welcome:
    """Prints the address, and who can sign in to a sample city, once somebody answers there."""

    def __init__(self, place: "Address", people: Sequence[str]) -> None:
        self._place = place
        self._people = people
        self._said = False
        self._listing: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._listing is not None:
            self._listing.kill()
            self._listing.wait()

    def __call__(self) -> None:
        """Look, and say it the first time; called at every tick."""
        from zhuqi.interfaces.console import address

        if self._said or not address.answers(self._place):
            return
        self._said = True
        # "localhost", not 127.0.0.1: browsers refuse passkeys on bare addresses.
        where = self._place if self._place.is_unix else f"http://localhost:{self._place.port}"
        print(f"助企已启动：{where}    按 Ctrl+C 停止", flush=True)
        if self._people:
            # A process of its own: waking Django here would keep a signal waiting for seconds,
            # and its memory for ever.
            self._listing = subprocess.Popen(self._people, start_new_session=True)  # noqa: S603
