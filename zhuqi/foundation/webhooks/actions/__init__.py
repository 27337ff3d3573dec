"""The verbs of webhooks. The only place that writes the room's tables."""

from zhuqi.foundation.webhooks.actions.keeping import (
    delete_webhook,
    encrypted_before,
    make_own,
    make_system,
    pause_webhook,
    reencrypt,
    resume_webhook,
    rotate_secret,
)
from zhuqi.foundation.webhooks.actions.sending import deliver, forget_old, heard, replay, spread

__all__ = [
    "delete_webhook",
    "deliver",
    "encrypted_before",
    "forget_old",
    "heard",
    "make_own",
    "make_system",
    "pause_webhook",
    "reencrypt",
    "replay",
    "resume_webhook",
    "rotate_secret",
    "spread",
]
