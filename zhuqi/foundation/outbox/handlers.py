"""What the two lowest rooms with a rhythm do by the clock.

The sealing is declared here because `audit` stands below and knows no schedules.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.audit.actions import seal
from zhuqi.foundation.outbox.actions import enqueue, tidy
from zhuqi.foundation.outbox.enums import Priority
from zhuqi.foundation.outbox.registry import Payload, daily, every, handler, handlers

SEAL_NOW = "audit.seal_now"
# What rooms above do with a new seal: tell its number and value to those outside.
WITNESS = "audit.witness"
# 4 million heads; only there so that the loop has an end.
_MOST_SEALS = 2000


@every("audit.seal", minutes=10, outside=True)
def seal_log(_slot: datetime) -> None:
    """Seal every head that moved; `outside`, for lines are written around each commit."""
    _seal_all(at_once=False)


@handler(SEAL_NOW, outside=True, priority=Priority.FIRST)
def seal_now(_payload: Payload) -> None:
    """The same for what does not wait: a strike-off, a disclosure, a role."""
    _seal_all(at_once=True)


def _seal_all(*, at_once: bool) -> None:
    last = 0
    for _round in range(_MOST_SEALS):
        made = seal(timezone.now())
        if made is None:
            break
        last = made.number
    if last and WITNESS in handlers():
        with transaction.atomic():
            enqueue(
                kind=WITNESS, key=f"{WITNESS}:{last}", payload={"seal": last, "at_once": at_once}
            )


def enqueue_seal() -> None:
    """Have sealed what is written in this second, when the second is over: one seal for all."""
    second = timezone.now().replace(microsecond=0)
    key = f"{SEAL_NOW}:{second.isoformat()}"
    enqueue(kind=SEAL_NOW, key=key, not_before=second + timedelta(seconds=1))


@daily("outbox.tidy", at="03:10")
def tidy_up(_slot: datetime) -> None:
    """Forget what was done long ago."""
    tidy(timezone.now())
