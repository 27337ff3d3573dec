"""What a ready answer can be, what is done with it, and as what people stand to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadyState(models.TextChoices):
    """Whether it is offered."""

    IN_USE = "in_use", _("在用")
    RETIRED = "retired", _("已停用")


class ReadyVerb(models.TextChoices):
    """What is done with one once it is there."""

    CHANGE = "change", _("修改")
    RETIRE = "retire", _("停用")
    RESTORE = "restore", _("恢复使用")


class ReadyRole(models.TextChoices):
    """As what somebody stands to one."""

    KEEPER = "keeper", _("本单位（本活动办）人员")
