"""Owed work of the ledger, done by the worker after the commit."""

from zhuqi.foundation.outbox.registry import Payload, handler
from zhuqi.ledgers.cases.actions.recompute import recompute_chunk


@handler("calendar.changed")
def recompute_after_calendar_change(payload: Payload) -> None:
    """A day became working or free: every running clock that crosses it is computed anew."""
    recompute_chunk(after=int(payload.get("after", 0)), cause=str(payload.get("version", "")))
