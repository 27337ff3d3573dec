"""Keep what was sent, in the transaction in which it is done."""

from datetime import datetime

from django.db import IntegrityError, transaction

from zhuqi.foundation.repeats.models import SentForm
from zhuqi.foundation.repeats.queries import KEPT, is_fresh


class SentBeforeError(Exception):
    """The very same form was sent and done; `row` says where it led."""

    def __init__(self, row: SentForm) -> None:
        super().__init__(row.form)
        self.row = row


def claim(*, user_id: int, form: str, digest: str, keyed: bool, now: datetime) -> SentForm:
    """Say that this is being done now; what is refused afterwards takes the claim along.

    Must run inside the transaction of what is done. SentBeforeError where it was done already;
    two at the same instant meet at the unique row, and the later one waits for the earlier.
    """
    row = SentForm.objects.filter(user_id=user_id, form=form, digest=digest).first()
    if row and is_fresh(row, keyed=keyed, now=now):
        raise SentBeforeError(row)
    if row:
        row.sent_at = now
        row.save(update_fields=["sent_at"])
        return row
    try:
        with transaction.atomic():
            return SentForm.objects.create(user_id=user_id, form=form, digest=digest, sent_at=now)
    except IntegrityError as met:
        raise SentBeforeError(
            SentForm.objects.get(user_id=user_id, form=form, digest=digest)
        ) from met


def led(row: SentForm, to: str) -> None:
    """Where it led, for whoever sends it again."""
    row.led_to = to
    row.save(update_fields=["led_to"])


def forget_sent_forms(*, now: datetime) -> int:
    """Remove what nobody sends again; returns how many."""
    return SentForm.objects.filter(sent_at__lt=now - KEPT).delete()[0]
