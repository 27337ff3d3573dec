"""What follows from a service day: the firms asked are told, and reminded before it."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.outbox.registry import Payload, daily, handler
from zhuqi.mechanisms.service_days.actions.days import NOTIFY
from zhuqi.mechanisms.service_days.notifications import NOTICES, remind_of_days

REMIND = "service_day.remind"


@handler(NOTIFY)
def notify_people(payload: Payload) -> None:
    """Firms were asked, the day was moved, or called off."""
    NOTICES.notify_of(int(payload["event"]))


@daily(REMIND, at="08:40")
def look_after_days(_slot: datetime) -> None:
    """Who has not said that they do not come is reminded of the day."""
    remind_of_days(timezone.now())
