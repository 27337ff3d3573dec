"""The reads of the directory that pages, ledgers and actions share. None asks in a loop."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

from zhuqi.foundation.access import NotValid, Scope
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.directory import codes, uscc
from zhuqi.foundation.directory.enums import REVEALED, Level, LiaisonKind, UnitKind
from zhuqi.foundation.directory.models import (
    CalendarNotice,
    CalendarOverride,
    ChamberMember,
    Enterprise,
    Item,
    LiaisonLink,
    Official,
    Post,
    Region,
    RegionHours,
    Unit,
)
from zhuqi.foundation.typed import words
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.foundation.workdays import (
    DEFAULT_HOURS,
    REGIONAL_HOURS,
    Calendar,
    DayRule,
    OfficeHours,
    hours_of_region,
    parse_notice,
)

_LEVELS = {level: rank for rank, level in enumerate(Level)}
_MOST_FOUND = 20

# Calendar ---------------------------------------------------------------------------------------

# (what, place, day, is working, text): an override with its name, a notice with its body as JSON
# and its number as place, a region's hours as JSON with the region as place.
_CalendarRow = tuple[str, int, date | None, bool | None, str]


@dataclass(frozen=True)
class Calendars:
    """The calendar of each region: the same days, each with its own office hours."""

    days: Calendar
    hours: Mapping[str, OfficeHours]
    """by the beginning of the codes of all places they are kept in"""

    def of(self, region_code: str = "") -> Calendar:
        """The calendar of a region; without a code, that of regions nothing is said of."""
        hours = hours_of_region(region_code, self.hours)
        return self.days if hours == self.days.hours else replace(self.days, hours=hours)


def calendar(region_code: str = "") -> Calendar:
    """The calendar in force now, with the office hours of a region. One query."""
    return calendars().of(region_code)


def calendars(at: datetime | None = None) -> Calendars:
    """The calendars in force now, or at an earlier moment: what was judged then is explained by
    them. One query.

    The rows themselves are the cache's key (a handful: published years are in the package), so
    no change, not even one that is rolled back, can leave a stale calendar behind.
    """
    moment = {} if at is None else {"at": at}
    return _calendars_of(frozenset(_CALENDAR_ROWS(**moment)))


def _calendar_rows(*, at: datetime | None = None) -> QuerySet[Any, Any]:
    overrides = CalendarOverride.objects.filter(_valid_at("set_at", at)).order_by()
    notices = CalendarNotice.objects.filter(_valid_at("imported_at", at)).order_by()
    hours = RegionHours.objects.filter(_valid_at("set_at", at)).order_by()
    nothing = (
        Value(None, output_field=DateField()),
        Value(None, output_field=BooleanField()),
    )
    return overrides.values_list(
        Value("day"), Value(0), "day", "is_working", Cast("name", TextField())
    ).union(
        notices.values_list(Value("notice"), "number", *nothing, Cast("body", TextField())),
        hours.values_list(
            Value("hours"), Cast("region__code", BigIntegerField()), *nothing,
            Cast("seasons", TextField()),
        ),
        all=True,
    )  # fmt: skip


_CALENDAR_ROWS = Prepared(_calendar_rows)


def _valid_at(since: str, at: datetime | None) -> Q:
    """Rows not revoked now, or as it was at that moment."""
    if at is None:
        return Q(revoked_at=None)
    return Q(**{f"{since}__lte": at}) & (Q(revoked_at=None) | Q(revoked_at__gt=at))


@lru_cache(maxsize=64)
def _calendars_of(rows: frozenset[_CalendarRow]) -> Calendars:
    overrides = tuple(
        DayRule(day, bool(is_working), text) for _what, _n, day, is_working, text in rows if day
    )
    numbered = sorted((n, text) for what, n, _day, _working, text in rows if what == "notice")
    notices = tuple(parse_notice(json.loads(text)) for _number, text in numbered)
    hours = dict(REGIONAL_HOURS)
    for what, code, _day, _working, text in rows:
        if what == "hours":
            hours[codes.prefix(str(code))] = OfficeHours.read(json.loads(text))
    return Calendars(Calendar(overrides, notices, hours=DEFAULT_HOURS), MappingProxyType(hours))


# Regions ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegionNode:
    """A region with those below it, for a form's choices."""

    region: Region
    children: tuple["RegionNode", ...]


def region_by_code(code: str) -> Region:
    """The region of a code someone typed, a retired one too. NotValid if there is none."""
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise NotValid(f"没有区划代码 {code}；请先运行 zhuqi migrate，并核对代码")
    return region


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


def units_under(unit_ids: Collection[int]) -> QuerySet[Unit]:
    """Every unit, retired ones too, in the regions of these units: what their administrators
    look after."""
    reach = Q(pk__in=())
    for code in _codes_of(unit_ids):
        reach |= Q(region__code__startswith=codes.prefix(code))
    return Unit.objects.filter(reach).select_related("region")


def governs_all(unit_ids: Collection[int]) -> bool:
    """True if no other office keeps a ledger above one of these units.

    Tables that all share (regions, items, inlets …) are kept by the administrator up there.
    """
    lines = [codes.lineage(code) for code in _codes_of(unit_ids)]
    above = {code for line in lines for code in line[1:]}
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, active=True, region__code__in=above)
    over = set(offices.order_by().values_list("region__code", flat=True)) if above else set()
    return any(not over & set(line[1:]) for line in lines)


def _codes_of(unit_ids: Collection[int]) -> list[str]:
    units = Unit.objects.filter(pk__in=sorted(unit_ids)).order_by()
    return sorted(set(units.values_list("region__code", flat=True))) if unit_ids else []


def office_for(region: Region) -> Unit:
    """The office that keeps the ledger of a region: the county's, or else the city's.

    NotValid where none is set up.
    """
    office = offices_for([region]).get(region.pk)
    if office is None:
        raise NotValid({"region": f"{region.name}及其上级尚未设置活动办"})
    return office


def superior_office(office: Unit) -> Unit | None:
    """The office one level up, to which this one hands its cases; None for the topmost."""
    line = codes.lineage(office.region.code)
    rank = _LEVELS[Level(office.level)]
    above = [unit for unit in _offices_on(line) if _LEVELS[Level(unit.level)] < rank]
    return max(above, key=lambda unit: (_rank(unit)[0], -unit.pk), default=None)


def serving_offices(region: Region) -> list[Unit]:
    """Offices whose ground the region lies on, from its own up to the highest."""
    line = codes.lineage(successors([region])[region.pk].code)
    return sorted(_offices_on(line), key=_rank, reverse=True)


def _offices_on(line: list[str]) -> list[Unit]:
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, active=True, region__code__in=line)
    return list(offices.select_related("region"))


def public_offices() -> list[Unit]:
    """Every office that works, the highest first: whom a stranger can turn to. One query."""
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, active=True).select_related("region")
    return sorted(offices, key=lambda unit: (_LEVELS[Level(unit.level)], unit.region.code, unit.pk))


def served_regions() -> QuerySet[Region]:
    """Current regions with an office of their own or above them: what `offices_for` would find.

    One query now, for where offices stand. A place without any office serves nothing.
    """
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, active=True).order_by()
    codes_held = set(offices.values_list("region__code", flat=True))
    grounds = {codes.prefix(code) for code in codes_held}
    wanted = Q(pk__in=())
    for ground in sorted(grounds):
        # What a county's office serves lies within its city's ground: asked for once.
        if not any(ground != other and ground.startswith(other) for other in grounds):
            wanted |= Q(code__startswith=ground)
    return current_regions().filter(wanted)


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


def units_responsible(item: Item, places: Sequence[str]) -> list[Unit]:
    """Active units that answer for the item in these places (codes), in the places' order; in
    each those that name the item itself (`unit.names_item`) before those of its parent item."""
    named = Unit.items.through._default_manager.filter(unit=OuterRef("pk"))  # noqa: SLF001 (Django's public name)
    wider = [pk for pk in (item.pk, item.parent_id) if pk is not None]
    units = Unit.objects.filter(
        Exists(named.filter(item__in=wider)), active=True, region__code__in=places
    )
    found = units.annotate(names_item=Exists(named.filter(item=item.pk))).select_related("region")
    return sorted(
        found, key=lambda u: (places.index(u.region.code), not getattr(u, "names_item", 0), u.pk)
    )


def sections_of(unit: Unit) -> QuerySet[Unit]:
    """科室: where a unit hands its work on to inside the house."""
    return unit.children.filter(active=True, kind=UnitKind.SECTION).order_by("id")


# People -----------------------------------------------------------------------------------------


def _in_force(on: date) -> Q:
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))


def liaison_officials(enterprise: Enterprise, on: date) -> list[Official]:
    """助企干部 of the firm on a day (the last day of a link counts), longest first."""
    return liaison_officials_of([enterprise.pk], on).get(enterprise.pk, [])


def liaison_officials_of(enterprise_ids: Collection[int], on: date) -> dict[int, list[Official]]:
    """`liaison_officials` for many firms in one query, by enterprise id."""
    found: dict[int, list[Official]] = defaultdict(list)
    for link in _official_links(enterprise_ids, on).select_related("official"):
        if link.official is not None:
            found[link.enterprise_id].append(link.official)
    return dict(found)


def _official_links(
    enterprise_ids: Collection[int], on: date
) -> QuerySet[LiaisonLink, LiaisonLink]:
    of_people = LiaisonLink.objects.filter(kind=LiaisonKind.OFFICIAL, official__isnull=False)
    return of_people.filter(_in_force(on), enterprise__in=enterprise_ids).order_by("since", "pk")


def liaison_names_of(enterprise_ids: Collection[int], on: date) -> dict[int, list[str]]:
    """The names alone, by enterprise id: for lists. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    for enterprise, name in _LIAISON_NAMES(firms=enterprise_ids, on=on):
        found[enterprise].append(name)
    return dict(found)


_LIAISON_NAMES = Prepared(
    lambda firms, on: _official_links(firms, on).values_list("enterprise", "official__name")
)


def looked_after_by(name: str, on: date) -> QuerySet[LiaisonLink, Any]:
    """Ids of the firms whose liaison official, or leader, of that day has these words as a name."""
    links = LiaisonLink.objects.filter(_in_force(on), spelled_in(name, "official__name"))
    return links.order_by().values("enterprise")


def liaison_links(enterprise: Enterprise) -> list[LiaisonLink]:
    """Everyone who looks or looked after the firm, newest last, with what they are in two queries:
    `link.official.posts.all()` and `link.unit` are fetched."""
    links = enterprise.liaisons.select_related("official", "unit", "unit__contact")
    posts = Prefetch("official__posts", Post.objects.select_related("unit"))
    return list(links.prefetch_related(posts).order_by("since", "pk"))


_LIAISED = Prepared(
    lambda officials, on: (
        LiaisonLink.objects.filter(_in_force(on), official__in=officials)
        .order_by()
        .values_list("official", "enterprise")
    )
)


def liaised_by(officials: Collection[int], on: date) -> dict[int, frozenset[int]]:
    """Ids of the firms each official looks after in person on a day, as leader or as liaison
    official: what `Scope.liaised` is made of. One query; officials without a firm are left out."""
    found: dict[int, set[int]] = defaultdict(set)
    if officials:
        for official, firm in _LIAISED(officials=officials, on=on):
            found[official].add(firm)
    return {official: frozenset(firms) for official, firms in found.items()}


def find_officials(text: str, limit: int = _MOST_FOUND) -> list[Official]:
    """Officials in office whose name holds every word."""
    if not words(text):
        return []
    found = Official.objects.filter(spelled_in(text, "name"), active=True)
    return list(found.order_by("name", "pk")[:limit])


def find_units(text: str, limit: int = _MOST_FOUND) -> list[Unit]:
    """Active units whose name holds every word; neither offices nor chambers."""
    if not words(text):
        return []
    units = Unit.objects.filter(spelled_in(text, "name"), active=True)
    others = units.exclude(kind__in=(UnitKind.OFFICE, UnitKind.CHAMBER))
    return list(others.order_by("name", "pk")[:limit])


def posts_of(official_ids: Iterable[int], on: date) -> dict[int, str]:
    """What officials are on a day, by id: “市工信局 科长”. One query."""
    posts = Post.objects.filter(_in_force(on), official__in=list(official_ids))
    found: dict[int, str] = {}
    for post in posts.select_related("unit").order_by("pk"):
        found.setdefault(post.official_id, str(post))
    return found


_CHAMBERED = Prepared(
    lambda chambers, on: (
        ChamberMember.objects.filter(_in_force(on), chamber__in=chambers)
        .order_by()
        .values_list("chamber", "enterprise")
    )
)


def chambered_by(chamber_ids: Collection[int], on: date) -> dict[int, frozenset[int]]:
    """Ids of the member firms of each of these chambers on a day: what `Scope.chambered` is made
    of. One query; chambers without a member are left out."""
    found: dict[int, set[int]] = defaultdict(set)
    if chamber_ids:
        for chamber, firm in _CHAMBERED(chambers=chamber_ids, on=on):
            found[chamber].add(firm)
    return {chamber: frozenset(firms) for chamber, firms in found.items()}


def chamber_of(enterprise: Enterprise, chamber_ids: Collection[int], on: date) -> Unit | None:
    """Of these chambers the one the firm has belonged to longest; None where it is no member."""
    members = ChamberMember.objects.filter(
        _in_force(on), enterprise=enterprise, chamber__in=chamber_ids
    )
    first = members.select_related("chamber").order_by("since", "pk").first()
    return first.chamber if first else None


# Firms ------------------------------------------------------------------------------------------


def find_enterprises(text: str, *, scope: Scope, limit: int = _MOST_FOUND) -> list[Enterprise]:
    """Firms within the scope whose name holds every word, or whose code begins with the text."""
    match = named(text)
    if match is None:
        return []
    found = Enterprise.objects.visible_to(scope).filter(match).order_by("name", "pk")
    return list(found.select_related("region", "office", "park")[:limit])


def named(text: str) -> Q | None:
    """The condition “name holds every word, or code begins with the text”; None for no words."""
    if not words(text):
        return None
    in_name = spelled_in(text, "name")
    code = uscc.normalise(text)
    # A lone hyphen leaves no code: every code would begin with it.
    return in_name | Q(uscc__startswith=code) if code else in_name


# Masked data -----------------------------------------------------------------------------------

# How long what was asked for stays in sight.
REVEALED_FOR = timedelta(minutes=30)


def phones_revealed(
    object_type: str, object_id: int, user_id: int, now: datetime | None = None
) -> bool:
    """True if this person has asked to see the phones of this row a short while ago."""
    since = (now or timezone.now()) - REVEALED_FOR
    return (
        bool(user_id)
        and Event.objects.filter(
            object_type=object_type,
            object_id=object_id,
            kind=REVEALED,
            actor_id=user_id,
            recorded_at__gt=since,
        ).exists()
    )


def told_by_code(text: str) -> tuple[str, str]:
    """Name and region code of a firm by its code, "" where not known.

    Both are public: the register of firms shows them to everybody. Of a firm that is not in the
    directory the code itself names the region where it was registered.
    """
    checked = uscc.check(text)
    if not checked.ok:
        return "", ""
    code = checked.normalised
    known = Enterprise.objects.filter(uscc=code).select_related("region").first()
    if known is not None:
        return known.name, known.region.code
    region = Region.objects.filter(code=code[2:8]).select_related("replaced_by").first()
    if region is None:
        return "", ""
    return "", (region.replaced_by or region).code


def chain_of(unit: Unit) -> list[Unit]:
    """The unit and those above it."""
    chain, step = [unit], unit.parent
    while step is not None:
        chain.append(step)
        step = step.parent
    return chain
