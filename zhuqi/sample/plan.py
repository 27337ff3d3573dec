"""The sample city's plan: what `data/city.toml` and `data/troubles.toml` say, typed."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of problem, with the words of everyone who meets it.

    Placeholders in the texts: {企业} {县} {路} {数} {月}. `source` names the seed text it is
    taken from; "" means invented by us.
    """

    item: str
    title: str
    body: str
    wish: str
    contact: str
    progress: str
    answer: str
    kind: str = "help"
    tier: str = "ordinary"
    nature: str = "individual"
    sectors: tuple[str, ...] = ()
    disposition: str = "resolved"
    co_items: tuple[str, ...] = ()
    opinion: str = ""
    county: str = ""
    source: str = ""
    money: int | None = None
    staff: int | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class CityPlan:
    """The bodies of the city."""

    office: dict[str, Any]
    departments: tuple[dict[str, Any], ...]
    externals: tuple[dict[str, Any], ...]
    counties: tuple[dict[str, Any], ...]
    county_units: tuple[dict[str, Any], ...]
    sign_ins: tuple[dict[str, Any], ...]


@lru_cache(maxsize=1)
def city_plan() -> CityPlan:
    """The plan of units and sign-ins."""
    data = tomllib.loads((DATA / "city.toml").read_text(encoding="utf-8"))
    return CityPlan(
        data["office"],
        tuple(data["department"]),
        tuple(data["external"]),
        tuple(data["county"]),
        tuple(data["county_unit"]),
        tuple(data["sign_in"]),
    )


@lru_cache(maxsize=1)
def troubles() -> tuple[Trouble, ...]:
    """Every kind of problem the sample knows."""
    data = tomllib.loads((DATA / "troubles.toml").read_text(encoding="utf-8"))
    return tuple(_trouble(row) for row in data["trouble"])


def _trouble(row: dict[str, Any]) -> Trouble:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    return Trouble(**values)
