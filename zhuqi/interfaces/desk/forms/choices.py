"""Choices in groups, so that a long list is read by its headings."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Item, Region, Unit
from zhuqi.foundation.directory.queries import regions_under
from zhuqi.interfaces.shell.forms import row_choice

Choice = tuple[str | int, str]
# Of rows as `row_choice` makes them.
Group = tuple[str, Sequence[tuple[Any, StrOrPromise]]]


def items_by_group(items: Sequence[Item]) -> list[Group]:
    """Matters under the heading they belong to."""
    ordered = sorted(items, key=lambda i: (_parent(i), i.order, i.code))
    return [
        (name, [row_choice(item, item.name) for item in below])
        for (_order, _code, name), below in groupby(ordered, key=_parent)
    ]


def _parent(item: Item) -> tuple[int, str, str]:
    parent = item.parent
    return (parent.order, parent.code, parent.name) if parent else (0, "", item.name)


def units_by_region(
    units: Sequence[Unit], answering: Sequence[Unit], region: Region, own: str = ""
) -> list[Group]:
    """Those that answer for the matter first, then those of the ledger's `own` place, then the
    firm's region and what is above it."""
    chosen = {unit.pk for unit in answering}
    rest = [unit for unit in units if unit.pk not in chosen]
    # The firm's own region first, then the one above it (a shorter line), then the others.
    rest.sort(
        key=lambda u: (
            u.region.code != own,
            not _near(u, region),
            -len(prefix(u.region.code)),
            u.region.code,
        )
    )
    groups: list[Group] = [
        (name, [row_choice(unit, unit.name) for unit in below])
        for name, below in groupby(rest, key=lambda unit: unit.region.name)
    ]
    if answering:
        groups.insert(0, (_("负责该事项"), [row_choice(unit, unit.name) for unit in answering]))
    return groups


def _near(unit: Unit, region: Region) -> bool:
    return region.code.startswith(prefix(unit.region.code))


def regions_of_office(codes: Sequence[str]) -> list[Choice]:
    """Counties (and the city itself) under the regions given, for a filter or a form."""
    found: dict[str, str] = {}
    for code in codes:
        for region in regions_under(code).filter(level__in=(Level.CITY, Level.COUNTY)):
            found[region.code] = region.name
    return sorted(found.items())
