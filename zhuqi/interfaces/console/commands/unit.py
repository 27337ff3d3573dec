"""`zhuqi unit`: departments, parks, towns and other bodies that cases are assigned to."""

import argparse
from typing import TYPE_CHECKING

from zhuqi.foundation.access import NotValid
from zhuqi.interfaces.console.exits import OK

if TYPE_CHECKING:
    from zhuqi.foundation.directory.models import Item
    from zhuqi.interfaces.console.commands import Commands

# Offices have a command of their own: they need a case prefix and a scheme.
KINDS = ("department", "park", "town", "subordinate", "section", "external")
_EXAMPLE = """类型：department 部门、park 园区、town 乡镇街道、subordinate 下属单位、section 科室、
      external 垂管与外部单位（供电、税务、法院等，不能交办，只发商请函）

例如：
  zhuqi unit add --region 411000 --name 许昌市住建局 --short-name 市住建局 --items 0102,0802
  zhuqi unit add --region 411000 --name 国网许昌供电公司 --kind external --items 0101"""


def add_to(commands: "Commands") -> None:
    """Declare the command and `add`."""
    command = commands.add_parser("unit", help="建立承办单位", description="管理承办单位。")
    verbs = command.add_subparsers(title="做什么", metavar="动作", required=True)
    add = verbs.add_parser(
        "add",
        help="建立一个承办单位",
        description="建立一个承办单位，写明它负责的事项；交办时按事项推荐单位。",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("--region", required=True, metavar="代码", help="所在区划代码，如 411025")
    add.add_argument("--name", required=True, metavar="名称", help="单位全称")
    add.add_argument("--short-name", default="", metavar="简称", help="表格中使用的简称")
    add.add_argument(
        "--kind", default="department", choices=KINDS, metavar="类型", help="见下；默认 department"
    )
    add.add_argument(
        "--items", default="", metavar="代码,代码", help="负责的事项代码，用逗号分开，如 0101,0207"
    )
    add.add_argument("--phone", default="", metavar="电话", help="值班电话")
    add.set_defaults(carry_out=add_one)


def add_one(args: argparse.Namespace) -> int:
    """The unit with its items, or a refusal naming what is unknown."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from zhuqi.foundation.access import SYSTEM
    from zhuqi.foundation.directory.actions import UNITS
    from zhuqi.foundation.directory.enums import Level, UnitKind
    from zhuqi.foundation.directory.queries import region_by_code
    from zhuqi.foundation.directory.rules import level_of

    region = region_by_code(args.region)
    kind = UnitKind(args.kind)
    unit = UNITS.add(
        name=args.name,
        short_name=args.short_name,
        kind=kind,
        level=level_of(kind, Level(region.level)),
        region=region,
        commandable=kind != UnitKind.EXTERNAL,
        items=_items(args.items),
        phone=args.phone,
        by=SYSTEM,
    )
    print(f"已建立{UnitKind(unit.kind).label} {unit.name}，负责 {unit.items.count()} 个事项。")
    return OK


def _items(codes: str) -> list["Item"]:
    from zhuqi.foundation.directory.models import Item

    wanted = [code.strip() for code in codes.replace("，", ",").split(",") if code.strip()]
    found = {item.code: item for item in Item.objects.filter(code__in=wanted)}
    if unknown := [code for code in wanted if code not in found]:
        raise NotValid(f"没有事项代码：{'、'.join(unknown)}")
    return [found[code] for code in dict.fromkeys(wanted)]
