"""`zhuqi worker`: what is owed after a commit, and what the clock asks for."""

import argparse
import gc
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    help_line = "只启动后台任务进程（提醒、封存日志、清理等）"
    command = commands.add_parser(
        "worker",
        help=help_line,
        description=f"{help_line}。可以在一台或多台机器上同时运行几个。"
        "收到 SIGTERM 后做完手上的一件再退出。",
    )
    command.set_defaults(carry_out=work)


def work(_args: argparse.Namespace) -> int:
    """Work until told to stop."""
    from zhuqi.interfaces.console import booting, lifeline

    booting.wake_django()
    from zhuqi.foundation.outbox import worker

    lifeline.hold()
    if (code := booting.fit_to_start()) != OK:
        return code
    # What it begins with stays for good: no look for garbage goes through it again.
    gc.collect()
    gc.freeze()
    # Only now: while nothing is in hand, a signal may end the process at once.
    worker.run(worker.stop_on_signals())
    return OK
