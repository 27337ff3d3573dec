"""Where an import stands, what is done with it, and what became of a row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("待对照")
    CHECKING = "checking", _("核对中")
    CHECKED = "checked", _("已核对")
    IMPORTING = "importing", _("导入中")
    DONE = "done", _("已导入")
    CANCELLED = "cancelled", _("已放弃")


# The worker is at it.
RUNNING = frozenset({RunState.CHECKING, RunState.IMPORTING})


class RunVerb(models.TextChoices):
    """What is done with an import."""

    MATCH = "match", _("对照各列")
    START = "start", _("开始导入")
    CANCEL = "cancel", _("放弃")
    FINISH = "finish", _("办完")
    FAIL = "fail", _("没有办成")
    SEIZE = "seize", _("涉密截留")


class RunRole(models.TextChoices):
    """As what somebody stands to an import."""

    OFFICE = "office", _("导入的活动办")
    SYSTEM = "system", _("系统")


class Outcome(models.TextChoices):
    """What became of a row, or would."""

    IMPORTED = "imported", _("导入")
    KNOWN = "known", _("以前已导入，没有变化")
    DIFFERING = "differing", _("以前已导入，与现在不同")
    CORRECTED = "corrected", _("按台账更正")
    REFUSED = "refused", _("未导入")
    EMPTY = "empty", _("空行或重复的表头")
