"""`zhuqi move`: from SQLite to PostgreSQL, or back, with every row compared; and attachments from
a disk to a bucket, or back."""

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
        help="把数据搬到另一个空库（SQLite 与 PostgreSQL 之间），或把附件搬进对象存储",
        description="先停网页和后台进程。--to 逐表搬到空库，再逐行比对；--files-to 逐个搬附件，"
        "中断了可以再来。原处不变。搬完把 ZHUQI_DATABASE_URL 或 ZHUQI_ATTACHMENTS_URL "
        "改成新处再启动。",
    )
    where = command.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="地址", help="新库，写法同 ZHUQI_DATABASE_URL")
    where.add_argument(
        "--files-to",
        metavar="地址",
        help="附件的新处，写法同 ZHUQI_ATTACHMENTS_URL；disk 为数据目录",
    )
    command.set_defaults(carry_out=move)


def move(args: argparse.Namespace) -> int:
    """Refused while a worker is alive."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.utils import timezone

    from zhuqi.foundation.outbox.queries import overview

    if booting.unmigrated():
        print("原库还不是这个版本，请先运行 zhuqi migrate。", file=sys.stderr)
        return PROBLEMS
    if alive := [beat.name for beat in overview(timezone.now()).beats if not beat.silent]:
        print(
            f"后台进程还在工作（{'、'.join(alive)}）：请先停止网页和后台进程，两分钟后再搬。",
            file=sys.stderr,
        )
        return PROBLEMS
    return _move_files(args.files_to) if args.files_to else _move_database(args.to)


def _move_files(to: str) -> int:
    from django.conf import settings

    from zhuqi.foundation.attachments.stores import store, store_of
    from zhuqi.foundation.upkeep.moving_files import copy_files

    source, target = store(), store_of(settings.ATTACHMENTS_FROM_URL(to))
    if source.where == target.where:
        print(f"附件已经在 {source.where}。", file=sys.stderr)
        return PROBLEMS
    with Progress("已搬附件") as progress:
        moved = copy_files(source, target, progress)
    print(
        f"{target.where} 里已有全部 {moved.files} 个文件，其中 {moved.there} 个原来就在；"
        f"{source.where} 没有改动。"
    )
    print("请改 ZHUQI_ATTACHMENTS_URL，运行 zhuqi check store 和 zhuqi check files，再启动。")
    print("核对并备份之后请清除原处：以后销毁的文件不会从那里删除。")
    return OK


def _move_database(url: str) -> int:
    """Refused into a database that has tables."""
    from django.conf import settings

    from zhuqi.foundation.upkeep import moving

    with moving.target(settings.DATABASE_FROM_URL(url)) as to:
        if there := moving.why_not_empty(to):
            print(there, file=sys.stderr)
            return PROBLEMS
        to.close()
        if (code := _migrated(url)) != OK:
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
