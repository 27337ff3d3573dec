"""What is owed to people, done by the worker after the commit."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from zhuqi.foundation.notices.actions import Notice, deliver, erase_due, send_sms, tell
from zhuqi.foundation.notices.actions.sending import DELIVER, MOST_ATTEMPTS
from zhuqi.foundation.notices.memberships import tell_of_member
from zhuqi.foundation.notices.promises import (
    REMIND,
    Level,
    owe_registration_reminders,
    remind_of_registration,
)
from zhuqi.foundation.outbox.registry import Payload, daily, every, handler


@handler(DELIVER, outside=True, attempts=MOST_ATTEMPTS)
def deliver_owed(payload: Payload) -> None:
    """One notice by one outside channel; called again until it went or is given up."""
    deliver(int(payload["delivery"]))


@handler("notices.sms")
def send_sms_owed(payload: Payload) -> None:
    """For rooms below this one, which may owe a text but not import us: `send_sms` by name."""
    expires = payload.get("expires_at")
    send_sms(
        phone=str(payload["phone"]),
        text_code=str(payload["text_code"]),
        values=dict(payload["values"]),
        key=str(payload["key"]),
        expires_at=parse_datetime(expires) if expires else None,
    )


@handler("notices.tell")
def tell_owed(payload: Payload) -> None:
    """The same for telling a person: rooms below owe it, this one does it."""
    tell(
        [
            Notice(
                user_id=int(payload["user"]),
                text_code=str(payload["text_code"]),
                values=dict(payload["values"]),
                key=str(payload["key"]),
            )
        ]
    )


@handler("notices.member")
def tell_of_registration(payload: Payload) -> None:
    """A registration was asked for, moved, decided or ended."""
    tell_of_member(int(payload["event"]))


@every("notices.registrations", minutes=15)
def find_registrations_due(_slot: datetime) -> None:
    """Registrations near their promised time or past it, each told once a level."""
    owe_registration_reminders(timezone.now())


@handler(REMIND)
def remind_of(payload: Payload) -> None:
    """One registration at one level, told in working time; by then it may be decided."""
    due = datetime.fromisoformat(payload["due"])
    remind_of_registration(int(payload["member"]), Level(payload["level"]), due, timezone.now())


@daily("notices.tidy", at="03:20", outside=True)
def tidy_up(_slot: datetime) -> None:
    """Forget what was told long ago; what one night leaves, the next one takes."""
    erase_due(timezone.now())
