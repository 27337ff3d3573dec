"""Write the index, in the transaction of the change; nothing else does.

It is written at once, not owed: a search made a moment after a change must find it, and whatever
was written is read in one statement and indexed in two or three
(docs/decisions/0008-search.md has the reasons). What takes long or much memory (files, initials)
the worker makes.
"""

from zhuqi.foundation.search.actions.filling import begin_filling, fill_on, strike_vanished
from zhuqi.foundation.search.actions.indexing import FILES, INDEX, READ_FILE, index, told
from zhuqi.foundation.search.actions.storing import lay_grams, lift_grams

__all__ = [
    "FILES",
    "INDEX",
    "READ_FILE",
    "begin_filling",
    "fill_on",
    "index",
    "lay_grams",
    "lift_grams",
    "strike_vanished",
    "told",
]
