"""What the worker does: spread an event, send a message, forget old ones."""

from datetime import datetime, timedelta

from django.utils import timezone

from zhuqi.foundation.outbox.enums import Priority
from zhuqi.foundation.outbox.registry import Payload, daily, handler
from zhuqi.foundation.webhooks.actions import deliver, forget_old, spread
from zhuqi.foundation.webhooks.actions.queueing import DELIVER
from zhuqi.foundation.webhooks.actions.sending import SPREAD


@handler(SPREAD)
def spread_event(payload: Payload) -> None:
    """Find who is told of it."""
    spread(int(payload["event"]))


# A receiver that hangs costs seconds: nothing else should wait behind a row of them.
@handler(DELIVER, outside=True, lease=timedelta(minutes=2), priority=Priority.LAST)
def deliver_message(payload: Payload) -> None:
    """Try to send one; its next attempt is a piece of work of its own."""
    deliver(int(payload["delivery"]), int(payload["turn"]))


@daily("webhooks.tidy", at="03:40", outside=True)
def tidy_up(_slot: datetime) -> None:
    """Forget what was sent long ago."""
    while forget_old(timezone.now()):
        pass
