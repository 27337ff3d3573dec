"""What is owed after a review was published or set right, and after an appeal: telling people."""

from zhuqi.foundation.outbox.registry import Payload, handler
from zhuqi.reporting.appraisal.actions import appeals, reviews
from zhuqi.reporting.appraisal.notifications import notify_of_appeal, notify_of_review


@handler(reviews.NOTIFY)
def notify_units(payload: Payload) -> None:
    """A review was published or corrected."""
    notify_of_review(int(payload["event"]))


@handler(appeals.NOTIFY)
def notify_of(payload: Payload) -> None:
    """An appeal was made or decided."""
    notify_of_appeal(int(payload["event"]))
