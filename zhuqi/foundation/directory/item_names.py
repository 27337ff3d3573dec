"""What an item was called at a moment, and below which heading it stood then."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime

from zhuqi.foundation.directory.models import Item, ItemName


def item_then(item: Item, former: Iterable[ItemName], at: datetime | None) -> Item:
    """The item as it was called at a moment; without one, or if it never changed, the row itself.

    What was called otherwise is a copy, not to be saved.
    """
    over = [row for row in former if at and row.item_id == item.pk and row.until > at]
    if not over:
        return item
    row = min(over, key=lambda one: one.until)
    then = copy(item)
    then.name, then.parent_id = row.name, row.parent_id
    return then


def path_then(
    item: Item, known: Mapping[int, Item], former: Iterable[ItemName], at: datetime | None
) -> list[Item]:
    """The item and the heading it stood below at a moment, from above. `known`: both by id."""
    former = list(former)
    then = item_then(item, former, at)
    heading = known.get(then.parent_id or 0)
    return [*([item_then(heading, former, at)] if heading else []), then]
