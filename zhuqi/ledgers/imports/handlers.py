"""Files are checked and imported by the worker, with progress."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import Payload, current, daily, handler
from zhuqi.ledgers.imports.actions.runs import WORK, carry_on, give_up, tidy

ATTEMPTS = 3


@handler(WORK, outside=True, attempts=ATTEMPTS)
def work_on(payload: Payload) -> None:
    """Chunk by chunk; killed in between, it is done again and imports nothing twice."""
    run_id, piece = int(payload["run"]), current()
    try:
        carry_on(run_id, extend=piece.extend)
    except Exception:
        if piece.attempt >= ATTEMPTS:
            give_up(run_id)
        raise


@daily("imports.tidy", at="02:50")
def tidy_registers(_slot: datetime) -> None:
    """Uploaded files hold personal data: those nobody goes on with are removed."""
    tidy(timezone.now())
