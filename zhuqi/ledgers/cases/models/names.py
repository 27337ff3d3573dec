"""The names lists show of a case's offices, units, firm, place and item, without joins.

Seven tables joined to the ledger are read in a millisecond, and PostgreSQL thinks for fifteen how
to. Fifty rows name a dozen units between them: these are read once, by their ids, all together,
and of each what it is called by (the rest is deferred).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q

from zhuqi.foundation.changes import Part, ReadTogether
from zhuqi.foundation.directory.item_names import item_then
from zhuqi.foundation.directory.models import Enterprise, Item, ItemName, Official, Region, Unit
from zhuqi.ledgers.cases.enums import AssignmentRole, AssignmentState

if TYPE_CHECKING:
    from zhuqi.ledgers.cases.models.case import Case
    from zhuqi.ledgers.cases.sheets.models import Assignment

_UNITS = ("office", "lead_unit", "due_unit")
_NAMED = {name: f"{name}_id" for name in (*_UNITS, "region", "enterprise", "item")}
_NAME = ("id", "name")
_OF_A_SHEET = ("id", "case_id", "sheet", "unit_id", "role", "state", "contested")


def name_rows(cases: Collection["Case"], *, sheets: bool = False) -> None:
    """Give each of these rows what it refers to, the lead unit its leader; one query.

    The item is called as it was when the office chose it. With `sheets` each also gets
    `co_sheets`, those of the units that help, with their units.
    """
    if not cases:
        return
    rows = [case.__dict__ for case in cases]
    ids = {name: {row[column] for row in rows} - {None} for name, column in _NAMED.items()}
    units, leaders, regions, firms, items, former, *helping = _READ(
        sheets,
        cases=[case.pk for case in cases] if sheets else (),
        units=sorted({pk for name in _UNITS for pk in ids[name]}),
        regions=sorted(ids["region"]),
        firms=sorted(ids["enterprise"]),
        items=sorted(ids["item"]),
    )
    led = {leader.pk: leader for leader in leaders}
    for unit in units:
        if leader := led.get(unit.leader_id):
            unit.leader = leader
    if sheets:
        _give_sheets(cases, helping[0], {unit.pk: unit for unit in units})
    several = {"region": regions, "enterprise": firms, "item": items} | dict.fromkeys(_UNITS, units)
    known = [(name, _NAMED[name], {row.pk: row for row in rows}) for name, rows in several.items()]
    renamed = {row.item_id for row in former}
    for case in cases:
        # As Django does, but for asking a router whether they may belong together.
        row, named = case.__dict__, case._state.fields_cache  # noqa: SLF001
        for name, column, found in known:
            if one := found.get(row[column]):
                named[name] = one
        if row["item_id"] in renamed and (item := named.get("item")):
            named["item"] = item_then(item, former, case.accepted_at)


def _give_sheets(
    cases: Collection["Case"], helping: Collection["Assignment"], units: Mapping[int, Unit]
) -> None:
    found: defaultdict[int, list[Assignment]] = defaultdict(list)
    for sheet in sorted(helping, key=lambda one: one.sheet):
        sheet._state.fields_cache["unit"] = units[sheet.unit_id]  # noqa: SLF001 (as above)
        found[sheet.case_id].append(sheet)
    for case in cases:
        case.co_sheets = found[case.pk]


def _parts(  # noqa: PLR0917 (keywords all, but for the constant)
    sheets: bool,  # noqa: FBT001 (a constant of the statement)
    cases: Collection[int],
    units: Collection[int],
    regions: Collection[int],
    firms: Collection[int],
    items: Collection[int],
) -> tuple[Part, ...]:
    from zhuqi.ledgers.cases.sheets.models import Assignment  # it points back to Case

    helping = Assignment.objects.filter(case__in=cases, role=AssignmentRole.CO).exclude(
        state=AssignmentState.RECALLED
    )
    named, shown = Unit.objects.filter(pk__in=units), Q(pk__in=units)
    if sheets:
        shown |= Q(pk__in=helping.order_by().values("unit"))
    return (
        (Unit.objects.filter(shown), (*_NAME, "short_name", "leader_id")),
        (Official.objects.filter(pk__in=named.values("leader")), _NAME),
        (Region.objects.filter(pk__in=regions), _NAME),
        (Enterprise.objects.filter(pk__in=firms), _NAME),
        (Item.objects.filter(pk__in=items), (*_NAME, "parent_id")),
        ItemName.objects.filter(item__in=items),
        *([(helping, _OF_A_SHEET)] if sheets else []),
    )


_READ = ReadTogether(_parts)
