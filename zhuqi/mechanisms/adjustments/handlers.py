"""What follows from a batch: who is to approve it, who drew it up, and whom it moves are told."""

from zhuqi.foundation.outbox.registry import Payload, handler
from zhuqi.mechanisms.adjustments.actions.batches import NOTIFY
from zhuqi.mechanisms.adjustments.notifications import NOTICES, tell_moved


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """It was submitted, given back or approved; approved, those it moves learn it too."""
    NOTICES.notify_of(int(payload["event"]))
    tell_moved(int(payload["event"]))
