"""Units: departments, offices, parks, towns, sections."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from zhuqi.foundation.access import Actor, NotValid
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.actions.store import apply_changes, check_columns, plain
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Item, Official, Region, Unit
from zhuqi.foundation.directory.queries import successors
from zhuqi.foundation.directory.rules import case_prefix_fault, tidy

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
    active: bool


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
    now: datetime | None = None,
) -> Unit:
    """Enter a unit. NotValid for a name taken in the region, or a prefix that does not fit."""
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
    names = ("name", "kind", "level", "region", "parent", "commandable", "leader", "contact")
    data: dict[str, Any] = {field: plain(getattr(unit, field)) for field in names}
    data |= {"case_prefix": case_prefix, "items": sorted(item.code for item in items)}
    record(object_type="unit", object_id=unit.pk, kind="unit.added", by=by, data=data, now=now)
    return unit


@transaction.atomic
def change_unit(
    *, unit: Unit, by: Actor, now: datetime | None = None, **changes: Unpack[UnitChanges]
) -> Unit:
    """Change what differs; the event holds before and after. Nothing different: no event."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    wanted: dict[str, Any] = {
        name: tidy(value) if isinstance(value, str) else value
        for name, value in changes.items()
        if name != "items"
    }
    changed = apply_changes(locked, wanted)
    if changed:
        _save(locked)
    if "items" in changes:
        changed |= _changed_items(locked, changes["items"])
    if changed:
        record(
            object_type="unit",
            object_id=locked.pk,
            kind="unit.changed",
            by=by,
            data=changed,
            now=now,
        )
    return locked


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
