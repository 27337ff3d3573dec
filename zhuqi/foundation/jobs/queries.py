"""What pages read of jobs, all from `visible_to`."""

from collections import Counter

from django.db.models import Count, QuerySet

from zhuqi.foundation.access import Scope
from zhuqi.foundation.jobs.enums import LineState
from zhuqi.foundation.jobs.models import Job, JobLine


def jobs(scope: Scope) -> QuerySet[Job]:
    """One's own."""
    return Job.objects.visible_to(scope)


def counts(job: Job) -> Counter[str]:
    """How many of its rows are done, refused, and still waiting."""
    found = job.lines.order_by().values_list("state").annotate(n=Count("pk"))
    return Counter(dict(found))


def reasons(job: Job) -> dict[str, int]:
    """Why rows were refused, and how many for each reason, most first."""
    refused = of_state(job, LineState.REFUSED).order_by()
    counted = refused.values_list("reason").annotate(n=Count("pk"))
    return dict(sorted(counted, key=lambda one: (-one[1], one[0])))


def waiting(job: Job) -> QuerySet[JobLine]:
    """The rows it still has to go through."""
    return job.lines.filter(state=LineState.WAITING)


def of_state(job: Job, state: LineState) -> QuerySet[JobLine]:
    """The rows of which that became."""
    return job.lines.filter(state=state)
