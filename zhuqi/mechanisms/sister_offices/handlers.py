"""What follows from events and dates, later."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.audit.chain import Stored
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.outbox.registry import Payload, daily, handler
from zhuqi.ledgers.cases.actions.store import OBJECT as CASE
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.mechanisms.sister_offices.actions import alliances, sharings
from zhuqi.mechanisms.sister_offices.notifications import ALLIANCE_NOTICES, NOTICES

EXPIRE, CLOSE = "sister_alliance.expire", "sister_sharing.close"


@handler(alliances.NOTIFY)
def notify_members(payload: Payload) -> None:
    """Offices were asked, joined or left, or the alliance is over."""
    ALLIANCE_NOTICES.notify_of(int(payload["event"]))


@handler(sharings.NOTIFY)
def notify_sides(payload: Payload) -> None:
    """A case was shared, offered, handed over, or something was said about it."""
    NOTICES.notify_of(int(payload["event"]))


@handler(CLOSE)
def end_sharing(payload: Payload) -> None:
    """A case has been marked confidential: it is shared no more."""
    sharings.end_of_secret(int(payload["case"]), timezone.now())


@daily(EXPIRE, at="00:30")
def end_alliances(slot: datetime) -> None:
    """Alliances whose last day was yesterday."""
    alliances.end_by_date(slot)


def heard(events: Sequence[Stored]) -> None:
    """Later, in a transaction of its own: sharings are locked ahead of their cases. Until then the
    list shows it to nobody, and the case is read without its firm."""
    items = [
        NewOutboxItem(
            kind=CLOSE, key=f"{CLOSE}:{one.object_id}:{one.seq}", payload={"case": one.object_id}
        )
        for one in events
        if one.object_type == CASE and one.kind == Verb.CONCEAL
    ]  # fmt: skip
    if items:
        enqueue_many(items)
