"""What is drawn by itself, what follows from events, and who is told."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, NotNow
from zhuqi.foundation.audit.chain import Stored
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.outbox.registry import Payload, daily, handler
from zhuqi.ledgers.cases.actions.store import OBJECT as CASE_OBJECT
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.lifecycle import CASE
from zhuqi.mechanisms.lookback.actions.draws import draw, owed_draws
from zhuqi.mechanisms.lookback.actions.findings import drop_for
from zhuqi.mechanisms.lookback.actions.noun import NOTIFY, TELL_CALLERS
from zhuqi.mechanisms.lookback.notifications import NOTICES, tell_callers
from zhuqi.mechanisms.lookback.queries.pool import CLOSED

DRAW = "lookback.draw"
# Verbs after which a case is no more completed or struck off: read off its table.
LEAVING = frozenset(
    row.verb.value
    for row in CASE.steps
    if row.states & {*CLOSED, State.CARRIED} and row.to not in {None, *CLOSED, State.CARRIED}
)


@daily("lookback.draws", at="07:30")
def find_what_is_to_be_drawn(_slot: datetime) -> None:
    """Offices whose day has come: one draw a month each, however often this runs and how late."""
    owed = owed_draws(timezone.now())
    enqueue_many(
        [
            NewOutboxItem(
                kind=DRAW,
                key=f"{DRAW}:{office}:{month:%Y%m}",
                payload={"office": office, "month": month.isoformat()},
            )
            for office, month in owed
        ]
    )


@handler(DRAW)
def draw_by_itself(payload: Payload) -> None:
    """One office's sample; where somebody was faster, or the office gave its scheme up, nothing."""
    office = Unit.objects.select_related("region").get(pk=payload["office"])
    try:
        draw(office=office, month=date.fromisoformat(payload["month"]), by=SYSTEM_PERSON)
    except NotNow:
        return


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """Somebody is to ring up, a unit to be heard, an office to find; or it was found."""
    NOTICES.notify_of(int(payload["event"]))


@handler(TELL_CALLERS)
def notify_callers(payload: Payload) -> None:
    """A sample was drawn: each caller is told once how many calls are theirs."""
    tell_callers(int(payload["event"]))


def heard(events: Sequence[Stored]) -> None:
    """A case that is taken up again, or handed over, is not looked back at any more."""
    left = {
        event.object_id
        for event in events
        if event.object_type == CASE_OBJECT and event.kind in LEAVING
    }
    if left:
        drop_for(sorted(left))
