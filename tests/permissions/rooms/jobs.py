"""What somebody asked the worker for, and the asking for a file of the ledger."""

from django.utils import timezone

from tests.permissions.registry import Asked, Found, Room, Row, page
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.jobs.enums import JobVerb
from zhuqi.foundation.jobs.models import Job


def _of(user: User | None) -> int:
    return Job.objects.get_or_create(
        kind="export",
        title="导出台账",
        user_id=user.pk if user else 0,
        user_name=user.name if user else "",
        defaults={"asked_at": timezone.now()},
    )[0].pk


def job(asked: Asked) -> Found:
    """One's own, or another official's of the same office."""
    if asked.own:
        return [_of(asked.user)]
    return [_of(asked.town.cast.lu_yuan)] if asked.whose == "stranger" else None


def verb(asked: Asked) -> Found:
    """Cancelling it: the page needs no input."""
    found = job(asked)
    return [*found, JobVerb.CANCEL.value] if isinstance(found, list) else None


ROOM = Room(
    "jobs",
    {
        "desk:jobs": page(),
        "desk:job": Row(job, fixed=True),
        "desk:job_verb": Row(verb, fixed=True),
        "desk:job_file": Row(job, fixed=True, posted=True),
        "desk:export": page("ledger", posted=True),
    },
)
