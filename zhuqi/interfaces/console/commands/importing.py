"""`zhuqi import`: historical cases, and the State Council's holiday notices."""

import argparse
import csv
import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zhuqi.foundation.access import NotValid
from zhuqi.interfaces.console.exits import OK, PROBLEMS

if TYPE_CHECKING:
    from zhuqi.foundation.access import Person
    from zhuqi.interfaces.console.commands import Commands
    from zhuqi.ledgers.imports.report import Report

# A file can be wrong in every row; the first ones and the counts say what to mend.
_ROWS_SHOWN = 50


_EXAMPLE = """例如：
  zhuqi import cases 台账.xls --suggest --as hefan > 对照.toml
  zhuqi import cases 台账.xls --mapping 对照.toml --as hefan --dry-run
  zhuqi import cases 台账.xls --mapping 对照.toml --as hefan"""


def add_to(commands: "Commands") -> None:
    """Declare the command and what can be imported."""
    command = commands.add_parser(
        "import",
        help="导入历史诉求、放假安排",
        description="导入数据。重复导入同一文件不会重复登记。",
    )
    kinds = command.add_subparsers(title="导入什么", metavar="种类", required=True)
    _add_cases(kinds)
    _add_calendar(kinds)


def _add_cases(kinds: "Commands") -> None:
    cases = kinds.add_parser(
        "cases",
        help="历史诉求（.xlsx、.xls 或 .csv）",
        description="按对照文件导入历史诉求：逐行核对，不能用的行说明原因，其余照常导入。"
        "历史诉求不计时限，也不进入各项比率。有行未导入时退出码为 1。",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    cases.add_argument("file", type=Path, metavar="文件", help="表格文件")
    cases.add_argument("--mapping", type=Path, metavar="对照.toml", help="哪一列对应哪一项")
    cases.add_argument(
        "--suggest",
        action="store_true",
        help="只看文件，把找到的表头和各列的对照写到屏幕上（可存为对照文件）",
    )
    cases.add_argument(
        "--sheet", default="", metavar="工作表", help="看哪张工作表（配合 --suggest）"
    )
    cases.add_argument(
        "--as",
        dest="by",
        required=True,
        metavar="用户名",
        help="以谁的名义导入（本级活动办人员）",
    )
    cases.add_argument(
        "--refused",
        type=Path,
        metavar="文件.csv",
        help="把全部未导入的行号和原因写入这个文件（不覆盖已有文件）",
    )
    cases.add_argument("--dry-run", action="store_true", help="只核对，不写入")
    cases.add_argument(
        "--take-over",
        action="store_true",
        help="与以前导入时不同的行，按这次的内容更正（不加则只列出）",
    )
    cases.set_defaults(carry_out=import_cases)


def _add_calendar(kinds: "Commands") -> None:
    calendar = kinds.add_parser(
        "calendar",
        help="国务院放假安排（.json 或通知原文 .txt）",
        description="导入某年的放假调休安排（holiday-cn 的 JSON，或通知的原文）；"
        "同一年的第二份是对第一份的调整。"
        "涉及的时限由后台任务重新计算。",
    )
    calendar.add_argument("file", type=Path, metavar="文件", help="如 2027.json")
    calendar.add_argument("--undo", action="store_true", help="撤销该文件那一年最近一次导入")
    calendar.add_argument(
        "--worked",
        nargs="+",
        default=[],
        type=date.fromisoformat,
        metavar="日期",
        help="已核对、由公众假日改为上班的日子，如 2027-02-14",
    )
    calendar.set_defaults(carry_out=import_calendar)


def import_cases(args: argparse.Namespace) -> int:
    """PROBLEMS if a row was refused; the others are in."""
    from zhuqi.interfaces.console import booting
    from zhuqi.interfaces.console.progress import Progress

    booting.wake_django()
    from zhuqi.ledgers.imports.actions import importing

    by = _person(args.by)
    if args.suggest:
        return _suggest(args, by)
    if args.mapping is None:
        raise NotValid("请用 --mapping 指定对照文件；还没有的，先用 --suggest 看一看")
    if args.refused is not None:
        _refuse_unusable(args.refused)
    with Progress("已读行数") as progress:
        report = importing.import_cases(
            args.file,
            args.mapping,
            by=by,
            dry_run=args.dry_run,
            take_over=args.take_over,
            progress=progress,
        )
    done = "可以导入" if args.dry_run else "导入"
    print(
        f"共 {report.rows} 行：{done} {report.imported} 行，"
        f"以前已导入 {report.known} 行，未导入 {len(report.refused)} 行。"
    )
    _tell_more(report)
    _list_refused(report)
    if args.refused is not None:
        _write_refused(args.refused, report)
        print(f"未导入的 {len(report.refused)} 行已写入 {args.refused}。")
    return PROBLEMS if report.refused else OK


def _suggest(args: argparse.Namespace, by: "Person") -> int:
    """Print what the file seems to be, as a mapping file to correct."""
    from zhuqi.foundation.directory.models import Unit
    from zhuqi.ledgers.imports.actions.importing import DEFAULT_CHANNEL
    from zhuqi.ledgers.imports.mapping import as_toml
    from zhuqi.ledgers.imports.suggesting import suggest

    office = Unit.objects.filter(pk__in=by.scope.offices).order_by("pk").first()
    if office is None:
        raise NotValid("只有本级活动办人员可以导入历史诉求")
    found = suggest(args.file, sheet=args.sheet)
    print(as_toml(office.case_prefix or "", found.register(DEFAULT_CHANNEL), found.notes()), end="")
    return OK


def _tell_more(report: "Report") -> None:
    """What differs, what was corrected, which firms have no file, and what was assumed."""
    if report.corrected:
        print(f"按台账更正 {report.corrected} 行。")
    if report.differing:
        print(f"与以前导入时不同 {len(report.differing)} 行（加 --take-over 可按这次的内容更正）：")
        for one in report.differing[:_ROWS_SHOWN]:
            print(f"  第 {one.line} 行：{one.reason}")
    if report.unlinked:
        print(f"有 {len(report.unlinked)} 家企业还没有建档，诉求按原文保存企业名称：")
        for name, count in report.unlinked.most_common(_ROWS_SHOWN):
            print(f"  {name}（{count} 行）")
    for note in report.notes[:_ROWS_SHOWN]:
        print(f"提醒：{note}")


def _refuse_unusable(path: Path) -> None:
    """Asked before the rows go in, so that a long import does not end without its list."""
    if path.exists():
        raise NotValid(f"{path} 已存在，请换一个文件名")
    if not os.access(path.parent, os.W_OK):
        raise NotValid(f"不能在 {path.parent} 里写文件")


def _list_refused(report: "Report") -> None:
    for row, reason in report.refused[:_ROWS_SHOWN]:
        print(f"  第 {row} 行：{reason}")
    if len(report.refused) > _ROWS_SHOWN:
        print("  其余从略（加 --refused 文件.csv 可全部写出）。按原因合计：")
        for reason, times in report.reasons.most_common():
            print(f"  {times} 行：{reason}")


def _write_refused(path: Path, report: "Report") -> None:
    """With a byte order mark, for Excel takes a file without one for GBK."""
    from zhuqi.foundation.spreadsheets.text import harmless

    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("行号", "原因"))
        writer.writerows((line, harmless(reason)) for line, reason in report.refused)


def _person(username: str) -> "Person":
    """Who stands behind the import, with the rights of an ordinary sign-in."""
    from zhuqi.foundation.accounts.models import User
    from zhuqi.foundation.accounts.queries import person_of
    from zhuqi.foundation.accounts.validators import canonical_login

    user = User.objects.filter(username=canonical_login(username), is_active=True).first()
    if user is None:
        raise NotValid(f"没有用户名为“{username}”的在用账号")
    return person_of(user)


def import_calendar(args: argparse.Namespace) -> int:
    """Import a year's notice, or undo that year's import."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from zhuqi.foundation.access import SYSTEM
    from zhuqi.foundation.directory.actions import import_notice, revoke_notice

    data = _notice(args.file)
    if args.undo:
        year = data.get("year") if isinstance(data, dict) else None
        if not isinstance(year, int):
            raise NotValid("文件里没有年份（year），不知道撤销哪一年")
        revoke_notice(year=year, by=SYSTEM)
        print(f"已撤销 {year} 年放假安排的导入；涉及的时限由后台任务重新计算。")
        return OK
    notice = import_notice(data=data, worked=args.worked, by=SYSTEM)
    print(f"已导入 {notice.year} 年放假安排；涉及的时限由后台任务重新计算。")
    return OK


def _notice(path: Path) -> object:
    """The file's content in the layout of holiday-cn: JSON, or the notice's own text."""
    from zhuqi.foundation.directory.queries import calendar
    from zhuqi.foundation.workdays import NoticeError, read_notice_text, year_named

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotValid(f"{path.name} 不是 UTF-8 的文本：{error}") from error
    if text.lstrip().startswith(("{", "[")):
        return _json(path)
    year = year_named(text)
    if year is None:
        raise NotValid(f"{path.name} 不是 JSON 文件，也没有读到“关于某年部分节假日安排的通知”")
    try:
        return read_notice_text(text, year, calendar())
    except NoticeError as error:
        raise NotValid(str(error)) from error


def _json(path: Path) -> object:
    try:
        data: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotValid(f"{path.name} 不是 JSON 文件：{error}") from error
    return data
