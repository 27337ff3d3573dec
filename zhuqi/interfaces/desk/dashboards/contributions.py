"""Overviews in the navigation; the meeting's papers as a job."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.jobs.kinds import KINDS
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.desk.dashboards import pack_file
from zhuqi.interfaces.desk.job_pages import JOB_PAGES, JobPage
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.reporting.statistics import queries


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(Entry(_("总览"), "desk:overview", "eye", 10, "statistics"), queries.reads_figures)
    KINDS.register(pack_file.MEETING_PACK, pack_file.KIND)
    JOB_PAGES.register(pack_file.MEETING_PACK, JobPage(_made))


def _made(job: Job) -> str:
    return _now("共 %(n)s 行") % {"n": f"{job.figures.get('rows', 0):,}"}
