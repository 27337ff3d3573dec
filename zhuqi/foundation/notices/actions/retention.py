"""按期清除: what was told long ago goes, addresses and words before the rest."""

from datetime import datetime

from django.db import transaction

from zhuqi.foundation.notices.enums import DeliveryState
from zhuqi.foundation.notices.models import Delivery
from zhuqi.foundation.notices.retention import EVERYTHING, Rule, due, schedule

CHUNK = 1000


def erase_due(now: datetime) -> int:
    """Erase what the schedule says; returns of how many rows.

    Each chunk is a transaction of its own, so that a run cut short goes on the next time.
    """
    done = 0
    for rule in schedule():
        while count := _erase_chunk(rule, now):
            done += count
    return done


@transaction.atomic
def _erase_chunk(rule: Rule, now: datetime) -> int:
    rows = due(rule, now)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK])
    chunk = rows.model._default_manager.filter(pk__in=ids)  # noqa: SLF001 (Django's public name)
    if rule.erases == (EVERYTHING,):
        chunk.delete()
        return len(ids)
    # What never ended must not be tried again without its words: it is over from now on.
    states = (DeliveryState.QUEUED, DeliveryState.UNCONFIRMED)
    Delivery.objects.filter(pk__in=ids, ended_at__isnull=True, state__in=states).update(
        ended_at=now
    )
    Delivery.objects.filter(pk__in=ids, state=DeliveryState.QUEUED).update(
        state=DeliveryState.SKIPPED
    )
    chunk.update(**dict.fromkeys(rule.erases, ""))
    return len(ids)
