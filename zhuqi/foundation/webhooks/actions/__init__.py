"""The verbs of webhooks. The only place that writes the room's tables."""

from zhuqi.foundation.webhooks.actions.keeping import (
    delete_webhook,
    make_own,
    make_system,
    pause_webhook,
    resume_webhook,
    rotate_secret,
)
from zhuqi.foundation.webhooks.actions.sending import deliver, forget_old, heard, replay, spread

__all__ = [
    "delete_webhook",
    "deliver",
    "forget_old",
    "heard",
    "make_own",
    "make_system",
    "pause_webhook",
    "replay",
    "resume_webhook",
    "rotate_secret",
    "spread",
]
