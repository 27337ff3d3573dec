"""`zhuqi user`: the first administrators, without whom nobody can enter a new installation."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from zhuqi.foundation.access import ADMIN_ROLES, NotValid, Role
from zhuqi.interfaces.console.exits import OK

if TYPE_CHECKING:
    from zhuqi.foundation.directory.models import Unit
    from zhuqi.interfaces.console.commands import Commands

_FIRST = """第一次使用时还没有单位，请同时建立活动办，例如：
  zhuqi user add --role security_admin --username anquan --name 张安 \\
    --office 许昌市万人助企活动办 --region 411000 --level city --prefix 1000
以后的账号由安全管理员在网页上建立。"""


def add_to(commands: "Commands") -> None:
    """Declare the command, `add` and `password`."""
    command = commands.add_parser(
        "user", help="建立首批管理员账号，重置密码", description="管理账号。"
    )
    verbs = command.add_subparsers(title="做什么", metavar="动作", required=True)
    add = verbs.add_parser(
        "add",
        help="建立系统、安全或审计管理员账号",
        description="建立系统、安全或审计管理员账号。三员须由三个人分别担任。",
        epilog=_FIRST,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("--role", required=True, choices=sorted(ADMIN_ROLES), help="角色")
    add.add_argument("--username", required=True, metavar="用户名")
    add.add_argument("--name", required=True, metavar="姓名")
    add.add_argument("--office", metavar="活动办", help="活动办名称或编号前缀；只有一个时可省略")
    add.add_argument("--region", metavar="代码", help="新建活动办：所在区划代码，如 411000")
    add.add_argument("--level", choices=("city", "county"), help="新建活动办：层级")
    add.add_argument("--prefix", metavar="四位数字", help="新建活动办：诉求编号前缀")
    add.add_argument(
        "--ask-password", action="store_true", help="现在输入密码；否则显示一个一次性密码"
    )
    add.set_defaults(carry_out=add_user)
    password = verbs.add_parser(
        "password", help="重置密码", description="重置密码，并结束该账号已登录的会话。"
    )
    password.add_argument("--username", required=True, metavar="用户名")
    password.set_defaults(carry_out=reset)


def add_user(args: argparse.Namespace) -> int:
    """An official with an account and one of the three roles, all or nothing."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.db import transaction

    from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON
    from zhuqi.foundation.accounts.actions import NewUser, create_user, give_role, reset_password
    from zhuqi.foundation.directory.actions import add_official

    chosen = _asked() if args.ask_password else None
    with transaction.atomic():
        office = _office(args)
        official = add_official(name=args.name, by=SYSTEM)
        wanted = NewUser(
            username=args.username,
            name=args.name,
            password=chosen,
            official=official,
            must_change_password=False,
        )
        user = create_user(new=wanted, by=SYSTEM_PERSON)
        give_role(user=user, role=Role(args.role), unit=office, by=SYSTEM_PERSON)
        shown = None if chosen else reset_password(user=user, by=SYSTEM_PERSON)
    print(f"已建立账号 {user.username}（{user.name}，{Role(args.role).label}，{office.name}）。")
    if shown:
        _show(shown)
    return OK


def reset(args: argparse.Namespace) -> int:
    """A one-time password for an account, administrators' included."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from zhuqi.foundation.access import SYSTEM_PERSON
    from zhuqi.foundation.accounts.actions import reset_password
    from zhuqi.foundation.accounts.models import User

    user = User.objects.filter(username=args.username).first()
    if user is None:
        raise NotValid(f"没有用户名为“{args.username}”的账号")
    _show(reset_password(user=user, by=SYSTEM_PERSON))
    return OK


def _show(password: str) -> None:
    print(f"一次性密码：{password}\n只显示这一次；首次登录时须改为自己的密码。")


def _asked() -> str:
    if not sys.stdin.isatty():
        raise NotValid("--ask-password 需要在终端里输入密码；不带该选项会显示一次性密码")
    first, again = getpass.getpass("密码："), getpass.getpass("再输一次：")
    if first != again:
        raise NotValid("两次输入的密码不同")
    return first


def _office(args: argparse.Namespace) -> "Unit":
    """The office named, the only one there is, or a new one."""
    from django.db.models import Q

    from zhuqi.foundation.directory.enums import UnitKind
    from zhuqi.foundation.directory.models import Unit

    if args.region or args.level or args.prefix:
        return _new_office(args)
    offices = Unit.objects.filter(kind=UnitKind.OFFICE)
    if args.office:
        offices = offices.filter(Q(name=args.office) | Q(case_prefix=args.office))
    found = list(offices[:2])
    if len(found) == 1:
        return found[0]
    if not Unit.objects.filter(kind=UnitKind.OFFICE).exists():
        raise NotValid(f"还没有活动办。{_FIRST}")
    raise NotValid("请用 --office 写明是哪个活动办（名称或编号前缀）")


def _new_office(args: argparse.Namespace) -> "Unit":
    from zhuqi.foundation.access import SYSTEM
    from zhuqi.foundation.directory.actions import add_unit
    from zhuqi.foundation.directory.enums import Level, UnitKind
    from zhuqi.foundation.directory.models import Region

    if not (args.office and args.region and args.level and args.prefix):
        raise NotValid("新建活动办须同时写明 --office、--region、--level 和 --prefix")
    region = Region.objects.filter(code=args.region).first()
    if region is None:
        raise NotValid(f"没有区划代码 {args.region}；请先运行 zhuqi migrate，并核对代码")
    return add_unit(
        name=args.office,
        kind=UnitKind.OFFICE,
        level=Level(args.level),
        region=region,
        case_prefix=args.prefix,
        by=SYSTEM,
    )
