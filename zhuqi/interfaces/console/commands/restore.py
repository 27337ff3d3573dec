"""`zhuqi restore`: bring a backup back into an empty place, and check what came."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuqi.interfaces.console.exits import OK, PROBLEMS
from zhuqi.interfaces.console.progress import Progress

if TYPE_CHECKING:
    from zhuqi.foundation.upkeep.restore import Found
    from zhuqi.interfaces.console.commands import Commands

# What is looked at once everything is back: the log, every row by the log, every file by its row.
_CHECKS = ("audit", "rows", "files")


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "restore",
        help="从备份恢复到空的库和目录",
        description="先读完整份备份并核对每个文件，再恢复；库里有表、目录里有文件就不恢复。"
        "恢复后核对日志、记录和附件。",
    )
    command.add_argument("file", metavar="备份文件", type=Path, help="zhuqi backup 写的文件")
    command.add_argument("--identity", metavar="私钥文件", type=Path, help="加密的备份用它打开")
    command.add_argument(
        "--passphrase-file", metavar="文件", type=Path, help="私钥文件的口令，在文件第一行"
    )
    command.add_argument("--verify-only", action="store_true", help="只核对备份是否完好，不恢复")
    command.set_defaults(carry_out=bring_back)


def bring_back(args: argparse.Namespace) -> int:
    """Restore and check, or only verify."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    from zhuqi.foundation.upkeep.restore import restore, verify_backup
    from zhuqi.foundation.upkeep.site import Site

    identities = _identities(args)
    with Progress("已读出文件") as progress:
        if args.verify_only:
            found = verify_backup(args.file, identities, progress=progress)
        else:
            connections.close_all()
            known = MigrationLoader(None).disk_migrations or {}
            found = restore(
                Site.here(),
                args.file,
                identities,
                known_migrations=[f"{app}.{name}" for app, name in known],
                progress=progress,
            )
    _tell(found)
    if args.verify_only:
        print("备份完好。")
        return OK
    return _check()


def _tell(found: "Found") -> None:
    facts = found.facts
    print(
        f"备份做于 {found.manifest['made_at']}，{found.manifest['database']}，"
        f"{found.files} 个文件，日志 {facts['events']} 条，封存至第 {facts['seal']} 次。"
    )
    for sentence in found.missing_keys():
        print(f"提醒：{sentence}")


def _check() -> int:
    from zhuqi.foundation.contributions.checks import CHECKS
    from zhuqi.interfaces.console.booting import unmigrated
    from zhuqi.interfaces.console.commands.check import run_check

    print("数据库和文件已恢复，与备份清单一致。")
    if missing := unmigrated():
        print(f"备份来自较早的版本：请先运行 zhuqi migrate（{missing} 步），再运行 zhuqi check。")
        return OK
    wrong = False
    for name in _CHECKS:
        wrong |= run_check(name, CHECKS[name])
    print("请再运行 zhuqi migrate（建缓存表），然后启动网页和后台进程。")
    return PROBLEMS if wrong else OK


def _identities(args: argparse.Namespace) -> list[Any]:
    from zhuqi.foundation.upkeep.identities import read_identity

    if args.identity is None:
        return []
    passphrase = None
    if args.passphrase_file is not None:
        passphrase = args.passphrase_file.read_text(encoding="utf-8").partition("\n")[0]
    return [read_identity(args.identity, passphrase)]
