"""`zhuqi search rebuild`: write the index of the search box anew."""

import argparse
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK
from zhuqi.interfaces.console.progress import Progress

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    command = commands.add_parser("search", help="重建查找用的索引", description="查找用的索引。")
    targets = command.add_subparsers(title="做什么", metavar="动作", required=True)
    target = targets.add_parser(
        "rebuild",
        help="从原记录重建",
        description="从原记录重建索引；系统可以照常使用。中断后再运行会从中断处继续。",
    )
    target.set_defaults(carry_out=rebuild)


def rebuild(_args: argparse.Namespace) -> int:
    """Begin again, or go on where a run was cut off; the worker helps along."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from zhuqi.foundation.search.actions import begin_filling, fill_on, strike_vanished
    from zhuqi.foundation.search.models import Filling

    begin_filling(again=not Filling.objects.filter(done_at=None).exists())
    for row in Filling.objects.filter(done_at=None).order_by("pk"):
        strike_vanished(row.kind)
        with Progress(f"索引 {row.kind}") as progress:
            while fill_on(row):
                progress(row.last, row.upto)
    print("索引已重建；附件中的文字由后台随后读出。")
    return OK
