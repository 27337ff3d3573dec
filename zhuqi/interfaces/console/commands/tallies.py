"""`zhuqi tallies`: count all figures anew from the log."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK, PROBLEMS

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "tallies",
        help="按日志重建统计",
        description="按日志重新折算每件诉求的统计行和合计；后台平时自动跟进，核对发现不符时用它。"
        "重建期间指标页照常可用，中断后可以再次运行。",
    )
    command.add_argument(
        "--processes", metavar="个数", type=int, help="几个进程分头折算，默认每个处理器核一个"
    )
    command.set_defaults(carry_out=rebuild)


def rebuild(args: argparse.Namespace) -> int:
    """All lines and tallies anew; PROBLEMS where one of its processes was ended from outside."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from zhuqi.interfaces.console.progress import Progress
    from zhuqi.reporting.statistics import actions

    processes = max(1, args.processes or os.cpu_count() or 1)
    try:
        with Progress("已统计诉求") as progress:
            reached = actions.rebuild(progress, processes=processes)
    except ChildProcessError as error:
        print(f"统计没有重建完（{error}），现有统计仍可用；请再次运行。", file=sys.stderr)
        return PROBLEMS
    print(f"统计已按日志重建，截至第 {reached.event} 条日志。")
    return OK
