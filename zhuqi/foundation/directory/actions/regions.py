"""区划: entered, renamed, retired and taken back. Codes are for ever; a retired one stays."""

import re
from datetime import date, datetime

from django.db import transaction

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Region
from zhuqi.foundation.directory.rules import refuse_day_outside
from zhuqi.foundation.reference_tables.rows import (
    apply_changes,
    locked_row,
    record_changes,
)
from zhuqi.foundation.reference_tables.table import Code, Table, Values

_TAKEN = "这个区划代码已登记"


def _settled(row: Region, wanted: Values) -> Values:
    """Level and parent follow from the code.

    NotValid for a code in use, or below a region that is missing or retired.
    """
    if not row._state.adding:  # noqa: SLF001 (Django's documented name)
        return wanted
    if Region.objects.filter(code=row.code).exists():
        raise NotValid({"code": _TAKEN})
    return {**wanted, "level": _level(row.code), "parent": _parent(row.code)}


# Code, level and parent can't change: that is another region.
REGIONS = Table(
    Region,
    object_type="region",
    code=Code(
        re.compile(r"[1-9][0-9]{5}(?:[0-9]{3})?", re.ASCII), "区划代码为 6 位数字，乡镇街道为 9 位"
    ),
    fields=("name",),
    fixed=("level", "parent"),
    exact=(),
    taken=_TAKEN,
    settle=_settled,
)


@transaction.atomic
def retire_region(
    *,
    region: Region,
    on: date,
    by: Actor,
    replaced_by: Region | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Region:
    """The code is not entered any more; what is entered by it goes to `replaced_by`.

    NotNow while units, firms or regions in use stand under it: they are moved first.

    NotNow, too, if it is retired; NotValid for a day outside the calendar or an heir that is itself
    or not in use.
    """
    row = locked_row(region)
    if row.retired_on is not None:
        raise NotNow(f"{row}已停用", state="已停用")
    refuse_day_outside(on)
    if replaced_by is not None:
        heir = locked_row(replaced_by)
        if heir.pk == row.pk:
            raise NotValid({"replaced_by": "不能由自己接替"})
        if heir.retired_on is not None or heir.replaced_by_id is not None:
            raise NotValid({"replaced_by": f"{heir}已停用，不能接替"})
    if ties := _ties(row):
        raise NotNow("；".join(ties), state="在用")
    changed = apply_changes(row, {"retired_on": on, "replaced_by": replaced_by})
    row.save(update_fields=["retired_on", "replaced_by"])
    record_changes(
        row, changed, object_type=REGIONS.object_type, by=by, kind="retired", reason=reason, now=now
    )
    return row


@transaction.atomic
def restore_region(
    *, region: Region, by: Actor, reason: str = "", now: datetime | None = None
) -> Region:
    """Into use again. NotNow if it is, or if the region above has been retired."""
    row = locked_row(region)
    if row.retired_on is None and row.replaced_by_id is None:
        raise NotNow(f"{row}已在用", state="在用")
    if row.parent is not None and row.parent.retired_on is not None:
        raise NotNow(f"它的上级{row.parent}已停用，请先恢复上级", state="已停用")
    changed = apply_changes(row, {"retired_on": None, "replaced_by": None})
    row.save(update_fields=["retired_on", "replaced_by"])
    record_changes(
        row,
        changed,
        object_type=REGIONS.object_type,
        by=by,
        kind="restored",
        reason=reason,
        now=now,
    )
    return row


def _level(code: str) -> Level:
    if len(code) > 6:  # noqa: PLR2004 (a town's code has nine digits)
        return Level.TOWN
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def _parent(code: str) -> Region | None:
    above = codes.lineage(code)[1:]
    if not above:
        return None
    parent = Region.objects.filter(code=above[0]).first()
    if parent is None:
        raise NotValid({"code": f"上级区划 {above[0]} 还没有登记"})
    if parent.retired_on is not None:
        raise NotValid({"code": f"上级区划{parent}已停用"})
    return parent


def _ties(region: Region) -> list[str]:
    counts = (
        (region.children.filter(retired_on=None).count(), "个下级区划在用"),
        (region.units.filter(active=True).count(), "个单位设在这里"),
        (region.enterprises.count(), "家企业登记在这里"),
    )
    found = [f"还有 {count} {what}，请先停用或改到别处" for count, what in counts[:2] if count]
    if count := counts[2][0]:
        found.append(f"还有 {count} {counts[2][1]}，请先用“企业整批改登”改到别处")
    return found
