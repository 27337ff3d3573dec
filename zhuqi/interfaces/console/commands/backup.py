"""`zhuqi backup`: everything a site consists of, but its keys, into one file while people work."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK, UNFIT
from zhuqi.interfaces.console.progress import Progress

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "backup",
        help="备份数据库和附件（不停服务）",
        description="把数据库、附件、后台文件和封存日志写成一个文件，不停服务；密钥不在其中。"
        "写完才有正式的文件名，中途失败不留半份。",
    )
    command.add_argument("--to", metavar="目录", help="写到哪里；默认为 ZHUQI_BACKUP_DIR")
    command.add_argument(
        "--encrypt-to",
        metavar="公钥",
        action="append",
        help="用 age 公钥（age1…，见 zhuqi keys backup）加密，可写几次；"
        "默认为 ZHUQI_BACKUP_RECIPIENTS",
    )
    command.add_argument("--keep", metavar="份数", type=int, help="写完后只留最近几份")
    command.set_defaults(carry_out=back_up)


def back_up(args: argparse.Namespace) -> int:
    """Make it, remember it for the administrator's page, and say what else must be kept."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.conf import settings
    from django.utils import timezone

    from zhuqi.foundation.access import Refusal
    from zhuqi.foundation.attachments.disk import in_words
    from zhuqi.foundation.upkeep.backup import forget_older, make_backup
    from zhuqi.foundation.upkeep.identities import recipients_of
    from zhuqi.foundation.upkeep.queries import BACKUP
    from zhuqi.foundation.upkeep.site import Site
    from zhuqi.interfaces.console.remembering import remember

    where = args.to or settings.BACKUP_DIR
    if not where:
        print("请用 --to 指明目录，或设 ZHUQI_BACKUP_DIR。", file=sys.stderr)
        return UNFIT
    if args.keep is not None and args.keep < 1:
        print("--keep 至少为 1。", file=sys.stderr)
        return UNFIT
    recipients = args.encrypt_to or settings.BACKUP_RECIPIENTS
    recipients_of(recipients)
    folder, started = Path(where).resolve(), timezone.now()
    try:
        with Progress("已备份文件") as progress:
            made = make_backup(
                Site.here(),
                folder,
                now=timezone.localtime(started),
                recipients=recipients,
                progress=progress,
            )
    except (Refusal, OSError) as error:
        remember(BACKUP, started, good=False, sentence=_why(error))
        raise
    said = f"{made.path}，{in_words(made.size)}，{made.files} 个文件"
    remember(BACKUP, started, good=True, sentence=said)
    print(f"备份完成：{said}，日志 {made.facts.events} 条，封存至第 {made.facts.seal} 次。")
    print("密钥不在备份里，请另行保管（丢了密钥，日志无法核对，动态口令须重设）：")
    for line in _keys():
        print(f"  {line}")
    if args.keep:
        for path in forget_older(folder, keep=args.keep):
            print(f"已删除较早的备份 {path.name}")
    return OK


def _why(error: Exception) -> str:
    return str(error)[:500]


def _keys() -> list[str]:
    from django.conf import settings

    from zhuqi.interfaces.console.commands.keys import where_kept

    return [f"{label}：{where}" for label, where in where_kept(settings)]
