"""The sample city's plan: what the files in `data/` say, typed."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
CITY = "411000"


@dataclass(frozen=True, slots=True)
class Submission:
    """One kind of problem, with the words of everyone who meets it.

    Placeholders in the texts: see `narration`. `source` names the seed text it is taken from; ""
    means invented by us. `titles`: other ways to put the title. `words`: placeholders of its own
    with what may stand there. `trades`, `sectors`, `county`: whom it happens to; empty: anyone.
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
    trades: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    disposition: str = "resolved"
    co_items: tuple[str, ...] = ()
    opinion: str = ""
    county: str = ""
    source: str = ""
    money: int | None = None
    staff: int | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Trade:
    """What a firm does, with the words its troubles are told in."""

    name: str
    sector: str
    code: str
    weight: int
    form: str
    product: tuple[str, ...]
    machine: tuple[str, ...]
    step: tuple[str, ...]
    material: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostPlan:
    """A seat in every unit of a kind. `whole`: only where the city is built in full."""

    kind: str
    title: str
    roles: tuple[str, ...] = ()
    leads: bool = False
    contact: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What else happens in some lives, by name (`casting` tells each).

    `level`: of which ledgers' cases, empty for all; `share` of them. `how`: the way it goes.
    `items`: only of these matters. `ago`: began so many days ago and went briskly, so that it
    stands there now; empty: long ago.
    """

    name: str
    share: float
    level: str = ""
    how: str = ""
    ago: tuple[float, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """How big the city is built; firms and cases by the division code of their ledger.

    `officials` counts everyone in office but the city's leaders; posts that the plan does not
    name are filled up to it, 0 leaves it at the named ones.
    """

    name: str
    whole: bool
    days: int
    lately: float
    leaders: int
    county_leaders: int
    firms: Mapping[str, int]
    cases: Mapping[str, int]
    officials: int = 0

    @property
    def firm_total(self) -> int:
        """Firms on all ledgers."""
        return sum(self.firms.values())

    @property
    def case_total(self) -> int:
        """Cases on all ledgers."""
        return sum(self.cases.values())

    def only(self, ledgers: Collection[str]) -> "Size":
        """The same city with the cases of these ledgers."""
        return replace(self, cases={code: n for code, n in self.cases.items() if code in ledgers})

    def scaled(self, share: float) -> "Size":
        """The same city with a share of its firms and cases, and at least one of each a ledger."""
        return replace(
            self,
            firms={code: max(1, round(n * share)) for code, n in self.firms.items()},
            cases={code: max(1, round(n * share)) for code, n in self.cases.items()},
            officials=round(self.officials * share),
        )


@dataclass(frozen=True, slots=True)
class CityPlan:
    """The bodies of the city."""

    office: dict[str, Any]
    departments: tuple[dict[str, Any], ...]
    externals: tuple[dict[str, Any], ...]
    counties: tuple[dict[str, Any], ...]
    county_units: tuple[dict[str, Any], ...]
    groups: tuple[dict[str, Any], ...]
    posts: tuple[PostPlan, ...]
    sign_ins: tuple[dict[str, Any], ...]
    turns: tuple[Turn, ...]
    signing: Mapping[str, str]
    tags: tuple[str, ...]
    absences: tuple[str, ...]
    topics: int
    sizes: Mapping[str, Size]


@lru_cache(maxsize=1)
def city_plan() -> CityPlan:
    """The plan of sizes, units, posts and sign-ins."""
    data = _read("city.toml")
    return CityPlan(
        data["office"],
        tuple(data["department"]),
        tuple(data["external"]),
        tuple(data["county"]),
        tuple(data["county_unit"]),
        tuple(data["group"]),
        tuple(PostPlan(**_frozen(row)) for row in data["post"]),
        tuple(data["sign_in"]),
        tuple(Turn(**_frozen(row)) for row in data["turn"]),
        data["signing"],
        tuple(data["tags"]),
        tuple(data["absences"]),
        data["topics"],
        {name: Size(name=name, **row) for name, row in data["size"].items()},
    )


def size_named(name: str) -> Size:
    """The size of that name; "tiny" is a town cut down for tests and hurried looks."""
    sizes = city_plan().sizes
    return replace(sizes["town"].scaled(0.14), name=name) if name == "tiny" else sizes[name]


@lru_cache(maxsize=1)
def trades() -> Mapping[str, Trade]:
    """Every trade by its name."""
    return {row["name"]: Trade(**_frozen(row)) for row in _read("trades.toml")["trade"]}


@lru_cache(maxsize=1)
def submissions() -> tuple[Submission, ...]:
    """Every kind of problem the sample knows, in the order of the catalogue of matters."""
    files = sorted((DATA / "troubles").glob("*.toml"))
    return tuple(_submission(row) for file in files for row in _read(file)["trouble"])


@lru_cache(maxsize=1)
def ready_answers() -> Mapping[str, list[dict[str, Any]]]:
    """Answers kept ready, shared and of units' own, and grounds of law."""
    return _read("ready_answers.toml")


def _submission(row: dict[str, Any]) -> Submission:
    words = tuple((name, tuple(choices)) for name, choices in row.pop("words", {}).items())
    return Submission(**_frozen(row), words=words)


def _read(name: str | Path) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
