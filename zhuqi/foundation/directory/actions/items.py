"""事项: what firms raise, in two levels. Cases keep theirs; a retired one is not chosen anew."""

import re
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.directory.actions.store import alter, enter, locked, switch, tidied
from zhuqi.foundation.directory.models import Item

OBJECT = "item"
_FIELDS = ("code", "name", "parent", "order")
_CODE = re.compile(r"[A-Za-z0-9]{1,20}", re.ASCII)
_TAKEN = "这个事项代码已被使用"


class ItemChanges(TypedDict, total=False):
    """What of an item can be changed; its code can't."""

    name: str
    parent: Item | None
    order: int


@transaction.atomic
def add_item(
    *,
    code: str,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
    **given: Unpack[ItemChanges],
) -> Item:
    """A new matter. NotValid for a code in use, or a third level."""
    if not _CODE.fullmatch(code):
        raise NotValid({"code": "代码用数字和英文字母，如 0109"})
    row = Item(code=code, **tidied(given))
    _refuse_third_level(row)
    return enter(
        row, object_type=OBJECT, fields=_FIELDS, taken=_TAKEN, by=by, reason=reason, now=now
    )


@transaction.atomic
def change_item(
    *,
    item: Item,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
    **changes: Unpack[ItemChanges],
) -> Item:
    """Change what differs. NotValid for a parent that is retired or would make a third level."""
    row = locked(item)
    if "parent" in changes and changes["parent"] != row.parent:
        _refuse_third_level(Item(pk=row.pk, code=row.code, parent=changes["parent"]))
    return alter(
        row, tidied(changes), object_type=OBJECT, taken=_TAKEN, by=by, reason=reason, now=now
    )


@transaction.atomic
def retire_item(*, item: Item, by: Actor, reason: str = "", now: datetime | None = None) -> Item:
    """Not chosen any more. NotNow while matters below it are in use."""
    row = locked(item)
    if count := row.children.filter(active=True).count():
        raise NotNow(f"还有 {count} 个下级事项在用，请先停用它们", state="在用")
    return switch(row, on=False, object_type=OBJECT, by=by, reason=reason, now=now)


@transaction.atomic
def restore_item(*, item: Item, by: Actor, reason: str = "", now: datetime | None = None) -> Item:
    """Into use again. NotNow if the matter above has been retired."""
    row = locked(item)
    if row.parent is not None and not row.parent.active:
        raise NotNow(f"它的大类“{row.parent}”已停用，请先恢复大类", state="已停用")
    return switch(row, on=True, object_type=OBJECT, by=by, reason=reason, now=now)


def _refuse_third_level(row: Item) -> None:
    parent = row.parent
    if parent is None:
        return
    if not parent.active:
        raise NotValid({"parent": f"大类“{parent}”已停用"})
    if parent.pk == row.pk or parent.parent_id is not None:
        raise NotValid({"parent": "事项只有两级：上级必须是大类"})
    if row.pk and row.children.exists():
        raise NotValid({"parent": "它下面还有事项，不能再归入别的大类"})
