"""What follows from what happened, later."""

from zhuqi.foundation.directory.actions.liaison import CHANGED
from zhuqi.foundation.outbox.registry import Payload, handler
from zhuqi.mechanisms.liaison.notifications import tell_firm


@handler(CHANGED)
def tell_firm_of_change(payload: Payload) -> None:
    """Somebody else looks after a firm."""
    tell_firm(int(payload["link"]))
