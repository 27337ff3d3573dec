"""Units: departments, offices, parks, towns, sections."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.actions.store import (
    apply_changes,
    check_columns,
    locked,
    plain,
    record_changes,
    switch,
    tidied,
    told,
)
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Item, Official, Region, Unit
from zhuqi.foundation.directory.queries import successors
from zhuqi.foundation.directory.rules import case_prefix_fault, tidy
from zhuqi.foundation.directory.usage import ties_of

OBJECT = "unit"
_TAKEN = "同一地区已有同名单位，或编号前缀已被使用"


class UnitChanges(TypedDict, total=False):
    """What of a unit can be changed. Its kind and level can't: papers name it by them."""

    name: str
    short_name: str
    region: Region
    parent: Unit | None
    commandable: bool
    leader: Official | None
    contact: Official | None
    items: Collection[Item]
    case_prefix: str | None
    phone: str


@transaction.atomic
def add_unit(
    *,
    name: str,
    kind: UnitKind,
    level: Level,
    region: Region,
    by: Actor,
    short_name: str = "",
    parent: Unit | None = None,
    commandable: bool = True,
    leader: Official | None = None,
    contact: Official | None = None,
    items: Collection[Item] = (),
    case_prefix: str | None = None,
    phone: str = "",
    is_sample: bool = False,
    reason: str = "",
    now: datetime | None = None,
) -> Unit:
    """Enter a unit. NotValid for a name taken in the region, or a prefix that does not fit."""
    _refuse_retired_parent(parent)
    unit = Unit(
        name=tidy(name),
        short_name=tidy(short_name),
        kind=kind,
        level=level,
        region=successors([region])[region.pk],
        parent=parent,
        commandable=commandable,
        leader=leader,
        contact=contact,
        case_prefix=case_prefix,
        phone=tidy(phone),
        is_sample=is_sample,
    )
    _save(unit)
    unit.items.set(items)
    names = (
        "name", "short_name", "kind", "level", "region", "parent", "commandable", "leader",
        "contact", "phone",
    )  # fmt: skip
    data: dict[str, Any] = {field: plain(getattr(unit, field)) for field in names}
    data |= {"case_prefix": case_prefix, "items": sorted(item.code for item in items)}
    data |= told(reason)
    record(object_type="unit", object_id=unit.pk, kind="unit.added", by=by, data=data, now=now)
    return unit


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
    **changes: Unpack[UnitChanges],
) -> Unit:
    """Change what differs; the event holds before and after. Nothing different: no event."""
    row = locked(unit)
    wanted: dict[str, Any] = tidied({k: v for k, v in changes.items() if k != "items"})
    if "parent" in wanted and wanted["parent"] != row.parent:
        _refuse_retired_parent(wanted["parent"])
    if "region" in changes and changes["region"] != row.region:
        wanted["region"] = successors([changes["region"]])[changes["region"].pk]
    changed = apply_changes(row, wanted)
    if changed:
        _save(row)
    if "items" in changes:
        changed |= _changed_items(row, changes["items"])
    if changed:
        record_changes(row, changed, object_type=OBJECT, by=by, reason=reason, now=now)
    return row


@transaction.atomic
def retire_unit(*, unit: Unit, by: Actor, reason: str = "", now: datetime | None = None) -> Unit:
    """Nothing new is assigned to it; what it did stays under its name.

    NotNow, with every reason and its count, while work, people or firms still hang on it.
    """
    row = locked(unit)
    if row.active and (ties := ties_of(row)):
        raise NotNow("；".join(ties), state="在用")
    return switch(row, on=False, object_type=OBJECT, by=by, reason=reason, now=now)


@transaction.atomic
def restore_unit(*, unit: Unit, by: Actor, reason: str = "", now: datetime | None = None) -> Unit:
    """Into use again. NotNow if its parent or its region has been retired."""
    row = locked(unit)
    if row.parent is not None and not row.parent.active:
        raise NotNow(f"它的上级{row.parent}已停用，请先恢复上级", state="已停用")
    if row.region.retired_on is not None:
        raise NotNow(f"所在区划{row.region}已停用，请先改换区划", state="已停用")
    return switch(row, on=True, object_type=OBJECT, by=by, reason=reason, now=now)


def _refuse_retired_parent(parent: Unit | None) -> None:
    if parent is not None and not parent.active:
        raise NotValid({"parent": f"上级单位{parent}已停用"})


def _changed_items(unit: Unit, items: Collection[Item]) -> dict[str, list[object]]:
    before = sorted(unit.items.values_list("code", flat=True))
    after = sorted(item.code for item in items)
    if before == after:
        return {}
    unit.items.set(items)
    return {"items": [before, after]}


def _save(unit: Unit) -> None:
    check_columns(unit)
    if fault := case_prefix_fault(UnitKind(unit.kind), unit.case_prefix):
        raise NotValid({"case_prefix": fault})
    if unit.parent_id is not None and unit.parent_id == unit.pk:
        raise NotValid({"parent": "单位不能是自己的上级"})
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise NotValid(_TAKEN) from error
