"""The verbs of the outbox. The only place that writes its tables."""

from zhuqi.foundation.outbox.actions.enqueuing import NewOutboxItem, enqueue, enqueue_many
from zhuqi.foundation.outbox.actions.running import (
    Claim,
    claim,
    claim_several,
    finish,
    retry,
    sweep,
    work,
    work_several,
)
from zhuqi.foundation.outbox.actions.scheduling import enqueue_due
from zhuqi.foundation.outbox.actions.tidying import beat, forget_beat, tidy

__all__ = [
    "Claim",
    "NewOutboxItem",
    "beat",
    "claim",
    "claim_several",
    "enqueue",
    "enqueue_due",
    "enqueue_many",
    "finish",
    "forget_beat",
    "retry",
    "sweep",
    "tidy",
    "work",
    "work_several",
]
