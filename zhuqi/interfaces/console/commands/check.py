"""`zhuqi check`: are the settings safe, is the log whole, do the clocks agree with the events."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK, PROBLEMS

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command and its checks."""
    command = commands.add_parser(
        "check",
        help="检查设置、日志和时限",
        description="检查；不写对象时依次检查全部。"
        "退出码：0 没有问题；1 发现问题；2 未能检查。适合定时运行。",
    )
    command.set_defaults(carry_out=check_all)
    targets = command.add_subparsers(title="检查什么", metavar="对象")
    for name, help_line, carry_out in (*_TARGETS, *_LISTS):
        target = targets.add_parser(name, help=help_line, description=f"{help_line}。")
        target.set_defaults(carry_out=carry_out)


def check_all(args: argparse.Namespace) -> int:
    """Every check, whatever the one before found; PROBLEMS if any found something."""
    codes = []
    for name, help_line, carry_out in _TARGETS:
        print(f"{name}：{help_line}", file=sys.stderr)
        codes.append(carry_out(args))
    return max(codes)


def check_deploy(_args: argparse.Namespace) -> int:
    """The checks that `web` runs before it starts."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    if (code := booting.fit_to_start()) == OK:
        print("可以启动。")
    return code


def check_audit(_args: argparse.Namespace) -> int:
    """Print every finding; PROBLEMS if there is any."""
    from zhuqi.interfaces.console import booting
    from zhuqi.interfaces.console.progress import Progress

    booting.wake_django()
    from zhuqi.foundation.audit.actions import check_log

    found = grave = 0
    with Progress("已核对日志") as progress:
        for finding in check_log(progress=lambda state: progress(state.checked, state.total)):
            found += 1
            grave += finding.grave
            word = "严重" if finding.grave else "留意"
            print(f"{word} {finding.sentence}", flush=True)
    print(f"发现 {found} 处问题，其中严重 {grave} 处。" if found else "日志完整。")
    return PROBLEMS if found else OK


def check_clocks(_args: argparse.Namespace) -> int:
    """Print every clock, and every row beside it, that differs from what the events give;
    PROBLEMS if there is any."""
    from zhuqi.interfaces.console import booting
    from zhuqi.interfaces.console.progress import Progress

    booting.wake_django()
    from zhuqi.ledgers.cases.checking import verify_clocks

    found = 0
    with Progress("已核对诉求") as progress:
        for finding in verify_clocks(progress):
            found += 1
            print(f"{finding.case_number} {finding.sentence}", flush=True)
    print(f"发现 {found} 处不一致。" if found else "时限与日志一致。")
    return PROBLEMS if found else OK


def list_retention(_args: argparse.Namespace) -> int:
    """Print what the schedule would erase now, by rule; erases nothing."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.utils import timezone

    from zhuqi.foundation.notices import retention as notices
    from zhuqi.ledgers.cases.retention.queries import outlook

    for line in outlook(timezone.now()):
        since = f"，最早 {timezone.localtime(line.oldest):%Y-%m-%d}" if line.oldest else ""
        source = "自定" if line.rule.source == "ours" else line.rule.source
        kept = f"保存 {line.rule.years} 年，依据：{source}"
        print(f"{line.rule.name}（{kept}）：{line.cases} 件到期{since}", flush=True)
    for told in notices.outlook(timezone.now()):
        since = f"，最早 {timezone.localtime(told.oldest):%Y-%m-%d}" if told.oldest else ""
        source = "自定" if told.rule.source == "ours" else told.rule.source
        kept = f"保存 {told.rule.months} 个月，依据：{source}"
        print(f"{told.rule.name}（{kept}）：{told.rows} 条到期{since}", flush=True)
    return OK


_TARGETS: tuple[tuple[str, str, Callable[[argparse.Namespace], int]], ...] = (
    ("deploy", "设置是否安全、数据库是否最新", check_deploy),
    ("audit", "日志是否完整：逐条核对哈希、链接和封存", check_audit),
    ("clocks", "时限，以及挂起、延期、异议、批示的记录，是否与日志一致", check_clocks),
)
# Nothing is wrong where something is due: asked for by name only.
_LISTS: tuple[tuple[str, str, Callable[[argparse.Namespace], int]], ...] = (
    ("retention", "按保存期限现在应清除什么：只列数，不清除", list_retention),
)
