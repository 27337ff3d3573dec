"""`zhuqi tallies`: count all figures anew from the log."""

import argparse
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK

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
    command.set_defaults(carry_out=rebuild)


def rebuild(_args: argparse.Namespace) -> int:
    """All lines and tallies anew."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from zhuqi.interfaces.console.progress import Progress
    from zhuqi.reporting.statistics import actions

    with Progress("已统计诉求") as progress:
        reached = actions.rebuild(progress)
    print(f"统计已按日志重建，截至第 {reached.event} 条日志。")
    return OK
