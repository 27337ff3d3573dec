"""事项: what firms raise, in two levels. Cases keep theirs; a retired one is not chosen anew."""

import re
from collections.abc import Mapping
from datetime import datetime

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory.models import Item, ItemName
from zhuqi.foundation.reference_tables.table import Code, Table, Values


def _settled(row: Item, wanted: Values) -> Values:
    """Keywords apart and each once. NotValid for a parent that is retired or would make a third
    level."""
    if words := wanted.get("words"):
        wanted = {**wanted, "words": " ".join(dict.fromkeys(re.split(r"[\s,，、;；。]+", words)))}
    parent = wanted.get("parent", row.parent)
    if parent is None or parent == row.parent:
        return wanted
    if not parent.active:
        raise NotValid({"parent": f"大类“{parent}”已停用"})
    if parent.pk == row.pk or parent.parent_id is not None:
        raise NotValid({"parent": "事项只有两级：上级必须是大类"})
    if row.pk and row.children.exists():
        raise NotValid({"parent": "它下面还有事项，不能再归入别的大类"})
    return wanted


def keep_name(row: Item, changed: Mapping[str, list[object]], at: datetime) -> None:
    """What it was called and belonged to until now stays known: old cases go on saying it."""
    if not {"name", "parent"} & changed.keys():
        return
    name = changed["name"][0] if "name" in changed else row.name
    parent = changed["parent"][0] if "parent" in changed else row.parent_id
    former = ItemName(item=row, name=str(name), until=at)
    former.parent_id = parent  # type: ignore[assignment]  # as the log holds it: an id or nothing
    former.save()


def _children(row: Item) -> str:
    count = row.children.filter(active=True).count()
    return f"还有 {count} 个下级事项在用，请先停用它们" if count else ""


def _retired_parent(row: Item) -> str:
    retired = row.parent is not None and not row.parent.active
    return f"它的大类“{row.parent}”已停用，请先恢复大类" if retired else ""


ITEMS = Table(
    Item,
    object_type="item",
    code=Code(re.compile(r"[A-Za-z0-9]{1,20}", re.ASCII), "代码用数字和英文字母，如 0109"),
    fields=("name", "parent", "order", "words"),
    taken="这个事项代码已被使用",
    settle=_settled,
    keep=keep_name,
    guard_retire=(_children,),
    guard_restore=(_retired_parent,),
)
