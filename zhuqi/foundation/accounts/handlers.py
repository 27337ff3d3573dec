"""What the room does by itself."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.accounts.actions import forget_email_codes, forget_phone_codes, forget_refused
from zhuqi.foundation.outbox.registry import daily


@daily("accounts.forget_phone_codes", at="03:30")
def forget_codes(_slot: datetime) -> None:
    """Numbers and mailboxes that were only sent a code are kept for a day."""
    forget_phone_codes(now=timezone.now())
    forget_email_codes(now=timezone.now())


@daily("accounts.forget_refused", at="03:35", outside=True)
def forget_people(_slot: datetime) -> None:
    """People whom no office confirmed are forgotten a year later."""
    forget_refused(now=timezone.now())
