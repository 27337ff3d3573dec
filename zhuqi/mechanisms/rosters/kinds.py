"""The kinds of roster that come with the software."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data" / "kinds.csv"


def shipped_kinds() -> Iterator[dict[str, Any]]:
    """The rows of the data file, in its order."""
    text = DATA.read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    for number, row in enumerate(rows, start=1):
        yield {**row, "order": number * 10}
