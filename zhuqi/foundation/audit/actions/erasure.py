"""Erase values that must not be kept, without breaking the chain."""

from collections.abc import Collection
from datetime import datetime

from zhuqi.foundation.access import Actor
from zhuqi.foundation.audit.actions.events import Entry, append
from zhuqi.foundation.audit.enums import ERASED_KIND
from zhuqi.foundation.audit.models import ErasableValue


def erase(
    *,
    object_type: str,
    object_id: int,
    names: Collection[str],
    by: Actor,
    reason: str,
    event_ids: Collection[int] | None = None,
    now: datetime | None = None,
) -> int:
    """Wipe the named values of one object (of the events given, else of all); return how many.

    Leaves an event that says which values went, by whom and why: a check takes a value that is
    gone without such an event for tampering. Nothing to erase leaves no event. The value may
    still lie in backups and in the database's free pages.
    """
    rows = ErasableValue.objects.filter(
        event__object_type=object_type,
        event__object_id=object_id,
        name__in=names,
        value__isnull=False,
    )
    if event_ids is not None:
        rows = rows.filter(event_id__in=event_ids)
    wiped = list(rows.order_by("event__seq", "name").values_list("pk", "event__seq", "name"))
    if not wiped:
        return 0
    entry = Entry(
        object_type=object_type,
        object_id=object_id,
        kind=ERASED_KIND,
        by=by,
        occurred_at=now,
        data={"erased": [[seq, name] for _pk, seq, name in wiped], "reason": reason},
    )
    append([entry], now=now)
    return ErasableValue.objects.filter(pk__in=[pk for pk, _seq, _name in wiped]).update(
        value=None, salt=""
    )
