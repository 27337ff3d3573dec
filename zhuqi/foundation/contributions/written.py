"""Who is told of rows in the transaction that wrote them, with the event that tells of it.

Called with the rows as (table, id), after they were written: "cases.Case" and its ids, deleted ones
too. `fresh`: the objects, as (type, id), of which nothing had been told before.
"""

from collections.abc import Collection
from typing import Protocol

from zhuqi.foundation.contributions import Registry


class RowsListener(Protocol):
    """Told of written rows."""

    def __call__(
        self, rows: Collection[tuple[str, int]], fresh: Collection[tuple[str, int]]
    ) -> None: ...


WRITTEN_ROWS: Registry[RowsListener] = Registry("listener to written rows")
