"""查看完整号码: masked personal data is shown to one person, for a while, for a reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotValid, Person
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.enums import REVEALED
from zhuqi.foundation.reference_tables.text import tidy

LONGEST_REASON = 200


@transaction.atomic
def reveal(
    *, object_type: str, object_id: int, by: Person, reason: str, now: datetime | None = None
) -> None:
    """Note that a person wants to see the phones of a row and why; `queries.revealed` shows them.

    Whether they may see the row itself is the caller's to ask. NotValid without a reason.
    """
    plain = tidy(reason)
    if not plain:
        raise NotValid({"reason": "请填写查看原因"})
    if len(plain) > LONGEST_REASON:
        raise NotValid({"reason": f"查看原因最多 {LONGEST_REASON} 字"})
    record(
        object_type=object_type,
        object_id=object_id,
        kind=REVEALED,
        by=by.actor,
        data={"reason": plain},
        now=now or timezone.now(),
    )
