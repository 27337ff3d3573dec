"""来源: the inlets as data. Codes stay for ever: old cases are named by them."""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack

from django.db import transaction

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.directory.actions.store import alter, enter, locked, switch, tidied
from zhuqi.ledgers.cases.enums import CHAMBER_CHANNEL, PORTAL_CHANNEL
from zhuqi.ledgers.cases.models import Channel, ForeignNumber

OBJECT = "channel"
DATA = Path(__file__).resolve().parent.parent / "data" / "channels.toml"
FIELDS = (
    "code", "name", "order", "for_portal", "for_registrar", "for_liaison", "for_chamber",
    "foreign_number", "result_owed", "note",
)  # fmt: skip
_CODE = re.compile(r"[a-z][a-z0-9_-]{1,11}", re.ASCII)
_TAKEN = "已有同名或同代码的来源"


class ChannelChanges(TypedDict, total=False):
    """What of an inlet can be changed; its code can't."""

    name: str
    order: int
    for_portal: bool
    for_registrar: bool
    for_liaison: bool
    for_chamber: bool
    foreign_number: ForeignNumber
    result_owed: bool
    note: str


def load_channels(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the inlets of the data file that are missing; never changes one. How many."""
    known = set(Channel.objects.values_list("code", flat=True))
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["channel"]
    missing = [(n, row) for n, row in enumerate(rows, start=1) if row["code"] not in known]
    with transaction.atomic():
        for number, row in missing:
            add_channel(code=row["code"], by=by, now=now, **_shipped(row, number * 10))
    return len(missing)


def _shipped(row: dict[str, Any], order: int) -> ChannelChanges:
    users = row["users"]
    return ChannelChanges(
        name=row["name"],
        order=order,
        for_portal="portal" in users,
        for_registrar="registrar" in users,
        for_liaison="liaison" in users,
        for_chamber="chamber" in users,
        foreign_number=ForeignNumber(row.get("number", "none")),
        result_owed=row.get("result_owed", False),
        note=row.get("note", ""),
    )


def add_channel(
    *,
    code: str,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
    **given: Unpack[ChannelChanges],
) -> Channel:
    """A new inlet. NotValid for a name or code in use, or a code of other letters."""
    if not _CODE.fullmatch(code):
        raise NotValid({"code": "代码用 2 至 12 个小写英文字母、数字或短横线，以字母开头"})
    row = Channel(code=code, **tidied(given))
    return enter(
        row, object_type=OBJECT, fields=FIELDS, taken=_TAKEN, by=by, reason=reason, now=now
    )


@transaction.atomic
def change_channel(
    *,
    channel: Channel,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
    **changes: Unpack[ChannelChanges],
) -> Channel:
    """Change what differs. Cases in the ledger show the new name; their code stays."""
    return alter(
        locked(channel), tidied(changes), object_type=OBJECT, taken=_TAKEN, by=by, reason=reason,
        now=now,
    )  # fmt: skip


@transaction.atomic
def retire_channel(
    *, channel: Channel, by: Actor, reason: str = "", now: datetime | None = None
) -> Channel:
    """Nothing new comes in by it; old rows keep its name. NotNow for firms' and chambers' own."""
    row = locked(channel)
    if row.code in {PORTAL_CHANNEL, CHAMBER_CHANNEL}:
        raise NotNow("企业或商会自己提交的诉求都记在这个来源下，不能停用", state="在用")
    return switch(row, on=False, object_type=OBJECT, by=by, reason=reason, now=now)


@transaction.atomic
def restore_channel(
    *, channel: Channel, by: Actor, reason: str = "", now: datetime | None = None
) -> Channel:
    """Into use again."""
    return switch(locked(channel), on=True, object_type=OBJECT, by=by, reason=reason, now=now)


def refuse_wrong_inlet(
    code: str,
    foreign_number: str,
    *,
    registrar: bool = False,
    liaison: bool = False,
    chamber: bool = False,
) -> None:
    """NotValid if whoever registers may not use the inlet, or left out the number it wants."""
    channel = Channel.objects.filter(code=code, active=True).first()
    if channel is None:
        raise NotValid({"channel": "请选择来源：没有这个来源，或已停用"})
    allowed = (
        (registrar and channel.for_registrar)
        or (liaison and channel.for_liaison)
        or (chamber and channel.for_chamber)
    )
    if not allowed:
        raise NotValid({"channel": f"“{channel.name}”不由您登记"})
    if channel.foreign_number == ForeignNumber.REQUIRED and not foreign_number.strip():
        raise NotValid({"foreign_number": f"来自“{channel.name}”的诉求须填写来源编号"})
