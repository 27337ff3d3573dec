"""Messages get their pieces of work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.webhooks.enums import DeliveryState
from zhuqi.foundation.webhooks.models import Delivery

DELIVER: Final = "webhooks.deliver"
_WRITTEN = ("state", "turn", "failures", "begun_at", "next_at")


def queue(rows: Sequence[Delivery], now: datetime) -> None:
    """Have locked ones sent from the beginning, under the ids they have."""
    for row in rows:
        row.state, row.turn = DeliveryState.QUEUED, row.turn + 1
        row.failures, row.begun_at, row.next_at = 0, now, None
    Delivery.objects.bulk_update(rows, _WRITTEN, batch_size=500)
    enqueue_deliveries(rows)


def enqueue_deliveries(rows: Sequence[Delivery]) -> None:
    """A piece of work for each, at its time; an older one does nothing any more."""
    enqueue_many(
        [
            NewOutboxItem(
                kind=DELIVER,
                key=f"{DELIVER}:{row.pk}:{row.turn}",
                payload={"delivery": row.pk, "turn": row.turn},
                not_before=row.next_at,
            )
            for row in rows
        ]
    )
