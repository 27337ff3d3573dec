"""Which unit somebody means who types its name: with the places before it, short, or as it was.

襄城县库庄镇人民政府, 库庄镇政府 and 库庄镇 are one unit; 住建局 alone is as many as there are
counties, and then nobody guesses.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Region, Unit
from zhuqi.foundation.typed import visible

_PLACE_ENDS = "省市县区镇乡"
_SHORTEST = 2
# Of a text that is no name at all (工信局的王科长) only a real name inside it is a hint.
_SHORTEST_INSIDE = 3
_MOST_SUGGESTED = 8
# What a name is put between or ended with in a sentence; brackets may belong to it.
_AROUND = "。.,;:、!?·…'\"“”‘’《》〈〉「」『』【】-—_~*#"


def plain_name(text: str) -> str:
    """A name as it is compared: NFKC, nothing invisible, no blanks, no quotation marks around it or
    full stop behind it, one way of writing bodies."""
    kept = (
        letter
        for letter in unicodedata.normalize("NFKC", visible(text)).casefold()
        if unicodedata.category(letter)[0] not in {"C", "Z"}
    )
    name = "".join(kept).strip(_AROUND)
    for written, same in _bodies():
        name = name.replace(written, same)
    return name


@lru_cache(maxsize=1)
def _bodies() -> list[tuple[str, str]]:
    """What people leave out or write in full of the same body, or call it by its old name; both
    sides are put the same way."""
    return [(row["written"], row["same"]) for row in codes.read_table("bodies.csv")]


def full_name(unit: Unit) -> str:
    """The name with the place it lies in: 库庄镇人民政府 → 襄城县库庄镇人民政府."""
    region = unit.region
    while region.level == Level.TOWN and region.parent is not None:
        region = region.parent
    begins = (region.name, region.name.rstrip(_PLACE_ENDS))
    return unit.name if unit.name.startswith(begins) else f"{region.name}{unit.name}"


def former_names(unit: Unit) -> list[str]:
    """What it was called before, as kept with the unit."""
    return [name.strip() for name in re.split("[、,，;；]", unit.former_names) if name.strip()]


def unit_named(text: str, *, near: Region) -> Unit | None:
    """The one unit a typed name means, in the city of `near` or above it; None where it is none
    or could be several. A person decides then."""
    found = units_named(text, near=near)
    return found[0] if len(found) == 1 else None


def units_named(text: str, *, near: Region) -> list[Unit]:
    """Every unit a typed name may mean exactly. Two queries, none for an empty text."""
    typed = plain_name(text)
    if len(typed) < _SHORTEST:
        return []
    book = _Book.around(near)
    return book.named(typed, book.county_of(near))


def meant_near(near: Region) -> Callable[[str], Unit | None]:
    """`unit_named` for as many texts as there are, in two queries."""
    book = _Book.around(near)
    county = book.county_of(near)

    def meant(text: str) -> Unit | None:
        typed = plain_name(text)
        found = book.named(typed, county) if len(typed) >= _SHORTEST else []
        return found[0] if len(found) == 1 else None

    return meant


def units_like(text: str, *, near: Region, limit: int = _MOST_SUGGESTED) -> list[Unit]:
    """Units to offer for what has been typed so far, likely ones first: those it names, those
    whose name holds it, those whose name it holds. Two queries, none for an empty text."""
    typed = plain_name(text)
    if len(typed) < _SHORTEST:
        return []
    book = _Book.around(near)
    near = book.county_of(near)
    readings = list(book.readings(typed, near))
    exact = sorted(book.named(typed, near), key=lambda unit: unit.region.code != near.code)
    ranked: list[tuple[int, int, int, Unit]] = []
    for named in book.names:
        if named.unit in exact:
            continue
        holds = any(
            core in form and _within(named.unit, place)
            for core, place in readings
            if len(core) >= _SHORTEST
            for form in named.forms
        )
        inside = any(len(form) >= _SHORTEST_INSIDE and form in typed for form in named.forms)
        if holds or inside:
            here = named.unit.region.code == near.code
            ranked.append((not holds, not here, named.unit.pk, named.unit))
    ranked.sort(key=lambda row: row[:3])
    return [*exact, *(unit for *_rank, unit in ranked)][:limit]


@dataclass(frozen=True, slots=True)
class _Named:
    """A unit with every form of its names."""

    unit: Unit
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Book:
    """The units of one city and above it, and the places their names may begin with."""

    names: Sequence[_Named]
    places: Mapping[str, Sequence[Region]]
    counties: Mapping[str, Region]

    @classmethod
    def around(cls, near: Region) -> "_Book":
        """What is asked for one text."""
        city = codes.prefix(f"{near.code[:4]}00")
        above = codes.lineage(near.code)
        here = Q(code__startswith=city) | Q(code__in=above)
        regions = list(Region.objects.filter(here).select_related("replaced_by"))
        by_id = {region.pk: region for region in regions}
        units = Unit.objects.filter(
            Q(region__code__startswith=city) | Q(region__code__in=above), active=True
        ).select_related("region__parent__parent")
        places: dict[str, list[Region]] = {}
        for region in regions:
            heir = region.replaced_by or region
            for name in _place_names(region.name):
                places.setdefault(name, []).append(heir)
        old = _old_names(by_id.values())
        names = [_Named(unit, frozenset(_forms(unit, old))) for unit in units.order_by("pk")]
        counties = {region.code: region for region in regions if region.level == Level.COUNTY}
        return cls(names, places, counties)

    def county_of(self, region: Region) -> Region:
        """The county a town lies in; any other region as it is."""
        above = codes.lineage(region.code)
        return next((self.counties[code] for code in above if code in self.counties), region)

    def named(self, typed: str, near: Region) -> list[Unit]:
        """Every unit the whole text may mean."""
        readings = self.readings(typed, near)
        found = next(
            (units for core, place in readings if (units := self.matching(core, place))), []
        )
        if typed[0] == "市" and near.level == Level.COUNTY and near.name.endswith("市"):
            # In a county that is itself called 市 it is the city's or the county's own.
            own = self.matching(typed[1:], near)
            return [*own, *(unit for unit in found if unit not in own)]
        return found

    def readings(self, typed: str, near: Region) -> Iterator[tuple[str, Region | None]]:
        """What the text names and where: as it stands, then without each place before it."""
        yield typed, None
        core, place = _without_province(typed, near), None
        while step := self._first_place(core, place):
            core, place = step
            yield core, place
        if typed[0] in "县区" and near.level == Level.COUNTY:
            yield typed[1:], near
        if typed[0] == "市" and near.level == Level.CITY:
            yield f"{plain_name(near.name).rstrip(_PLACE_ENDS)}{typed}", None

    def _first_place(self, core: str, within: Region | None) -> tuple[str, Region] | None:
        for name in sorted(self.places, key=len, reverse=True):
            if not core.startswith(name) or len(core) - len(name) < _SHORTEST:
                continue
            inside = [
                region
                for region in self.places[name]
                if within is None or region.code.startswith(codes.prefix(within.code))
            ]
            if len({region.pk for region in inside}) == 1:
                return core.removeprefix(name), inside[0]
        return None

    def matching(self, core: str, place: Region | None) -> list[Unit]:
        """Units of that name in the place; those of the place itself before those below it."""
        found = [
            named.unit for named in self.names if core in named.forms and _within(named.unit, place)
        ]
        if place is None:
            return found
        own = [unit for unit in found if unit.region_id == place.pk]
        return own or found


def _without_province(typed: str, near: Region) -> str:
    """A place may keep no row for the province it lies in."""
    above = codes.divisions().get(f"{near.code[:2]}0000")
    rest = typed.removeprefix(above.name) if above else typed
    return rest if len(rest) >= _SHORTEST else typed


def _within(unit: Unit, place: Region | None) -> bool:
    return place is None or unit.region.code.startswith(codes.prefix(place.code))


def _place_names(name: str) -> Iterator[str]:
    plain = plain_name(name)
    yield plain
    short = plain.rstrip(_PLACE_ENDS)
    if len(short) >= _SHORTEST and short != plain:
        yield short


def _old_names(regions: Iterable[Region]) -> dict[int, list[str]]:
    """Names of retired regions, by the region that stands for them."""
    found: dict[int, list[str]] = {}
    for region in regions:
        if region.replaced_by_id is not None:
            found.setdefault(region.replaced_by_id, []).append(region.name)
    return found


def _forms(unit: Unit, old: Mapping[int, Collection[str]]) -> Iterator[str]:
    places: list[str] = []
    region: Region | None = unit.region
    while region is not None:
        for name in (region.name, *old.get(region.pk, ())):
            places += _place_names(name)
        region = region.parent
    for name in (unit.name, unit.short_name, *former_names(unit)):
        form = plain_name(name)
        while len(form) >= _SHORTEST:
            yield form
            yield from _of_a_branch(form, places)
            body = form.removesuffix("政府")
            if body != form and len(body) >= _SHORTEST + 1:
                yield body
            place = next((p for p in places if form.startswith(p) and form != p), "")
            if not place:
                break
            form = form.removeprefix(place)
        if re.match("[市县区].{2}", form):
            # 市工信局: people of the place say so, others put its name before it.
            yield form[1:]


def _of_a_branch(form: str, places: Sequence[str]) -> Iterator[str]:
    """生态环境局襄城县分局: people say 襄城分局."""
    for place in places:
        short = place.rstrip(_PLACE_ENDS)
        if len(short) >= _SHORTEST and short != place and form.find(place) > 0:
            yield form.replace(place, short)
