"""`zhuqi clock`: is the server's clock right, and vouching for a year it shows."""

import argparse
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command and `confirm`."""
    command = commands.add_parser(
        "clock", help="确认服务器时间的年份", description="服务器时间与编号年份。"
    )
    verbs = command.add_subparsers(title="做什么", metavar="动作", required=True)
    confirm = verbs.add_parser(
        "confirm",
        help="确认年份无误，恢复编号",
        description="服务器时间的年份与上一个编号相差较大时，平台暂不编号；核对无误后用它确认。",
    )
    confirm.add_argument("year", type=int, metavar="年份", help="服务器时间的年份，如 2026")
    confirm.set_defaults(carry_out=confirm_year)


def confirm_year(args: argparse.Namespace) -> int:
    """Only for the year the clock shows; NotValid is said by the console."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.db import transaction

    from zhuqi.foundation.access import SYSTEM
    from zhuqi.foundation.audit import server_clock

    with transaction.atomic():
        server_clock.confirm_year(args.year, by=SYSTEM)
    print(f"已确认 {args.year} 年，可以继续编号。")
    return OK
