"""What follows from events, later or in their transaction; and what the ladder does by the hour."""

from collections.abc import Sequence
from datetime import datetime

from zhuqi.foundation.audit.chain import Stored
from zhuqi.foundation.outbox.registry import Payload, every, handler
from zhuqi.ledgers.cases.actions.store import OBJECT as CASE_OBJECT
from zhuqi.ledgers.cases.enums import WITH_UNIT_STATES
from zhuqi.ledgers.cases.lifecycle import CASE, SHEET
from zhuqi.mechanisms.supervision.actions import NOTIFY, lapse
from zhuqi.mechanisms.supervision.ladder.actions import DRAFTS, sweep
from zhuqi.mechanisms.supervision.ladder.notifications import tell_of_drafts
from zhuqi.mechanisms.supervision.notifications import NOTICES
from zhuqi.mechanisms.supervision.queries import GONE

# Verbs after which a case is over, or a unit has it in hand no more: read off their tables.
ENDING = frozenset(
    {row.verb.value for row in SHEET.moves if row.to in GONE}
    | {
        row.verb.value
        for row in CASE.steps
        if row.states & WITH_UNIT_STATES and row.to not in {None, *WITH_UNIT_STATES}
    }
)


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """A sheet was issued or answered."""
    NOTICES.notify_of(int(payload["event"]))


@handler(DRAFTS)
def tell_signers(payload: Payload) -> None:
    """The ladder has drafted what waits for a signature."""
    tell_of_drafts(int(payload["office"]), payload["day"])


@every("supervision.ladder", minutes=10, outside=True)
def sweep_ladders(_slot: datetime) -> None:
    """Late, twice or after a crash, each step of a ladder is taken once."""
    sweep()


def heard(events: Sequence[Stored]) -> None:
    """What ends a case ends what is asked about it, at once."""
    ended = {
        event.object_id
        for event in events
        if event.object_type == CASE_OBJECT and event.kind in ENDING
    }
    if ended:
        lapse(sorted(ended))
