"""What is owed to people, done by the worker after the commit."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from zhuqi.foundation.notices.actions import Notice, deliver, erase_due, notify, send_sms
from zhuqi.foundation.notices.actions.sending import DELIVER, MOST_ATTEMPTS
from zhuqi.foundation.notices.due_levels import Level
from zhuqi.foundation.notices.memberships import notify_of_member
from zhuqi.foundation.notices.reminders import (
    REMIND,
    enqueue_sign_up_reminders,
    remind_of_registration,
)
from zhuqi.foundation.notices.witnesses import tell_inboxes, tell_outside
from zhuqi.foundation.outbox.enums import Priority
from zhuqi.foundation.outbox.handlers import WITNESS
from zhuqi.foundation.outbox.registry import Payload, daily, every, handler


@handler(DELIVER, outside=True, attempts=MOST_ATTEMPTS, priority=Priority.LAST)
def deliver_item(payload: Payload) -> None:
    """One notice by one outside channel; called again until it went or is given up."""
    deliver(int(payload["delivery"]))


@handler("notices.sms", priority=Priority.SOON)
def send_sms_item(payload: Payload) -> None:
    """For rooms below this one, which may enqueue a text but not import us: `send_sms` by name."""
    expires = payload.get("expires_at")
    send_sms(
        phone=str(payload["phone"]),
        text_code=str(payload["text_code"]),
        values=dict(payload["values"]),
        key=str(payload["key"]),
        expires_at=parse_datetime(expires) if expires else None,
    )


@handler("notices.tell")
def notify_item(payload: Payload) -> None:
    """The same for notifying a person: rooms below enqueue it, this one does it."""
    notify(
        [
            Notice(
                user_id=int(payload["user"]),
                text_code=str(payload["text_code"]),
                values=dict(payload["values"]),
                key=str(payload["key"]),
            )
        ]
    )


@handler(WITNESS, outside=True, priority=Priority.FIRST)
def tell_witnesses(payload: Payload) -> None:
    """A seal was made: inboxes first, which can't fail, then who is outside."""
    tell_inboxes(timezone.now(), at_once=bool(payload["at_once"]))
    tell_outside(int(payload["seal"]))


@handler("notices.member")
def notify_of_sign_up(payload: Payload) -> None:
    """A registration was asked for, moved, decided or ended."""
    notify_of_member(int(payload["event"]))


@every("notices.registrations", minutes=15)
def find_registrations_due(_slot: datetime) -> None:
    """Registrations near their promised time or past it, each told once a level."""
    enqueue_sign_up_reminders(timezone.now())


@handler(REMIND, priority=Priority.SOON)
def remind_of(payload: Payload) -> None:
    """One registration at one level, told in working time; by then it may be decided."""
    due = datetime.fromisoformat(payload["due"])
    remind_of_registration(int(payload["member"]), Level(payload["level"]), due, timezone.now())


@daily("notices.tidy", at="03:20", outside=True)
def tidy_up(_slot: datetime) -> None:
    """Forget what was told long ago; what one night leaves, the next one takes."""
    erase_due(timezone.now())
