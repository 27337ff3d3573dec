"""What the ledger's filters offer that officials keep as rows: places, units, matters, tags.

One query reads them all, and the rows themselves are what the offers made of them are remembered
by (as calendars are): no change, not even one that is rolled back, can leave a stale one behind.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from django.db.models import BigIntegerField, CharField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.changes import Prepared, Row
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Item, Tag, Unit
from zhuqi.foundation.directory.queries import regions_under
from zhuqi.interfaces.desk.forms.choices import items_by_group
from zhuqi.interfaces.shell.forms import row_choice
from zhuqi.interfaces.shell.listing import Choices, Offer
from zhuqi.ledgers.cases.models import Channel, Topic
from zhuqi.ledgers.cases.models.case import READING_ROLES

# The place of somebody who works nowhere: no code begins like that.
_NOWHERE: Final = "-"
_EMPTY: Final = Value("", CharField())
_NONE: Final = Value(0, BigIntegerField())

_CODE = Prepared(
    lambda units: (
        Unit.objects.filter(pk__in=units)
        .order_by("region__code")
        .values_list("region__code", flat=True)[:1]
    )
)


def _rows(near: str) -> QuerySet[Any, Any]:
    """Of each its part, id and name, three texts it is found or told by, two that place it, and two
    numbers: its order and what it stands below."""
    within = prefix(near)
    units = Unit.objects.filter(active=True, region__code__startswith=within)
    regions = regions_under(near).filter(level__in=(Level.CITY, Level.COUNTY))
    three, two = (_EMPTY, _EMPTY, _EMPTY), (_NONE, _NONE)
    several = (
        units.exclude(kind__in=(UnitKind.OFFICE, UnitKind.SECTION)).values_list(
            Value("unit"), "pk", "name", "short_name", Cast("former_names", TextField()),
            "initials", "level", "kind", *two,
        ),
        regions.values_list(Value("region"), "pk", "name", *three, "code", _EMPTY, *two),
        Item.objects.values_list(
            Value("item"), "pk", "name", "initials", Cast("words", TextField()), _EMPTY, "code",
            _EMPTY, Cast("order", BigIntegerField()), Coalesce("parent", _NONE),
        ),
        Tag.objects.filter(for_cases=True).values_list(
            Value("tag"), "pk", "name", *three, _EMPTY, _EMPTY, Cast("order", BigIntegerField()),
            _NONE,
        ),
        Channel.objects.values_list(
            Value("channel"), "pk", "name", *three, "code", _EMPTY,
            Cast("order", BigIntegerField()), _NONE,
        ),
    )  # fmt: skip
    first, *rest = (rows.order_by() for rows in several)
    return first.union(*rest, all=True)


_ROWS = Prepared(_rows)


def offered(person: Person) -> Mapping[str, Offer]:
    """By the filter's name what there is to choose from near the place one works at; two
    queries."""
    found = _CODE(units=person.scope.units(*READING_ROLES))
    near = found[0][0] if found else _NOWHERE
    return _offers(tuple(_ROWS(near)))


@lru_cache(maxsize=64)
def _offers(rows: tuple[Row, ...]) -> Mapping[str, Offer]:
    parts: defaultdict[str, list[Row]] = defaultdict(list)
    for part, *row in rows:
        parts[part].append(tuple(row))
    return {name: Offer(choices(parts)) for name, choices in _CHOICES.items()}


_Parts = Mapping[str, list[Row]]


def _units_of(parts: _Parts) -> list[Unit]:
    found = [
        Unit(
            pk=pk, name=name, short_name=short, former_names=former, initials=initials, level=level,
            kind=kind,
        )
        for pk, name, short, former, initials, level, kind, *_rest in parts["unit"]
    ]  # fmt: skip
    return sorted(found, key=lambda unit: (unit.level, unit.kind, unit.pk))


def _units(parts: _Parts) -> Choices:
    return [row_choice(unit, unit.name) for unit in _units_of(parts)]


def _parks(parts: _Parts) -> Choices:
    parks = (unit for unit in _units_of(parts) if unit.kind == UnitKind.PARK)
    return [row_choice(park, park.name) for park in parks]


def _regions(parts: _Parts) -> Choices:
    return sorted((code, name) for _pk, name, _a, _b, _c, code, *_rest in parts["region"])


def _items(parts: _Parts) -> Choices:
    items = [
        Item(
            pk=pk,
            name=name,
            initials=initials,
            words=words,
            code=code,
            order=order,
            parent_id=up or None,
        )
        for pk, name, initials, words, _c, code, _kind, order, up in parts["item"]
    ]  # fmt: skip
    items.sort(key=lambda item: (item.order, item.code))
    known = {item.pk: item for item in items}
    for item in items:
        item.parent = known[item.parent_id] if item.parent_id else None
    whole = [row_choice(item, item.name) for item in items if item.parent_id is None]
    groups: Iterable[Any] = items_by_group([item for item in items if item.parent_id])
    return [(_("大类"), whole), *groups]


def _tags(parts: _Parts) -> Choices:
    found = sorted((order, pk, name) for pk, name, *_texts, order, _up in parts["tag"])
    return [(pk, name) for _order, pk, name in found]


def _channels(parts: _Parts) -> Choices:
    rows = parts["channel"]
    found = sorted((order, pk, code, name) for pk, name, _a, _b, _c, code, _d, order, _e in rows)
    return [(code, name) for _order, _pk, code, name in found]


_CHOICES: Final[Mapping[str, Callable[[_Parts], Choices]]] = {
    "unit": _units,
    "park": _parks,
    "region": _regions,
    "item": _items,
    "tag": _tags,
    "channel": _channels,
}

_TOPICS = Prepared(lambda scope: Topic.objects.visible_to(scope).values_list("pk", "title"))


def topics(person: Person) -> Choices:
    """The common topics of what one sees, by title."""
    scope: Scope = person.scope
    return [(pk, title) for pk, title in _TOPICS(scope)]
