"""`zhuqi move`: from SQLite to PostgreSQL, or back, with every row compared."""

import argparse
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK, PROBLEMS
from zhuqi.interfaces.console.progress import Progress

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "move",
        help="把数据搬到另一个空库（SQLite 与 PostgreSQL 之间）",
        description="先停网页和后台进程。逐表搬到空库，再逐行比对；原库不变。"
        "搬完把 ZHUQI_DATABASE_URL 改成新库再启动。",
    )
    command.add_argument(
        "--to", metavar="地址", required=True, help="新库，写法同 ZHUQI_DATABASE_URL"
    )
    command.set_defaults(carry_out=move_database)


def move_database(args: argparse.Namespace) -> int:
    """Refused while a worker is alive, and into a database that has tables."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.conf import settings
    from django.utils import timezone

    from zhuqi.foundation.outbox.queries import overview
    from zhuqi.foundation.upkeep import moving

    if booting.unmigrated():
        print("原库还不是这个版本，请先运行 zhuqi migrate。", file=sys.stderr)
        return PROBLEMS
    if alive := [beat.name for beat in overview(timezone.now()).beats if not beat.silent]:
        print(
            f"后台进程还在工作（{'、'.join(alive)}）：请先停止网页和后台进程，两分钟后再搬。",
            file=sys.stderr,
        )
        return PROBLEMS
    with moving.target(settings.DATABASE_FROM_URL(args.to)) as to:
        if there := moving.why_not_empty(to):
            print(there, file=sys.stderr)
            return PROBLEMS
        to.close()
        if (code := _migrated(args.to)) != OK:
            return code
        with Progress("已搬") as progress:
            moved = moving.copy(to, progress)
    print(
        f"已搬 {moved.tables} 张表 {moved.rows} 行，逐行比对一致，查找的索引已重建；原库没有改动。"
    )
    print("请把 ZHUQI_DATABASE_URL 改成新库，运行 zhuqi check，没有问题再启动。")
    return OK


def _migrated(url: str) -> int:
    """In a process of its own: what migrating writes must go nowhere but into the new database."""
    done = subprocess.run(
        [sys.executable, "-m", "zhuqi.interfaces.console", "migrate"],
        env={**os.environ, "ZHUQI_DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode
