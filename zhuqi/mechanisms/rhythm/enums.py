"""What comes round, how often, and what is done with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RhythmKind(models.TextChoices):
    """What comes round (domain.md section 6)."""

    LETTER = "letter", _("调研提示函")
    WORK_DAY = "work_day", _("助企工作日")
    PROGRESS = "progress", _("报送进展")
    PLANS = "plans", _("征集调研计划")
    SERVICE = "service", _("企业服务日")


class Pace(models.TextChoices):
    """How its days are counted."""

    WEEKLY = "weekly", _("每周")
    MONTHLY = "monthly", _("每月")


class RhythmState(models.TextChoices):
    """Whether it comes round."""

    RUNNING = "running", _("在用")
    PAUSED = "paused", _("已暂停")


class RhythmVerb(models.TextChoices):
    """What is done with one."""

    REVISE = "revise", _("修改安排")
    PAUSE = "pause", _("暂停")
    RESUME = "resume", _("恢复")


class RhythmRole(models.TextChoices):
    """As what somebody stands to one."""

    OFFICE = "office", _("活动办受理、审核人员")
