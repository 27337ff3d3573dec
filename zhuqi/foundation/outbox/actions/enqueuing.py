"""Enqueue work, in the transaction that makes it necessary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from zhuqi.foundation.outbox.enums import Priority
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.registry import handler_of

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutboxItem:
    """One piece of work; see `enqueue`. Without a priority of its own its kind's counts."""

    kind: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None
    priority: Priority | None = None


def enqueue(
    *,
    kind: str,
    key: str,
    payload: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
) -> None:
    """Promise that the kind's handler will be called with `payload`, once this commits.

    A second item with the same key changes nothing, even after the work is done (keys are
    remembered for 90 days). Raises UnknownKindError for a kind nobody handles.
    """
    enqueue_many([NewOutboxItem(kind=kind, key=key, payload=payload or {}, not_before=not_before)])


def enqueue_many(items: Sequence[NewOutboxItem]) -> None:
    """`enqueue` for ten thousand."""
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(
            "Enqueue inside transaction.atomic(), together with the change that calls for it."
        )
    priorities = {kind: handler_of(kind).priority for kind in {item.kind for item in items}}
    now = timezone.now()
    OutboxItem.objects.bulk_create(
        [
            OutboxItem(
                kind=item.kind,
                key=item.key,
                payload=dict(item.payload),
                priority=item.priority or priorities[item.kind],
                created_at=now,
                not_before=item.not_before or now,
            )
            for item in items
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
