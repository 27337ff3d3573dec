"""边界: the table as data. Codes stay for ever: old cases stand behind them."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from zhuqi.foundation.access import Actor
from zhuqi.foundation.reference_tables.table import WORD_CODE, Table
from zhuqi.ledgers.cases.models import Allowed, Boundary

DATA = Path(__file__).resolve().parent.parent / "data" / "boundaries.toml"

# A change holds at once for every case behind the boundary; a retired one keeps its old cases.
BOUNDARIES = Table(
    Boundary,
    object_type="boundary",
    code=WORD_CODE,
    fields=("name", "organ", "ground", "statement", *(a.value for a in Allowed), "order"),
    taken="已有同名或同代码的边界",
)


def load_boundaries(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the boundaries of the data file that are missing; never changes one. How many."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["boundary"]
    shipped = (_shipped(row, number * 10) for number, row in enumerate(rows, start=1))
    return BOUNDARIES.add_missing(shipped, by=by, now=now)


def _shipped(row: dict[str, Any], order: int) -> dict[str, Any]:
    allows = set(row.pop("allows"))
    return {**row, **{what.value: what.value in allows for what in Allowed}, "order": order}
