"""What follows from events, later."""

from zhuqi.foundation.outbox.registry import Payload, handler
from zhuqi.mechanisms.leader_visits.actions import NOTIFY
from zhuqi.mechanisms.leader_visits.notifications import NOTICES


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """A plan was submitted, approved or returned."""
    NOTICES.notify_of(int(payload["event"]))
