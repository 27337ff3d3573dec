"""Where a job stands, what is done with it, and what became of a line."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("办理中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("没有办成")
    CANCELLED = "cancelled", _("已取消")
    EXPIRED = "expired", _("文件已到期删除")


# Not over yet.
UNDER_WAY = frozenset({JobState.WAITING, JobState.RUNNING})


class JobVerb(TextChoices):
    """What is done with a job."""

    BEGIN = "begin", _("开始办理")
    FINISH = "finish", _("办完")
    FAIL = "fail", _("没有办成")
    CANCEL = "cancel", _("取消")
    FETCH = "fetch", _("下载文件")
    EXPIRE = "expire", _("到期删除文件")


class JobRole(TextChoices):
    """As what somebody stands to a job."""

    OWNER = "owner", _("提交任务的人")
    SYSTEM = "system", _("系统")


class LineState(TextChoices):
    """What became of one of the rows a job is about."""

    WAITING = "waiting", _("待办")
    DONE = "done", _("已办")
    REFUSED = "refused", _("未办")
