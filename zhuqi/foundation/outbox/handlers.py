"""What the two lowest rooms with a rhythm do by the clock.

The sealing is declared here because `audit` stands below and knows no schedules.
"""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.audit.actions import seal
from zhuqi.foundation.outbox.actions import tidy
from zhuqi.foundation.outbox.registry import daily, every

# 4 million heads; only there so that the loop has an end.
_MOST_SEALS = 2000


@every("audit.seal", minutes=10, outside=True)
def seal_log(_slot: datetime) -> None:
    """Seal every head that moved; `outside`, for lines are written around each commit."""
    for _round in range(_MOST_SEALS):
        if seal(timezone.now()) is None:
            return


@daily("outbox.tidy", at="03:10")
def tidy_up(_slot: datetime) -> None:
    """Forget what was done long ago."""
    tidy(timezone.now())
