"""A region that is given up: all its firms are registered in another, at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.audit.actions import Entry, record, record_many
from zhuqi.foundation.directory.enums import EnterpriseEvent
from zhuqi.foundation.directory.models import Enterprise, Region
from zhuqi.foundation.reference_tables.rows import BATCH, locked_row, reason_data

# More in one transaction would keep everybody else waiting; nobody has so many in one region.
MOST = 20_000


@transaction.atomic
def move_firms(
    *,
    region: Region,
    to: Region,
    count: int,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> int:
    """Every firm of the region is registered in `to` from now on: an event on each firm and one on
    the region. Returns how many.

    `count` is what the person was shown: NotValid where it is another by now. Which office serves
    a firm stays, and so does the region of its cases: that is where they were raised.

    NotValid as well for a region `to` that is the same or not in use; NotNow where no firm is
    registered in `region`.
    """
    old, heir = sorted((region, to), key=lambda one: one.pk)
    held = {row.pk: row for row in (locked_row(old), locked_row(heir))}
    source, target = held[region.pk], held[to.pk]
    if source.pk == target.pk:
        raise NotValid({"to": "请选择另一个区划"})
    if target.retired_on is not None or target.replaced_by_id is not None:
        raise NotValid({"to": f"{target}已停用，请选择在用的区划"})
    firms = Enterprise.objects.select_for_update(of=("self",)).filter(region=source)
    ids = list(firms.order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise NotNow(f"{source}没有登记企业，不用改登", state="没有企业")
    if len(ids) != count or len(ids) > MOST:
        raise NotValid({"count": f"现在有 {len(ids)} 家，与您填的不同，请核对"})
    for start in range(0, len(ids), BATCH):
        # By id: a firm entered meanwhile has no event, so it stays.
        chunk = Enterprise.objects.filter(pk__in=ids[start : start + BATCH])
        chunk.update(region=target, version=F("version") + 1)
    change = {"region": [source.pk, target.pk]}
    record_many(
        [
            Entry(
                object_type="enterprise",
                object_id=pk,
                kind=EnterpriseEvent.CHANGED.value,
                by=by,
                data=change,
            )
            for pk in ids
        ],
        now=now,
    )
    record(
        object_type="region",
        object_id=source.pk,
        kind="region.firms_moved",
        by=by,
        data={"moved_to": target.pk, "firms": len(ids), **reason_data(reason)},
        now=now,
    )
    return len(ids)
