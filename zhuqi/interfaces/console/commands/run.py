"""`zhuqi run`: pages and background work from one command."""

import argparse
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import PROBLEMS

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
    command.set_defaults(carry_out=run)


def run(_args: argparse.Namespace) -> int:
    """Run both until SIGTERM or Ctrl+C; PROBLEMS if the port is taken or the start is refused."""
    import sys

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
    return supervisor.run(_Welcome(place))


class _Welcome:
    """Prints the address and who can sign in once, when somebody answers there."""

    def __init__(self, place: "Address") -> None:
        self._place = place
        self._said = False

    def __call__(self) -> None:
        from zhuqi.interfaces.console import address

        if self._said or not address.answers(self._place):
            return
        self._said = True
        # "localhost", not 127.0.0.1: browsers refuse passkeys on bare addresses.
        where = self._place if self._place.is_unix else f"http://localhost:{self._place.port}"
        print(f"助企已启动：{where}    按 Ctrl+C 停止", flush=True)
        _print_sample_people()


def _print_sample_people() -> None:
    """In a sample city, the accounts to try it with. The connection is given back at once."""
    from django.conf import settings

    if not settings.SAMPLE_MODE:
        return
    from django.db import connections

    from zhuqi.interfaces.console import booting
    from zhuqi.interfaces.console.commands.sample import print_sign_ins

    booting.wake_django()
    try:
        print_sign_ins()
    finally:
        connections.close_all()
