"""Keep what was sent, in the transaction in which it is done."""

from datetime import datetime

from django.db import IntegrityError

from zhuqi.foundation.repeats.models import SentForm
from zhuqi.foundation.repeats.queries import KEPT, is_fresh


class SentBeforeError(Exception):
    """The very same form was sent and done; its row says where it led."""


def begun(*, user_id: int, form: str, digest: str, keyed: bool, now: datetime) -> SentForm:
    """What is being done now, to be `kept` in the same transaction when it is done.

    SentBeforeError where it was done already.
    """
    row = SentForm.objects.filter(user_id=user_id, form=form, digest=digest).first()
    if row and is_fresh(row, keyed=keyed, now=now):
        raise SentBeforeError
    row = row or SentForm(user_id=user_id, form=form, digest=digest)
    row.sent_at = now
    return row


def kept(row: SentForm, led_to: str = "") -> None:
    """Say that it is done, and where it led.

    Two at the same instant meet at the unique row: SentBeforeError undoes the later one.
    """
    row.led_to = led_to
    try:
        row.save()
    except IntegrityError as met:
        raise SentBeforeError from met


def forget_sent_forms(*, now: datetime) -> int:
    """Remove what nobody sends again; returns how many."""
    return SentForm.objects.filter(sent_at__lt=now - KEPT).delete()[0]
