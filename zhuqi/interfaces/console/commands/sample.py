"""`zhuqi sample`: the living sample city, in an empty database."""

import argparse
import importlib
import os
import time
from types import ModuleType
from typing import TYPE_CHECKING

from zhuqi.interfaces.console import lifeline
from zhuqi.interfaces.console.exits import OK, PROBLEMS
from zhuqi.interfaces.console.filling import OPENED, PROGRESS

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands

# city: about 4,000 firms and 4,155 cases, forty seconds; town: a tenth of it; tiny: for tests.
SIZES = ("city", "town", "tiny")
_PATIENCE = 10


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    help_line = "在空数据库里生成样例城市（虚构的企业、干部和诉求）"
    command = commands.add_parser(
        "sample",
        help=help_line,
        description=f"{help_line}，并列出可以试用的账号。正式环境（ZHUQI_PRODUCTION=1）不能使用。",
    )
    command.add_argument("--if-empty", action="store_true", help="数据库里已有数据时什么也不做")
    command.add_argument(
        "--size",
        choices=SIZES,
        default="town",
        help="规模：city 全市（约 4000 家企业、4155 件诉求，约一分钟），town 其十分之一（默认），"
        "tiny 最小",
    )
    command.add_argument("--seed", type=int, metavar="N", help="随机种子：相同的种子生成相同的城市")
    command.add_argument(
        "--quiet", action="store_true", help="生成后不列出账号（zhuqi run 启动后会列出）"
    )
    command.add_argument("--people", action="store_true", help="只列出可以试用的账号")
    command.set_defaults(carry_out=build)


def build(args: argparse.Namespace) -> int:
    """Refuses with NotNow outside sample mode and in a database that is not empty."""
    import sys

    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.conf import settings

    if not settings.SAMPLE_MODE:
        print("未处于样例模式（ZHUQI_SAMPLE=1），不能生成样例城市。", file=sys.stderr)
        return PROBLEMS
    if args.people:
        print_sign_ins()
        return OK
    if args.if_empty and _someone_is_here():
        print("数据库里已有数据，未生成样例城市。")
        return OK
    lifeline.hold()
    seed = {} if args.seed is None else {"seed": args.seed}
    begun = time.monotonic()
    telling = _Telling()
    try:
        built = sample_city().build(
            size=args.size, progress=telling.progress, opened=telling.opened, **seed
        )
    finally:
        telling.end()
    print(
        f"样例城市已生成：企业 {built.firms} 家，干部 {built.officials} 人，诉求 {built.cases} 件，"
        f"用时 {time.monotonic() - begun:.0f} 秒。"
    )
    if not args.quiet:
        print_sign_ins()
    return OK


class _Telling:
    """How far the city is: in the console, and once people can come in on the pages too."""

    def __init__(self) -> None:
        self._open = False

    def progress(self, line: str) -> None:
        from zhuqi.interfaces.shell.sign_ins import say_filling

        print(f"{PROGRESS}{line} …", flush=True)
        if self._open:
            say_filling(line)

    def opened(self) -> None:
        self._open = True
        # Whoever works in the city now goes first.
        os.nice(_PATIENCE)
        print(OPENED, flush=True)

    def end(self) -> None:
        from zhuqi.interfaces.shell.sign_ins import say_filling

        if self._open:
            say_filling("")


def sample_city() -> ModuleType:
    """The module that builds it, and knows who can sign in."""
    # By name at run time: `sample` stands on the floor above, which nothing here may import.
    return importlib.import_module("zhuqi.sample.build")


def print_sign_ins() -> None:
    """Whom one can try the city as; nothing where there is no sample city."""
    people = list(sample_city().sign_ins())
    if not people:
        return
    print("可用下列虚构人员的账号登录（登录页也会列出）：")
    for person in people:
        print(
            f"  {person.username:<12} {person.password}  {person.role} {person.name} {person.unit}",
            flush=True,
        )


def _someone_is_here() -> bool:
    from zhuqi.foundation.accounts.models import User
    from zhuqi.ledgers.cases.models import Case

    return User.objects.exists() or Case.objects.exists()
