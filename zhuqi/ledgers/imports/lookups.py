"""Names in a register as rows of ours: units, regions, items and firms."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory import uscc
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.models import Enterprise, Item, Region, Unit
from zhuqi.foundation.directory.naming import meant_near
from zhuqi.foundation.directory.queries import regions_under
from zhuqi.foundation.typed.plain import spellings
from zhuqi.ledgers.imports.cells import plain

R = TypeVar("R")
_BETWEEN = re.compile(r"[、,，;；/\n]+|\s{1,}")


@dataclass(frozen=True, slots=True)
class Found:
    """A firm's file, or why none was taken."""

    firm: Enterprise | None = None
    note: str = ""


def _nobody(_name: str) -> Unit | None:
    return None


@dataclass(slots=True)
class Lookups:
    """What names mean within reach of an office. A name of several rows means none of them."""

    units: Mapping[str, Unit | None]
    regions: Mapping[str, Region | None]
    items: Mapping[str, Item | None]
    scope: Scope
    # How people near the office write the names of units, for what is called otherwise.
    understood: Callable[[str], Unit | None] = _nobody
    _by_code: dict[str, Enterprise] = field(default_factory=dict)
    _by_name: dict[str, list[Enterprise]] = field(default_factory=dict)

    def unit(self, name: str) -> Unit | None:
        """A unit by its whole or short name, else as one near the office understands it (县住建局);
        None for what could be several."""
        called = plain(name)
        return self.units[called] if called in self.units else self.understood(name)

    def several_units(self, names: str) -> tuple[tuple[Unit, ...], list[str]]:
        """Units named one after the other, and those names that are nobody's."""
        if whole := self.unit(names):
            return (whole,), []
        parts = [part for part in _BETWEEN.split(names) if part]
        found = [(part, self.unit(part)) for part in parts]
        units = dict.fromkeys(unit for _part, unit in found if unit)
        return tuple(units), [part for part, unit in found if unit is None]

    def region(self, name: str) -> Region | None:
        """A county or town by name or code."""
        return self.regions.get(plain(name))

    def item(self, name: str) -> Item | None:
        """An item by name."""
        return self.items.get(plain(name))

    def read_firms(self, codes: Iterable[str], names: Iterable[str]) -> None:
        """Fetch the firms of a chunk: two queries."""
        wanted = {code for one in codes if (code := uscc.normalise(one))}
        called = {spelled for name in names if name for spelled in spellings(name)}
        seen = Enterprise.objects.visible_to(self.scope).select_related("region")
        self._by_code = {
            firm.uscc: firm for firm in seen.filter(uscc__in=sorted(wanted)) if firm.uscc
        }
        self._by_name = {}
        for firm in seen.filter(name__in=sorted(called)):
            self._by_name.setdefault(plain(firm.name), []).append(firm)

    def firm(self, code: str, name: str) -> Found:
        """By its code, else by its name where only one bears it. Fetched by `read_firms`."""
        if code and (firm := self._by_code.get(uscc.normalise(code))):
            other = name and plain(name) != plain(firm.name)
            note = f"信用代码是“{firm.name}”的，原表写的是“{name}”" if other else ""
            return Found(firm, note)
        named = self._by_name.get(plain(name), []) if name else []
        if len(named) == 1:
            file_code = named[0].uscc
            if code and file_code and uscc.normalise(code) != file_code:
                return Found(None, f"“{name}”的信用代码与档案不一致，没有关联")
            return Found(named[0])
        if named:
            return Found(None, f"有 {len(named)} 家企业叫“{name}”，没有关联")
        return Found()


def lookups_for(office: Unit, scope: Scope) -> Lookups:
    """What an office's registers may name: units of its city, regions of its ground, items."""
    code = office.region.code
    near = Unit.objects.filter(region__code__startswith=code[:4]).select_related("region")
    units = _called(
        list(near.order_by("pk")),
        lambda unit: (unit.name, unit.short_name),
        _nearest(prefix(code)),
    )
    items = _called(list(Item.objects.order_by("pk")), lambda item: (item.name,), _none_of)
    understood = cache(meant_near(office.region))
    return Lookups(units, _regions(code), items, scope, understood)


def units_called(units: Iterable[Unit]) -> dict[str, Unit | None]:
    """Units by whole and short name; None for a name of several."""
    return _called(list(units), lambda unit: (unit.name, unit.short_name), _none_of)


def units_meant(units: Iterable[Unit], by: Person) -> Callable[[str], Unit | None]:
    """Which of these units a cell means: by whole and short name, else as one understands who
    writes 禹州市神垕镇政府; None for what could be several."""
    reached = list(units)
    called, ids = units_called(reached), {unit.pk for unit in reached}
    posts = {unit for _role, unit in by.scope.posts}
    own = Unit.objects.filter(pk__in=posts).select_related("region").order_by("pk")
    near = next((unit.region for unit in own), None)
    understood = meant_near(near) if near else None

    @cache
    def meant(text: str) -> Unit | None:
        name = plain(text)
        if name in called or understood is None:
            return called.get(name)
        found = understood(text)
        return found if found and found.pk in ids else None

    return meant


def _none_of(several: list[R]) -> list[R]:
    """Of several of one name none is meant more than another."""
    return several


def _regions(code: str) -> dict[str, Region | None]:
    return regions_of(list(regions_under(code).order_by("code")))


def regions_of(regions: Collection[Region]) -> dict[str, Region | None]:
    """Regions by name and code, and by the name without its last word where that is one's own."""
    found = _called(regions, lambda region: (region.name, region.code), _none_of)
    for region in regions:
        # 襄城 for 襄城县, where nothing else is called so.
        if len(region.name) > 2:  # noqa: PLR2004
            found.setdefault(plain(region.name[:-1]), region)
    return found


def _called(
    rows: Iterable[R], names: Callable[[R], Iterable[str]], choose: Callable[[list[R]], list[R]]
) -> dict[str, R | None]:
    """Rows by what they are called; None for a name of several of which `choose` takes none."""
    found: dict[str, list[R]] = {}
    for row in rows:
        for name in {plain(name) for name in names(row) if name}:
            found.setdefault(name, []).append(row)
    chosen = {name: rows if len(rows) == 1 else choose(rows) for name, rows in found.items()}
    return {name: rows[0] if len(rows) == 1 else None for name, rows in chosen.items()}


def _nearest(ground: str) -> Callable[[list[Unit]], list[Unit]]:
    """Of units of one name those on the office's own ground, and of these the active ones."""

    def choose(units: list[Unit]) -> list[Unit]:
        here = [unit for unit in units if unit.region.code.startswith(ground)] or units
        return here if len(here) == 1 else [unit for unit in here if unit.active]

    return choose
