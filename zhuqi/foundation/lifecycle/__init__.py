"""A noun's life as a table: from which state, what, by whom, whereto, and what else must hold.

Pure. A noun brings its own enums of states, verbs and roles, its own facts, and the rows; it gets
`decide`, `offers` and a diagram. What belongs to a noun (a sheet, an extension) and moves along
with it has `Transitions` alone.
"""

from zhuqi.foundation.lifecycle.diagram import chapter, mermaid, rows
from zhuqi.foundation.lifecycle.owed import NOTHING, Owed, OwedTable, States, chapter_of, missing
from zhuqi.foundation.lifecycle.table import (
    Labelled,
    Lifecycle,
    Move,
    Need,
    Offer,
    Standing,
    Step,
    Transitions,
    move,
    standing_as,
    step,
)

__all__ = [
    "NOTHING",
    "Labelled",
    "Lifecycle",
    "Move",
    "Need",
    "Offer",
    "Owed",
    "OwedTable",
    "Standing",
    "States",
    "Step",
    "Transitions",
    "chapter",
    "chapter_of",
    "mermaid",
    "missing",
    "move",
    "rows",
    "standing_as",
    "step",
]
