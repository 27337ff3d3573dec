"""Read the command line, hand over to one command, turn refusals into sentences and numbers."""

import argparse
import sys
from collections.abc import Sequence

from zhuqi.foundation.access import Refusal
from zhuqi.interfaces.console.commands import (
    backup,
    check,
    clock,
    importing,
    keys,
    migrate,
    move,
    office,
    restore,
    run,
    sample,
    search,
    sweep,
    tallies,
    unit,
    user,
    web,
    worker,
)
from zhuqi.interfaces.console.exits import INTERRUPTED, OK, PROBLEMS, UNFIT
from zhuqi.interfaces.console.words import Parser

_EPILOG = """退出码：0 成功；1 发现问题或被拒绝；2 用法或环境有误（连不上数据库、缺文件等）。
设置都来自 ZHUQI_ 开头的环境变量，见 docs/operations.md。"""


def parser() -> Parser:
    """Every command with its help; needs no settings and no database."""
    root = Parser(
        prog="zhuqi",
        description="助企：企业诉求台账。在服务器上运行、维护和检查本系统。",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = root.add_subparsers(title="命令", metavar="命令", dest="command", required=True)
    for module in (
        run,
        web,
        worker,
        migrate,
        sample,
        importing,
        check,
        backup,
        restore,
        move,
        keys,
        search,
        sweep,
        tallies,
        clock,
        office,
        unit,
        user,
    ):
        module.add_to(commands)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        return _carried_out(argv)
    except KeyboardInterrupt:
        print("\n已中断。", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Somebody read enough, as in `zhuqi check audit | head`.
        sys.stderr.close()
        return OK


def _carried_out(argv: Sequence[str] | None) -> int:
    try:
        args = parser().parse_args(argv)
        return int(args.carry_out(args))
    except Refusal as refusal:
        print(refusal.reason, file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(
            f"不能读写：{error.strerror or error} {error.filename or ''}".rstrip(), file=sys.stderr
        )
    except Exception as error:
        sentence = _unfit(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
    return UNFIT


def _unfit(error: Exception) -> str | None:
    """What is wrong with settings or database, in a sentence; None if it is neither."""
    # Only now: `--help` and wrong usage must answer at once, without Django.
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import Error as DatabaseTrouble

    if isinstance(error, ImproperlyConfigured):
        return f"设置有误：{error}"
    if isinstance(error, DatabaseTrouble):
        hint = "数据库表还没有建好？请先运行 zhuqi migrate，并检查 ZHUQI_DATABASE_URL。"
        return f"数据库不能使用：{str(error).strip()}\n{hint}"
    return None
