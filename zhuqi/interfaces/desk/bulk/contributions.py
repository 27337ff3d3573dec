"""What bulk work adds to pages of others: its kind of job, the page of one, words for the log."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.jobs.kinds import KINDS
from zhuqi.interfaces.desk.bulk import outcomes
from zhuqi.interfaces.desk.job_pages import JOB_PAGES, JobPage
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.bulk.jobs import BULK, KIND


def register() -> None:
    """Called once, when Django has loaded every room."""
    KINDS.register(BULK, KIND)
    JOB_PAGES.register(BULK, JobPage(outcomes.outcome, outcomes.sections, outcomes.actions))
    event_words.register_fields({"job": _("批量任务")})
