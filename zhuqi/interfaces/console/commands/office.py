"""`zhuqi office`: the offices that keep a ledger, without which nothing can be entered."""

import argparse
from typing import TYPE_CHECKING

from zhuqi.foundation.access import NotValid
from zhuqi.interfaces.console.exits import OK

if TYPE_CHECKING:
    from zhuqi.foundation.directory.models import Region
    from zhuqi.interfaces.console.commands import Commands

_EXAMPLE = """例如：
  zhuqi office add --region 411000 --prefix 1000 --name 许昌市万人助企活动办 --scheme xuchang-2011
  zhuqi office add --region 411025 --prefix 1025 --name 襄城县万人助企活动办 --scheme 13710"""


def add_to(commands: "Commands") -> None:
    """Declare the command and `add`."""
    command = commands.add_parser("office", help="建立活动办", description="管理活动办。")
    verbs = command.add_subparsers(title="做什么", metavar="动作", required=True)
    add = verbs.add_parser(
        "add",
        help="建立一个活动办，并选定时限方案",
        description="建立一个活动办，并选定时限方案。层级由区划代码决定：市为市级台账，县为县级台账。",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("--region", required=True, metavar="代码", help="所在区划代码，如 411025")
    add.add_argument("--prefix", required=True, metavar="四位数字", help="诉求编号前缀，如 1025")
    add.add_argument("--name", required=True, metavar="名称", help="活动办名称")
    add.add_argument("--short-name", default="", metavar="简称", help="表格中使用的简称")
    add.add_argument("--scheme", required=True, metavar="方案", help="时限方案代码，如 13710")
    add.add_argument("--signing", default="", metavar="方案", help="签发方案代码（可以不选）")
    add.set_defaults(carry_out=add_office)


def add_office(args: argparse.Namespace) -> int:
    """The office and its scheme, both or neither."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.db import transaction

    from zhuqi.foundation.access import SYSTEM
    from zhuqi.foundation.directory.actions import UNITS
    from zhuqi.foundation.directory.enums import Level, UnitKind
    from zhuqi.foundation.directory.queries import region_by_code
    from zhuqi.ledgers.cases.deadline_schemes.queries import APPROVALS, DEADLINES

    region = region_by_code(args.region)
    _refuse_other_levels(region)
    _refuse_unknown_scheme(args.scheme)
    _refuse_unknown_signing(args.signing)
    with transaction.atomic():
        office = UNITS.add(
            name=args.name,
            short_name=args.short_name,
            kind=UnitKind.OFFICE,
            level=Level(region.level),
            region=region,
            case_prefix=args.prefix,
            by=SYSTEM,
        )
        DEADLINES.adopt(office=office, code=args.scheme, by=SYSTEM)
        APPROVALS.adopt(office=office, code=args.signing, by=SYSTEM)
    print(
        f"已建立{Level(office.level).label}活动办 {office.name}"
        f"（编号前缀 {office.case_prefix}，时限方案 {args.scheme}"
        f"{f'，签发方案 {args.signing}' if args.signing else ''}）。"
    )
    return OK


def _refuse_other_levels(region: "Region") -> None:
    from zhuqi.foundation.directory.enums import Level

    if region.level not in {Level.CITY, Level.COUNTY}:
        raise NotValid(f"{region.name}（{region.code}）不是市或县，不单设台账")


def _refuse_unknown_scheme(code: str) -> None:
    """The same refusal as the action's, but naming the codes there are."""
    from zhuqi.ledgers.cases.models import Scheme

    known = list(Scheme.objects.order_by("code").values_list("code", flat=True))
    if code not in known:
        shown = "、".join(known) or "还没有，请先运行 zhuqi migrate"
        raise NotValid(f"没有时限方案 {code}；可选：{shown}")


def _refuse_unknown_signing(code: str) -> None:
    from zhuqi.ledgers.cases.models import ApprovalScheme

    known = list(ApprovalScheme.objects.order_by("code").values_list("code", flat=True))
    if code and code not in known:
        shown = "、".join(known) or "还没有，请先运行 zhuqi migrate"
        raise NotValid(f"没有签发方案 {code}；可选：{shown}")
