"""The rows of one's own bulk work as a condition of their list: 已办的 and 未办的 of a job."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.jobs.enums import LineState
from zhuqi.foundation.jobs.models import JobLine
from zhuqi.interfaces.shell.bulk.jobs import BULK
from zhuqi.interfaces.shell.listing import Asked, Filter, Kind, Place

JOB, OUTCOME = "job", "outcome"


def _of_job(rows: QuerySet[Any], job: int, asked: Asked) -> QuerySet[Any]:
    """Of one's own job only: of another's nothing is found."""
    lines = JobLine.objects.filter(job=job, job__kind=BULK, job__user_id=asked.person.scope.user_id)
    if outcome := asked.values.get(OUTCOME):
        lines = lines.filter(state=outcome)
    return rows.filter(pk__in=lines.order_by().values("ref"))


def _with_the_job(rows: QuerySet[Any], _outcome: str, _asked: Asked) -> QuerySet[Any]:
    return rows


JOB_FILTERS: tuple[Filter[Any], ...] = (
    Filter(JOB, _("批量任务"), Kind.NUMBER, apply=_of_job, place=Place.HIDDEN),
    Filter(OUTCOME, _("这次"), choices=LineState, apply=_with_the_job, place=Place.HIDDEN),
)
