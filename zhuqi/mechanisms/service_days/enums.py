"""Where a service day stands, what is done with it, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceDayState(models.TextChoices):
    """Where it stands."""

    PLANNED = "planned", _("已安排")
    HELD = "held", _("已举行")
    CANCELLED = "cancelled", _("已取消")


class ServiceDayVerb(models.TextChoices):
    """What is done with it."""

    REVISE = "revise", _("修改安排")
    HOLD = "hold", _("记录举行")
    HEAR = "hear", _("记企业发言")
    SOLVE = "solve", _("记解决情况")
    RAISE = "raise", _("转为诉求")
    CANCEL = "cancel", _("取消")


class ServiceDayRole(models.TextChoices):
    """As what somebody stands to it."""

    OFFICE = "office", _("活动办受理、审核人员")
