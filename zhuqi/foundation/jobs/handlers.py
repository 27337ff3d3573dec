"""Jobs are done by the worker, and their files removed in time."""

from datetime import datetime, timedelta

from django.utils import timezone

from zhuqi.foundation.jobs.actions import WORK, carry_on, give_up, tidy
from zhuqi.foundation.outbox.enums import Priority
from zhuqi.foundation.outbox.registry import Payload, current, daily, handler

ATTEMPTS = 5


@handler(
    WORK,
    outside=True,
    attempts=ATTEMPTS,
    lease=timedelta(minutes=2),
    priority=Priority.LAST,
)
def work_on(payload: Payload) -> None:
    """Killed in between, it is gone on with when its lease is over."""
    job_id, piece = int(payload["job"]), current()
    try:
        carry_on(job_id, extend=piece.extend, tell=True)
    except Exception:
        if piece.attempt >= ATTEMPTS:
            give_up(job_id)
        raise


@daily("jobs.tidy", at="02:40")
def tidy_jobs(_slot: datetime) -> None:
    """Exported files hold personal data."""
    tidy(timezone.now())
