"""What jobs add to pages of others: words for the log, and where a notice leads."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.jobs.actions import OBJECT, WORK
from zhuqi.foundation.jobs.kinds import KINDS
from zhuqi.foundation.jobs.models import Job
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import nouns
from zhuqi.interfaces.desk.job_pages import JOB_PAGES, JobPage
from zhuqi.interfaces.desk.jobs.views import VIEWS
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.listing import exporting


def register() -> None:
    """Called once, when Django has loaded every room."""
    KINDS.register(exporting.EXPORT, exporting.KIND)
    JOB_PAGES.register(exporting.EXPORT, JobPage(_exported))
    links.register(OBJECT, lambda pk: reverse("desk:job", args=[pk]), firm=False)
    nouns.name(VIEWS, ask=_("提交任务"))
    nouns.tell(VIEWS)
    event_words.register_fields({"figures": _("结果"), "rows": _("行数"), "words": _("条件")})
    event_words.register_work({WORK: _("后台任务"), "jobs.tidy": _("删除到期的导出文件")})


def _exported(job: Job) -> str:
    return _now("共 %(n)s 行") % {"n": f"{job.figures.get('rows', 0):,}"}
