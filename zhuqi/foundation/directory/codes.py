"""The shipped code tables: divisions, industries, items. Read once, typed, without a database.

`actions.load_code_tables` puts divisions and items into the database; industries stay here.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from zhuqi.foundation.directory.enums import Level

_FOLDER = files("zhuqi.foundation.directory") / "data"


@dataclass(frozen=True, slots=True)
class Division:
    """A line of divisions.csv. `replaced_by` is set for codes that must not be entered anew."""

    code: str
    name: str
    level: Level
    parent: str
    retired_on: date | None
    replaced_by: str


@dataclass(frozen=True, slots=True)
class Industry:
    """A line of GB/T 4754-2017; `code` begins with the section's letter (C3311)."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line of items.csv; `order` is its place in the file."""

    code: str
    name: str
    parent: str
    order: int
    words: str


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a data file, without its comment lines."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@lru_cache(maxsize=1)
def divisions() -> Mapping[str, Division]:
    """Provinces, cities and counties of the whole country, towns of Xuchang; by code."""
    return MappingProxyType({row["code"]: _division(row) for row in read_table("divisions.csv")})


def _division(row: dict[str, str]) -> Division:
    retired_on = date.fromisoformat(row["retired_on"]) if row["retired_on"] else None
    return Division(
        code=row["code"],
        name=row["name"],
        level=Level(row["level"]),
        parent=row["parent"],
        retired_on=retired_on,
        replaced_by=row["replaced_by"],
    )


@lru_cache(maxsize=1)
def industries() -> Mapping[str, Industry]:
    """All four levels by code."""
    return MappingProxyType({row["code"]: Industry(**row) for row in read_table("industries.csv")})


@lru_cache(maxsize=1)
def _industries_by_digits() -> Mapping[str, Industry]:
    return {industry.code[1:] or industry.code: industry for industry in industries().values()}


def industry(code: str) -> Industry | None:
    """Look up C3311 or 3311 (registers use both); None if there is no such code."""
    wanted = code.strip().upper()
    return industries().get(wanted) or _industries_by_digits().get(wanted)


@lru_cache(maxsize=1)
def items() -> tuple[ItemRow, ...]:
    """The two levels of matters, parents before children."""
    return tuple(
        ItemRow(row["code"], row["name"], row["parent"], order, row["words"])
        for order, row in enumerate(read_table("items.csv"), start=1)
    )


def prefix(code: str) -> str:
    """What the codes of all places below begin with: 411000 → 4110, 411025 → 411025."""
    if len(code) > 6:  # noqa: PLR2004 (a town's code has nine digits)
        return code
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def lineage(code: str) -> list[str]:
    """The code and those above it, nearest first: town, county, city, province."""
    above = [code, code[:6], code[:4] + "00", code[:2] + "0000"]
    return list(dict.fromkeys(above))
