"""The names lists show of a case's offices, units, firm, place and item, without joins.

Seven tables joined to the ledger are read in a millisecond, and PostgreSQL thinks for fifteen how
to. Fifty rows name a dozen units between them: these are read once, by their ids, all together.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models

from zhuqi.foundation.changes import Part, ReadTogether
from zhuqi.foundation.directory.item_names import item_then
from zhuqi.foundation.directory.models import Enterprise, Item, ItemName, Official, Region, Unit

if TYPE_CHECKING:
    from zhuqi.ledgers.cases.models.case import Case

_UNITS = ("office", "lead_unit", "due_unit")
_NAMED = (*_UNITS, "region", "enterprise", "item")


def name_rows(cases: Collection["Case"]) -> None:
    """Give each of these rows what it refers to, the lead unit its leader; one query.

    The item is called as it was when the office chose it.
    """
    if not cases:
        return
    ids = {name: {getattr(case, f"{name}_id") for case in cases} - {None} for name in _NAMED}
    units, leaders, regions, firms, items, former = _READ(
        units=sorted({pk for name in _UNITS for pk in ids[name]}),
        regions=sorted(ids["region"]),
        firms=sorted(ids["enterprise"]),
        items=sorted(ids["item"]),
    )
    led = {leader.pk: leader for leader in leaders}
    for unit in units:
        if leader := led.get(unit.leader_id):
            unit.leader = leader
    several = {"region": regions, "enterprise": firms, "item": items} | dict.fromkeys(_UNITS, units)
    known = {name: {row.pk: row for row in rows} for name, rows in several.items()}
    for case in cases:
        for name, found in known.items():
            if row := found.get(getattr(case, f"{name}_id")):
                setattr(case, name, row)
        if former and case.item is not None:
            case.item = item_then(case.item, former, case.accepted_at)


def _parts(
    units: Collection[int], regions: Collection[int], firms: Collection[int], items: Collection[int]
) -> tuple[Part, ...]:
    shown = Unit.objects.filter(pk__in=units)
    return (
        shown,
        Official.objects.filter(pk__in=shown.values("leader")),
        Region.objects.filter(pk__in=regions),
        (Enterprise.objects.filter(pk__in=firms), _columns()),
        Item.objects.filter(pk__in=items),
        ItemName.objects.filter(item__in=items),
    )


@cache
def _columns() -> tuple[str, ...]:
    """What a firm's row is read with: decimals do not come by way of JSON, and no list has any."""
    fields: Iterable[models.Field[Any, Any]] = Enterprise._meta.concrete_fields  # noqa: SLF001 (public name)
    return tuple(f.attname for f in fields if not isinstance(f, models.DecimalField))


_READ = ReadTogether(_parts)
