"""`zhuqi user`: the first people, without whom nobody can enter a new installation."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from zhuqi.foundation.access import NotValid, Role
from zhuqi.interfaces.console.exits import OK

if TYPE_CHECKING:
    from zhuqi.foundation.directory.models import Unit
    from zhuqi.interfaces.console.commands import Commands

# People of firms register themselves and are confirmed by the office.
_ROLES = [role.value for role in reversed(Role) if role is not Role.FIRM]
_EXAMPLE = """角色：
{roles}

新装系统先建活动办（zhuqi office add），再建三员，例如：
  zhuqi user add --role security_admin --unit 1000 --username anquan --name 张安
角色以后由安全管理员在网页上授予和收回。"""


def add_to(commands: "Commands") -> None:
    """Declare the command, `add` and `password`."""
    command = commands.add_parser(
        "user", help="建立首批账号（三员等），重置密码", description="管理账号。"
    )
    verbs = command.add_subparsers(title="做什么", metavar="动作", required=True)
    add = verbs.add_parser(
        "add",
        help="建立账号并授予角色",
        description="建立一名机关工作人员的账号并授予角色。系统、安全、审计管理员须由三个人分别担任。"
        "显示一个一次性密码，首次登录时须改为自己的密码。",
        epilog=_EXAMPLE.format(
            roles="\n".join(f"  {role:<16}{Role(role).label}" for role in _ROLES)
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument(
        "--role",
        required=True,
        choices=_ROLES,
        action="append",
        metavar="角色",
        help="角色，可写几次；见下表",
    )
    add.add_argument(
        "--unit", required=True, metavar="单位", help="活动办的编号前缀（如 1000），或单位全称"
    )
    add.add_argument("--username", required=True, metavar="用户名", help="登录用")
    add.add_argument("--name", required=True, metavar="姓名", help="真实姓名")
    add.add_argument("--title", metavar="职务", help="在该单位的职务（默认用角色名称）")
    add.add_argument(
        "--ask-password", action="store_true", help="现在输入密码；否则显示一个一次性密码"
    )
    add.set_defaults(carry_out=add_user)
    password = verbs.add_parser(
        "password", help="重置密码", description="重置密码，并结束该账号已登录的会话。"
    )
    password.add_argument("--username", required=True, metavar="用户名", help="谁的密码")
    password.set_defaults(carry_out=reset)


def add_user(args: argparse.Namespace) -> int:
    """An official with a post, an account and its roles, all or nothing."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.db import transaction
    from django.utils import timezone

    from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON
    from zhuqi.foundation.accounts.actions import NewUser, create_user, give_role, reset_password
    from zhuqi.foundation.directory.actions import OFFICIALS, give_post

    unit = _unit(args.unit)
    roles = [Role(role) for role in dict.fromkeys(args.role)]
    spoken = "、".join(role.label for role in roles)
    chosen = _asked() if args.ask_password else None
    with transaction.atomic():
        official = OFFICIALS.add(name=args.name, by=SYSTEM)
        give_post(
            official=official,
            unit=unit,
            title=args.title or spoken,
            since=timezone.localdate(),
            by=SYSTEM,
        )
        wanted = NewUser(
            username=args.username,
            name=args.name,
            password=chosen,
            official=official,
            must_change_password=False,
        )
        user = create_user(new=wanted, by=SYSTEM_PERSON)
        for role in roles:
            give_role(user=user, role=role, unit=unit, by=SYSTEM_PERSON)
        shown = None if chosen else reset_password(user=user, by=SYSTEM_PERSON)
    print(f"已建立账号 {user.username}（{user.name}，{spoken}，{unit.name}）。")
    if shown:
        _show(shown)
    return OK


def reset(args: argparse.Namespace) -> int:
    """A one-time password for an account, administrators' included; second factors go as well."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from zhuqi.foundation.access import SYSTEM_PERSON
    from zhuqi.foundation.accounts.actions import drop_factors, reset_password
    from zhuqi.foundation.accounts.models import User
    from zhuqi.foundation.accounts.validators import canonical_login

    user = User.objects.named(canonical_login(args.username)).order_by("registered_as").first()
    if user is None:
        raise NotValid(f"没有用户名为“{args.username}”的账号")
    password = reset_password(user=user, by=SYSTEM_PERSON)
    if drop_factors(user=user, by=SYSTEM_PERSON):
        print("已移除该账号的二次验证，登录后请重新设置。")
    _show(password)
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


def _unit(named: str) -> "Unit":
    """The office with this prefix, or the only unit with this name."""
    from django.db.models import Q

    from zhuqi.foundation.directory.models import Unit

    found = list(Unit.objects.filter(Q(case_prefix=named) | Q(name=named), active=True)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise NotValid(f"有几个单位都叫“{named}”，请写活动办的编号前缀")
    raise NotValid(f"没有编号前缀或名称为“{named}”的单位；请先建立活动办：zhuqi office add --help")
