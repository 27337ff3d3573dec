"""`zhuqi sweep`: what the offices' ladders have due now, taken at once, without the worker."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands
    from zhuqi.mechanisms.supervision.ladder.actions import Tally


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    help_line = "按催办阶梯把到时的提醒、催办、问效办一遍"
    command = commands.add_parser(
        "sweep",
        help=help_line,
        description=f"{help_line}。后台任务每十分钟自己做；重复、同时执行都不会重发，中断后再执行会接着做。"
        "有常设授权的催办单、商请函直接发出，其余拟好待签发；非办公时间不发单。",
    )
    command.add_argument(
        "--batch", type=int, default=0, metavar="件数", help="每一批锁定多少件，平常不用填"
    )
    command.set_defaults(carry_out=sweep)


def sweep(args: argparse.Namespace) -> int:
    """Once, to its end; what was done and what was left is said by kind and by reason."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.db import transaction
    from django.utils import timezone

    from zhuqi.foundation.outbox.queries import unfinished_of
    from zhuqi.ledgers.cases.notifications.actions import REMIND, enqueue_reminders
    from zhuqi.mechanisms.supervision.ladder import actions

    with transaction.atomic():
        enqueue_reminders(timezone.now())
    tally = actions.sweep(chunk=max(args.batch, 0) or actions.CHUNK)
    print(f"提醒：待发 {unfinished_of(REMIND).count()} 条，由后台在办公时间发出。")
    for line in _lines(tally):
        print(line)
    return OK


def _lines(tally: "Tally") -> Iterator[str]:
    from zhuqi.mechanisms.supervision.enums import SheetKind

    for kind in SheetKind:
        issued, drafted = tally.issued[kind], tally.drafted[kind]
        if issued or drafted:
            yield f"{kind.label}：发出 {issued} 份，拟稿待签发 {drafted} 份。"
    if not tally.issued and not tally.drafted:
        yield "催办、问效：没有新发、新拟的。"
    for reason, number in sorted(tally.skipped.items(), key=lambda item: (-item[1], item[0])):
        yield f"没有发的 {number} 份：{reason}。"
