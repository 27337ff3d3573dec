"""One reminder by itself."""

from datetime import datetime

from zhuqi.ledgers.cases.notifications.actions import Reminder, remind_all
from zhuqi.ledgers.cases.notifications.texts import Level


def remind(
    clock_id: int, level: Level, due: datetime, now: datetime, step: int | None = None
) -> int:
    """Remind of one clock, as if nothing else were due; how many inboxes it reached."""
    return remind_all([Reminder(clock_id, level, due, step)], now)
