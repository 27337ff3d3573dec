"""Whether a form was sent before."""

from datetime import datetime, timedelta
from typing import Final

from zhuqi.foundation.repeats.models import KeyedAnswer, SentForm

# Long enough for a phone whose answer was lost, for a form that says nothing of when it was
# opened; one that does is known as long as the row is kept.
SECOND_CLICK: Final = timedelta(minutes=2)
KEPT: Final = timedelta(days=2)


def is_fresh(row: SentForm, *, keyed: bool, now: datetime) -> bool:
    """Whether to be sent again is to be sent twice; without a key only a moment ago."""
    return row.sent_at > now - (KEPT if keyed else SECOND_CLICK)


def sent_before(
    *, user_id: int, form: str, digest: str, keyed: bool, now: datetime
) -> SentForm | None:
    """The very same, sent by this person."""
    row = SentForm.objects.filter(user_id=user_id, form=form, digest=digest).first()
    return row if row and is_fresh(row, keyed=keyed, now=now) else None


def answer_to(*, user_id: int, key: str, now: datetime) -> KeyedAnswer | None:
    """What this person's request of that key was answered."""
    kept = KeyedAnswer.objects.filter(user_id=user_id, key=key, sent_at__gte=now - KEPT)
    return kept.first()
