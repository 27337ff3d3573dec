"""Put the shipped code tables into the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, Actor
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Head
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.actions.items import keep_name
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Item, Region
from zhuqi.foundation.reference_tables.rows import BATCH, apply_changes

OBJECT_TYPE = "code_table"
REGIONS_TABLE, ITEMS_TABLE = 1, 2


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were new or brought up to date."""

    regions: int
    items: int


@transaction.atomic
def load_code_tables(*, by: Actor = SYSTEM) -> Loaded:
    """Bring regions and items to the shipped files. Idempotent; nothing is ever deleted.

    Rows added by hand stay, and so does what an administrator changed or retired: the files
    bring up to date only what nobody has touched.
    """
    regions, items = _load_regions(), _load_items()
    for table, count in ((REGIONS_TABLE, regions), (ITEMS_TABLE, items)):
        if count:
            record(
                object_type=OBJECT_TYPE,
                object_id=table,
                kind="code_table.loaded",
                by=by,
                data={"rows": count},
            )
    return Loaded(regions, items)


def _load_regions() -> int:
    table = codes.divisions()
    known = {region.code: region for region in Region.objects.all()}
    before = len(known)
    for level in Level:
        lines = [line for line in table.values() if line.level == level and line.code not in known]
        fresh = [
            Region(code=line.code, name=line.name, level=level, parent=known.get(line.parent))
            for line in lines
        ]
        known |= {row.code: row for row in Region.objects.bulk_create(fresh, batch_size=BATCH)}
    touched = _touched("region")
    changed = [
        known[line.code]
        for line in table.values()
        if known[line.code].pk not in touched and _differs(known[line.code], line, known)
    ]
    Region.objects.bulk_update(
        changed, ["name", "level", "parent", "retired_on", "replaced_by"], batch_size=BATCH // 2
    )
    return max(len(known) - before, len(changed))


def _differs(region: Region, line: codes.Division, known: Mapping[str, Region]) -> bool:
    parent, heir = known.get(line.parent), known.get(line.replaced_by)
    wanted = {
        "name": line.name,
        "level": line.level.value,
        "parent_id": parent.pk if parent else None,
        "retired_on": line.retired_on,
        "replaced_by_id": heir.pk if heir else None,
    }
    return bool(apply_changes(region, wanted))


def _touched(object_type: str) -> set[int]:
    """Rows with a history of their own: only administrators' verbs give them one."""
    heads = Head.objects.filter(object_type=object_type).order_by()
    return set(heads.values_list("object_id", flat=True))


def _load_items() -> int:
    known = {item.code: item for item in Item.objects.all()}
    by_hand = _touched("item")
    touched = 0
    for line in codes.items():
        wanted = {
            "name": line.name,
            "parent_id": known[line.parent].pk if line.parent else None,
            "order": line.order,
            "words": line.words,
        }
        item = known.setdefault(line.code, Item(code=line.code))
        if item.pk in by_hand:
            continue
        known_before = item.pk is not None
        if (changed := apply_changes(item, wanted)) or not known_before:
            # One by one: a child needs its parent's id, and there are eighty.
            item.save()
            if known_before:
                named = {name.removesuffix("_id"): pair for name, pair in changed.items()}
                keep_name(item, named, timezone.now())
            touched += 1
    return touched
