"""One verb on many rows, and the taking back of what a job did."""

from django.utils import timezone

from tests.permissions.registry import Asked, Found, Room, Row, page
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.jobs.enums import JobState
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.shell.bulk.jobs import BULK


def _of(user: User | None) -> int:
    return Job.objects.get_or_create(
        kind=BULK,
        title="批量交办 2 件",
        state=JobState.DONE,
        user_id=user.pk if user else 0,
        user_name=user.name if user else "",
        defaults={
            "asked_at": timezone.now(),
            "order": {"listing": "ledger", "verb": "assign"},
        },
    )[0].pk


def job(asked: Asked) -> Found:
    """One's own, or another official's of the same office."""
    if asked.own:
        return [_of(asked.user)]
    return [_of(asked.town.cast.lu_yuan)] if asked.whose == "stranger" else None


ROOM = Room(
    "bulk",
    {
        "desk:bulk": page("ledger", "assign"),
        "desk:bulk_undo": Row(job, fixed=True, posted=True),
    },
)
