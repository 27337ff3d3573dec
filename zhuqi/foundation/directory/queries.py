"""The reads of the directory that pages, ledgers and actions share. None asks in a loop."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import BooleanField, DateField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from zhuqi.foundation.access import NotValid, Scope
from zhuqi.foundation.directory import codes, uscc
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import (
    CalendarNotice,
    CalendarOverride,
    Enterprise,
    Item,
    LiaisonLink,
    Official,
    Region,
    Unit,
)
from zhuqi.foundation.workdays import Calendar, DayRule, hours_of_region, parse_notice

_LEVELS = {level: rank for rank, level in enumerate(Level)}
_MOST_FOUND = 20

# Calendar ---------------------------------------------------------------------------------------

# (day, is working, name) of an override, or (None, None, body as JSON) of a notice.
_CalendarRow = tuple[date | None, bool | None, str]


def calendar(region_code: str = "") -> Calendar:
    """The calendar in force now, with the office hours of a region. One query.

    The rows themselves are the cache's key (a handful: published years are in the package), so
    no change, not even one that is rolled back, can leave a stale calendar behind.
    """
    overrides = CalendarOverride.objects.filter(revoked_at=None).order_by()
    notices = CalendarNotice.objects.filter(revoked_at=None).order_by()
    rows = overrides.values_list("day", "is_working", Cast("name", TextField())).union(
        notices.values_list(
            Value(None, output_field=DateField()),
            Value(None, output_field=BooleanField()),
            Cast("body", TextField()),
        ),
        all=True,
    )
    return _calendar_of(frozenset(rows), region_code)


@lru_cache(maxsize=64)
def _calendar_of(rows: frozenset[_CalendarRow], region_code: str) -> Calendar:
    overrides = tuple(
        DayRule(day, bool(is_working), text) for day, is_working, text in rows if day is not None
    )
    notices = tuple(parse_notice(json.loads(text)) for day, _working, text in rows if day is None)
    return Calendar(overrides, notices, hours=hours_of_region(region_code))


# Regions ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegionNode:
    """A region with those below it, for a form's choices."""

    region: Region
    children: tuple["RegionNode", ...]


def current_regions() -> QuerySet[Region]:
    """Regions that may be entered: neither retired nor a stand-in for another code."""
    return Region.objects.filter(retired_on=None, replaced_by=None)


def regions_under(code: str) -> QuerySet[Region]:
    """The region itself and all below it, current ones."""
    return current_regions().filter(code__startswith=codes.prefix(code))


def region_tree(code: str) -> RegionNode | None:
    """The region and what lies below it as a tree; None if there is no such current region."""
    children: dict[int | None, list[Region]] = defaultdict(list)
    root = None
    for region in regions_under(code):
        children[region.parent_id].append(region)
        root = region if region.code == code else root
    return _node(root, children) if root else None


def _node(region: Region, children: Mapping[int | None, list[Region]]) -> RegionNode:
    below = tuple(_node(child, children) for child in children.get(region.pk, ()))
    return RegionNode(region, below)


def successors(regions: Iterable[Region]) -> dict[int, Region]:
    """The region that now stands for each one given, by id; itself where it is current."""
    given = {region.pk: region for region in regions}
    replaced = {region.replaced_by_id for region in given.values()} - {None}
    heirs = Region.objects.in_bulk(replaced) if replaced else {}
    return {pk: heirs.get(region.replaced_by_id or 0, region) for pk, region in given.items()}


# Units ------------------------------------------------------------------------------------------


def office_for(region: Region) -> Unit:
    """The office that keeps the ledger of a region: the county's, or else the city's.

    NotValid where none is set up.
    """
    office = offices_for([region]).get(region.pk)
    if office is None:
        raise NotValid({"region": f"{region.name}及其上级尚未设置活动办"})
    return office


def offices_for(regions: Collection[Region]) -> dict[int, Unit]:
    """`office_for` for many, by region id; regions without an office are left out."""
    lines = {pk: codes.lineage(heir.code) for pk, heir in successors(regions).items()}
    wanted = {code for line in lines.values() for code in line}
    offices: dict[str, Unit] = {}
    units = Unit.objects.filter(kind=UnitKind.OFFICE, active=True, region__code__in=wanted)
    for unit in sorted(units.select_related("region"), key=_rank):
        offices.setdefault(unit.region.code, unit)
    found = {pk: _first(line, offices) for pk, line in lines.items()}
    return {pk: office for pk, office in found.items() if office is not None}


def _rank(unit: Unit) -> tuple[int, int]:
    """A county's own office before a park's office in the same county."""
    return _LEVELS[Level(unit.level)], unit.pk


def _first(line: list[str], offices: Mapping[str, Unit]) -> Unit | None:
    return next((offices[code] for code in line if code in offices), None)


def units_responsible(item: Item, region: Region) -> list[Unit]:
    """Active units that answer for the item in the region or above it, nearest first.

    Where no unit names the item itself, those of its parent item. Two or three queries.
    """
    line = codes.lineage(successors([region])[region.pk].code)
    units = _answering(item.pk, line)
    if not units and item.parent_id:
        units = _answering(item.parent_id, line)
    return units


def _answering(item_id: int, line: list[str]) -> list[Unit]:
    units = Unit.objects.filter(active=True, items=item_id, region__code__in=line)
    found = units.select_related("region")
    return sorted(found, key=lambda unit: (line.index(unit.region.code), unit.pk))


def sections_of(unit: Unit) -> QuerySet[Unit]:
    """科室: where a unit hands its work on to inside the house."""
    return unit.children.filter(active=True, kind=UnitKind.SECTION).order_by("id")


# People -----------------------------------------------------------------------------------------


def _in_force(on: date) -> Q:
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))


def liaison_officials(enterprise: Enterprise, on: date) -> list[Official]:
    """Who looks after the firm on a day (the last day of a link counts), longest first."""
    return liaison_officials_of([enterprise.pk], on).get(enterprise.pk, [])


def liaison_officials_of(enterprise_ids: Collection[int], on: date) -> dict[int, list[Official]]:
    """`liaison_officials` for many firms in one query, by enterprise id."""
    links = LiaisonLink.objects.filter(_in_force(on), enterprise__in=enterprise_ids)
    found: dict[int, list[Official]] = defaultdict(list)
    for link in links.select_related("official").order_by("since", "pk"):
        found[link.enterprise_id].append(link.official)
    return dict(found)


def liaised_ids(official_id: int, on: date) -> frozenset[int]:
    """Ids of the firms an official looks after on a day: what `Scope.liaised` is made of."""
    links = LiaisonLink.objects.filter(_in_force(on), official=official_id)
    return frozenset(links.order_by().values_list("enterprise_id", flat=True))


def named_officer(enterprise: Enterprise, on: date) -> Official | None:
    """The one person a firm is told to turn to: who looked after it longest, else the contact
    of its office, else that office's leader."""
    officials = liaison_officials(enterprise, on)
    if officials:
        return officials[0]
    office = Unit.objects.select_related("contact", "leader").get(pk=enterprise.office_id)
    return office.contact or office.leader


# Firms ------------------------------------------------------------------------------------------


def find_enterprises(text: str, *, scope: Scope, limit: int = _MOST_FOUND) -> list[Enterprise]:
    """Firms within the scope whose name holds every word, or whose code begins with the text."""
    words = uscc.plain_words(text)
    if not words:
        return []
    in_name = Q()
    for word in words:
        in_name &= Q(name__icontains=word)
    code = uscc.normalise(text)
    # A lone hyphen leaves no code: every code would begin with it.
    match = in_name | Q(uscc__startswith=code) if code else in_name
    found = Enterprise.objects.visible_to(scope).filter(match).order_by("name", "pk")
    return list(found.select_related("region", "office", "park")[:limit])
