"""One change of one thing: lock, seen version, before and after, event, what is owed, save.

A noun says once what it is (`Noun`) and what one of them holds (`Aggregate`). Its `open_x` is then
`opened(NOUN, pk, …)` wrapped in its own `Change`, whose verbs decide, alter and `log`. One or ten
thousand are saved by the same `save`, so that bulk paths have no second rule book.
"""

from zhuqi.foundation.changes.aggregate import Aggregate, Change, NewEvent
from zhuqi.foundation.changes.new_rows import new_row
from zhuqi.foundation.changes.prepared import Counts, Prepared, Row
from zhuqi.foundation.changes.rows import TEXT_GUARDS, Now, RowAggregate, RowChange, RowNoun, alone
from zhuqi.foundation.changes.storing import (
    EVENT_LISTENERS,
    Noun,
    locked,
    opened,
    present,
    refuse_stale,
    save,
    write_children,
    write_rows,
)
from zhuqi.foundation.changes.together import Part, ReadTogether, ValuesTogether

__all__ = [
    "EVENT_LISTENERS",
    "TEXT_GUARDS",
    "Aggregate",
    "Change",
    "Counts",
    "NewEvent",
    "Noun",
    "Now",
    "Part",
    "Prepared",
    "ReadTogether",
    "Row",
    "RowAggregate",
    "RowChange",
    "RowNoun",
    "ValuesTogether",
    "alone",
    "locked",
    "new_row",
    "opened",
    "present",
    "refuse_stale",
    "save",
    "write_children",
    "write_rows",
]
