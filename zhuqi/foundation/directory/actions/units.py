"""Units: departments, offices, parks, towns, sections."""

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import successors
from zhuqi.foundation.directory.rules import case_prefix_fault
from zhuqi.foundation.reference_tables.table import Table, Values


def _settled(row: Unit, wanted: Values) -> Values:
    """In the region that stands for the one named. NotValid for a parent that is retired or the
    unit itself, or a prefix that does not fit."""
    found = dict(wanted)
    parent, region = found.get("parent"), found.get("region")
    if parent is not None and parent.pk != row.parent_id and not parent.active:
        raise NotValid({"parent": f"上级单位{parent}已停用"})
    if region is not None and region.pk != row.region_id:
        found["region"] = successors([region])[region.pk]
    _keep_old_name(row, found)
    kind = UnitKind(found.get("kind", row.kind))
    if fault := case_prefix_fault(kind, found.get("case_prefix", row.case_prefix)):
        raise NotValid({"case_prefix": fault})
    if parent is not None and parent.pk == row.pk:
        raise NotValid({"parent": "单位不能是自己的上级"})
    return found


def _keep_old_name(row: Unit, found: dict[str, object]) -> None:
    """A name that is given up stays known: who types it still means this unit."""
    if not row.pk or found.get("name", row.name) == row.name:
        return
    known = str(found.get("former_names", row.former_names))
    names = [name for name in known.split("、") if name]
    if row.name not in names:
        names.append(row.name)
    while len("、".join(names)) > _ROOM_FOR_NAMES:
        names.pop(0)
    found["former_names"] = "、".join(names)


_ROOM_FOR_NAMES = 300


def _children(row: Unit) -> str:
    count = row.children.filter(active=True).count()
    return f"还有 {count} 个下属单位在用，请先停用它们或改换上级" if count else ""


def _served(row: Unit) -> str:
    count = row.served_enterprises.count()
    return f"还有 {count} 家企业由它服务，请先改由别的活动办服务" if count else ""


def _in_park(row: Unit) -> str:
    count = row.park_enterprises.count()
    return f"还有 {count} 家企业登记在这个园区，请先更正" if count else ""


def _retired_above(row: Unit) -> str:
    if row.parent is not None and not row.parent.active:
        return f"它的上级{row.parent}已停用，请先恢复上级"
    if row.region.retired_on is not None:
        return f"所在区划{row.region}已停用，请先改换区划"
    return ""


# Kind and level can't change: papers name a unit by them. What a retired unit did stays under its
# name.
UNITS = Table(
    Unit,
    object_type="unit",
    fields=(
        "name", "short_name", "former_names", "region", "parent", "commandable", "leader",
        "contact", "case_prefix", "phone",
    ),
    fixed=("kind", "level"),
    members={"items": "code"},
    quiet=("is_sample",),
    exact=("case_prefix",),
    taken="同一地区已有同名单位，或编号前缀已被使用",
    settle=_settled,
    guard_retire=(_children, _served, _in_park),
    guard_restore=(_retired_above,),
)  # fmt: skip
