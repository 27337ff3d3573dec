"""What values of dimensions are called, and figures as pages and files write them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory.enums import Level, Sector
from zhuqi.foundation.directory.models import Item, Region, Unit
from zhuqi.interfaces.desk.statistics.asking import CUTS, month_words
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.enums import Kind, Tier
from zhuqi.ledgers.cases.queries import channel_names
from zhuqi.reporting.statistics.figures import Cut, Dimension, Figure, Measure, Value

# Figures that are read together, in the order in which pages show them.
GROUPS: Mapping[str, tuple[StrOrPromise, tuple[str, ...]]] = {
    "intake": (_("收办"), (
        "collected", "open", "completed", "completion_rate", "struck_off", "struck_off_rate",
        "carried", "terminated", "excluded",
    )),
    "result": (_("结果"), (
        "completed_in", "struck_off_in", "claimed_solved_rate", "true_solved_rate",
        "partly_share", "explained_share", "planned_share", "not_feasible_share",
        "carried_share",
    )),
    "time": (_("时效"), (
        "on_time_rate", "signed_in_time_rate", "extension_rate", "median_days", "p90_days",
        "taken_away_late",
    )),
    "quality": (_("质量"), (
        "returned_rate", "redo_rate", "redo_fault_rate", "rated_rate", "satisfied_rate",
        "basically_share", "reached_rate", "verified_rate",
    )),
    "moved": (_("流转与成效"), (
        "escalated_away", "forwarded_away", "from_above", "money", "staff", "firms",
    )),
}  # fmt: skip

# Dimensions whose values are words of ours.
CHOICES: Mapping[Dimension, type[Choices]] = {
    Dimension.LEVEL: Level, Dimension.SECTOR: Sector, Dimension.KIND: Kind, Dimension.TIER: Tier,
}  # fmt: skip


def names_of(dimension: Dimension, values: Collection[Any]) -> dict[object, str]:
    """What values of a dimension are called; at most one query."""
    if dimension is Dimension.MONTH:
        return {one: month_words(date(int(str(one)[:4]), int(str(one)[4:]), 1)) for one in values}
    known: dict[object, str] = {}
    match dimension:
        case Dimension.OFFICE | Dimension.UNIT:
            known = {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=values)}
        case Dimension.ITEM:
            known = dict(Item.objects.filter(pk__in=values).values_list("pk", "name"))
        case Dimension.REGION:
            known = dict(Region.objects.filter(code__in=values).values_list("code", "name"))
        case Dimension.CHANNEL:
            known = dict(channel_names().items())
        case _:
            known = dict(wording.labels(CHOICES[dimension]).items())
    blank = _("未交办") if dimension is Dimension.UNIT else _("未定")
    return {one: known.get(one, str(one)) if one else blank for one in values}


def cut_words(cut: Cut) -> list[tuple[Dimension, str]]:
    """What a cut narrows to, in words; a query for each name that is looked up."""
    found = []
    for name in CUTS:
        value = getattr(cut, name)
        if value or name in cut.blank:
            dimension = Dimension(name)
            found.append((dimension, names_of(dimension, [value])[value]))
    return found


def written(figure: Figure, value: Value) -> str:
    """93.23%, 2,411, 7.5; a dash where there is nothing to say."""
    match figure.unit:
        case Measure.RATE:
            return "—" if value.share is None else f"{value.share:.2%}"
        case Measure.DAYS:
            return "—" if value.days is None else f"{value.days:g}"
        case Measure.MONEY:
            return f"{value.money or 0:,.2f}"
        case _:
            return f"{value.numerator if value.total is None else value.total:,}"


def interval(value: Value) -> str:
    """60%～98%: how little a small number says; "" for others."""
    bounds = value.interval
    return f"{bounds[0]:.0%}～{bounds[1]:.0%}" if bounds and value.is_small else ""
