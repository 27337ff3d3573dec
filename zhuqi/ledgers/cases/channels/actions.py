"""来源: the inlets as data. Codes stay for ever: old cases are named by them."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from zhuqi.foundation.access import Actor, NotValid
from zhuqi.foundation.reference_tables.table import WORD_CODE, Table
from zhuqi.ledgers.cases.enums import CHAMBER_CHANNEL, PORTAL_CHANNEL
from zhuqi.ledgers.cases.models import Channel, ForeignNumber

DATA = Path(__file__).resolve().parent.parent / "data" / "channels.toml"


def _own(row: Channel) -> str:
    """Firms' and chambers' own inlets stay."""
    own = row.code in {PORTAL_CHANNEL, CHAMBER_CHANNEL}
    return "企业或商会自己提交的诉求都记在这个来源下，不能停用" if own else ""


# Cases in the ledger show an inlet's new name; their code stays.
CHANNELS = Table(
    Channel,
    object_type="channel",
    code=WORD_CODE,
    fields=(
        "name", "order", "for_portal", "for_registrar", "for_liaison", "for_chamber",
        "foreign_number", "result_owed", "note",
    ),
    taken="已有同名或同代码的来源",
    guard_retire=(_own,),
)  # fmt: skip


def load_channels(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the inlets of the data file that are missing; never changes one. How many."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["channel"]
    shipped = (_shipped(row, number * 10) for number, row in enumerate(rows, start=1))
    return CHANNELS.add_missing(shipped, by=by, now=now)


def _shipped(row: dict[str, Any], order: int) -> dict[str, Any]:
    users = row["users"]
    return {
        "code": row["code"],
        "name": row["name"],
        "order": order,
        "for_portal": "portal" in users,
        "for_registrar": "registrar" in users,
        "for_liaison": "liaison" in users,
        "for_chamber": "chamber" in users,
        "foreign_number": ForeignNumber(row.get("number", "none")),
        "result_owed": row.get("result_owed", False),
        "note": row.get("note", ""),
    }


def refuse_wrong_inlet(
    code: str,
    foreign_number: str,
    *,
    portal: bool = False,
    registrar: bool = False,
    liaison: bool = False,
    chamber: bool = False,
) -> None:
    """NotValid if whoever registers may not use the inlet, or left out the number it wants."""
    channel = Channel.objects.filter(code=code, active=True).first()
    if channel is None:
        raise NotValid({"channel": "请选择来源：没有这个来源，或已停用"})
    allowed = (
        (portal and channel.for_portal)
        or (registrar and channel.for_registrar)
        or (liaison and channel.for_liaison)
        or (chamber and channel.for_chamber)
    )
    if not allowed:
        raise NotValid({"channel": f"“{channel.name}”不由您登记"})
    if channel.foreign_number == ForeignNumber.REQUIRED and not foreign_number.strip():
        raise NotValid({"foreign_number": f"来自“{channel.name}”的诉求须填写来源编号"})
