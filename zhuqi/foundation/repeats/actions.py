"""Keep what was sent, in the transaction in which it is done."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from zhuqi.foundation.repeats.models import KeyedAnswer, SentForm
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


def keyed_begun(*, user_id: int, key: str, digest: str, now: datetime) -> KeyedAnswer:
    """Claim the key of a request at the beginning of the transaction in which it is done.

    SentBeforeError where it was claimed before; of two at once the later waits for the first.
    """
    KeyedAnswer.objects.filter(user_id=user_id, key=key, sent_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            return KeyedAnswer.objects.create(user_id=user_id, key=key, digest=digest, sent_at=now)
    except IntegrityError as met:
        raise SentBeforeError from met


def keyed_answered(row: KeyedAnswer, *, status: int, headers: Mapping[str, str], body: str) -> None:
    """Keep the answer, in the same transaction: what is refused leaves the key free."""
    row.status, row.headers, row.body = status, dict(headers), body
    row.save(update_fields=["status", "headers", "body"])


def forget_sent_forms(*, now: datetime) -> int:
    """Remove what nobody sends again; returns how many."""
    answers = KeyedAnswer.objects.filter(sent_at__lt=now - KEPT).delete()[0]
    return answers + SentForm.objects.filter(sent_at__lt=now - KEPT).delete()[0]
