"""Webhooks: one with its secret, and what of them is still to do."""

from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.webhooks.models import Webhook

Hook = tuple[Webhook, str]


def waiting() -> int:
    """Pieces of work of this room that are not done."""
    return OutboxItem.objects.filter(kind__startswith="webhooks.", done_at=None).count()
