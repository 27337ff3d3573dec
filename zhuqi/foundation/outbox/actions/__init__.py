"""The verbs of the outbox. The only place that writes its tables."""

from zhuqi.foundation.outbox.actions.owing import Promise, owe, owe_many
from zhuqi.foundation.outbox.actions.running import Claim, claim, finish, retry, sweep, work
from zhuqi.foundation.outbox.actions.scheduling import owe_due
from zhuqi.foundation.outbox.actions.tidying import beat, forget_beat, tidy

__all__ = [
    "Claim",
    "Promise",
    "beat",
    "claim",
    "finish",
    "forget_beat",
    "owe",
    "owe_due",
    "owe_many",
    "retry",
    "sweep",
    "tidy",
    "work",
]
