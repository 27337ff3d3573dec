"""`zhuqi check`: everything that rooms contribute to it, one by one or all of it."""

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zhuqi.foundation.contributions.checks import CHECKS, Check
from zhuqi.interfaces.console.exits import OK, PROBLEMS, UNFIT
from zhuqi.interfaces.console.progress import Progress

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands
    from zhuqi.interfaces.console.words import Parser


class Terminal:
    """A check's findings on standard output, its progress on standard error."""

    last = ""

    def say(self, line: str) -> None:
        """Print a line at once."""
        self.last = line
        print(line, flush=True)

    def progress(self, label: str) -> AbstractContextManager[Callable[..., None]]:
        """How far it is, as the terminal takes it."""
        return Progress(label)


def add_to(commands: "Commands") -> None:
    """Declare the command; which checks there are is asked of the rooms when it is called."""
    command = commands.add_parser(
        "check",
        help="检查设置、日志和时限",
        description="检查；不写对象时依次检查全部。"
        "退出码：0 没有问题；1 发现问题；2 未能检查。适合定时运行。",
        further=_add_targets,
    )
    command.set_defaults(carry_out=check_all)


def _add_targets(command: "Parser") -> None:
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    targets = command.add_subparsers(title="检查什么", metavar="对象")
    for name, check in CHECKS.items():
        target = targets.add_parser(name, help=check.help_line, description=f"{check.help_line}。")
        for option in check.options:
            target.add_argument(f"--{option.name}", metavar="文件", help=option.help_line)
        target.set_defaults(carry_out=partial(_check_one, name, check))


def check_all(_args: argparse.Namespace) -> int:
    """Every check, whatever the one before found; PROBLEMS if any found something."""
    wrong = False
    for name, check in CHECKS.items():
        if not check.by_name_only:
            print(f"{name}：{check.help_line}", file=sys.stderr)
            wrong |= run_check(name, check)
    return PROBLEMS if wrong else OK


def run_check(name: str, check: Check) -> bool:
    """Run it and remember when, and what it said at its end; True if something was found."""
    from django.utils import timezone

    from zhuqi.foundation.upkeep.queries import CHECK
    from zhuqi.interfaces.console.remembering import remember

    started, terminal = timezone.now(), Terminal()
    wrong = check.run(terminal)
    if not check.by_name_only:
        remember(f"{CHECK}{name}", started, good=not wrong, sentence=terminal.last)
    return wrong


def _check_one(name: str, check: Check, args: argparse.Namespace) -> int:
    wrong = run_check(name, check)
    for option in check.options:
        if path := getattr(args, option.name):
            try:
                text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                print(f"读不了 {path}：{error}", file=sys.stderr)
                return UNFIT
            wrong |= option.run(Terminal(), text)
    return PROBLEMS if wrong else OK
