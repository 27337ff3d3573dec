"""What follows from events, later."""

from zhuqi.foundation.outbox.registry import Payload, handler
from zhuqi.foundation.papers.actions import FOLLOW, follow


@handler(FOLLOW)
def follow_event(payload: Payload) -> None:
    """A row was issued or withdrawn: so is its paper."""
    follow(int(payload["event"]))
