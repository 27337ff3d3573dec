"""大中小微: the class of a firm by 统计上大中小微型企业划分办法(2017). Pure.

A firm has the highest class whose lower bounds it reaches in *every* indicator of its industry;
below the smallest bound in *any* it is micro. So its class is the lowest its indicators give.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import SizeClass

INDICATOR_LABELS: Mapping[str, str] = {
    "industry": "行业代码",
    "employees": "从业人员",
    "revenue": "营业收入",
    "assets": "资产总额",
}
# From the smallest up, so that a class is its index.
_CLASSES = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
# Sections all of whose divisions stand in one group: the letter alone is enough.
_SECTIONS = {
    "A": "01", "B": "06", "C": "13", "D": "44", "E": "47",
    "L": "71", "M": "73", "N": "76", "O": "80", "R": "86",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A line of the table: lower bounds (small, medium, large) per indicator, in 10,000 yuan."""

    name: str
    bounds: Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Sizing:
    """`size` is None when data are `missing` (keys of INDICATOR_LABELS) or the method does not
    cover the industry (`group` is None and nothing is missing: finance, schools, rail …)."""

    size: SizeClass | None
    group: str | None
    missing: tuple[str, ...] = ()

    @property
    def missing_labels(self) -> tuple[str, ...]:
        """What is missing, in Chinese."""
        return tuple(INDICATOR_LABELS[name] for name in self.missing)


def size_class(
    industry_code: str,
    employees: int | None,
    revenue_wan: Decimal | int | None,
    assets_wan: Decimal | int | None,
) -> Sizing:
    """The firm's class. One indicator below the smallest bound settles it, whatever is missing."""
    known = codes.industry(industry_code)
    if known is None:
        return Sizing(None, None, ("industry",))
    digits = known.code[1:] or _SECTIONS.get(known.code, "")
    group = _group_of(digits)
    if group is None:
        return Sizing(None, None, ("industry",) if _too_coarse(known.code) else ())
    values = {"employees": employees, "revenue": revenue_wan, "assets": assets_wan}
    return _judge(group, {name: values[name] for name in group.bounds})


def _judge(group: Group, values: Mapping[str, Decimal | int | None]) -> Sizing:
    ranks = [
        sum(value >= bound for bound in group.bounds[name])
        for name, value in values.items()
        if value is not None
    ]
    missing = tuple(name for name, value in values.items() if value is None)
    if missing and 0 not in ranks:
        return Sizing(None, group.name, missing)
    return Sizing(_CLASSES[min(ranks)], group.name)


def _group_of(digits: str) -> Group | None:
    """By group (three digits) where the table splits a division, else by division."""
    table = groups_by_prefix()
    return table.get(digits[:3]) or table.get(digits[:2])


def _too_coarse(code: str) -> bool:
    """True where a finer code of the same branch would be covered (F, G59, K70)."""
    table = groups_by_prefix()
    return any(
        finer.startswith(code) and (finer[1:3] in table or finer[1:4] in table)
        for finer in codes.industries()
        if len(finer) > len(code)
    )


@lru_cache(maxsize=1)
def groups_by_prefix() -> Mapping[str, Group]:
    """The annex of the method: industry prefix → its group."""
    bounds: dict[str, dict[str, tuple[int, int, int]]] = {}
    prefixes: dict[str, str] = {}
    for row in codes.read_table("size_classes.csv"):
        name = row["group"]
        limits = (int(row["small"]), int(row["medium"]), int(row["large"]))
        bounds.setdefault(name, {})[row["indicator"]] = limits
        prefixes.update(dict.fromkeys(row["divisions"].split(), name))
    groups = {name: Group(name, limits) for name, limits in bounds.items()}
    return {prefix: groups[name] for prefix, name in prefixes.items()}


def reasons(
    industry_code: str,
    employees: int | None,
    revenue_wan: Decimal | int | None,
    assets_wan: Decimal | int | None,
) -> list[str]:
    """How the class follows, a sentence an indicator; nothing where no indicator is known.

    从业人员 350 人，达到中型（300），未到大型（1000）
    """
    known = codes.industry(industry_code)
    group = _group_of(known.code[1:] or _SECTIONS.get(known.code, "")) if known else None
    if group is None:
        return []
    values = {"employees": employees, "revenue": revenue_wan, "assets": assets_wan}
    return [
        _reason(name, value, group.bounds[name])
        for name in group.bounds
        if (value := values[name]) is not None
    ]


def _reason(name: str, value: Decimal | int, bounds: tuple[int, int, int]) -> str:
    rank = sum(value >= bound for bound in bounds)
    unit = "人" if name == "employees" else "万元"
    amount = f"{Decimal(value):f}".rstrip("0").rstrip(".") if "." in str(value) else str(value)
    words = f"{INDICATOR_LABELS[name]} {amount} {unit}"
    reached = f"，达到{_CLASSES[rank].label}（{bounds[rank - 1]}）" if rank else ""
    short = f"，未到{_CLASSES[rank + 1].label}（{bounds[rank]}）" if rank < len(bounds) else ""
    return f"{words}{reached}{short}"
