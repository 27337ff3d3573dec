"""What a visit can be, what is done with it, and as what people stand to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitState(models.TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", _("已计划")
    MADE = "made", _("已走访")
    CANCELLED = "cancelled", _("已取消")


class VisitVerb(models.TextChoices):
    """What is done with a visit once it is planned."""

    MAKE = "make", _("记录走访")
    RAISE = "raise", _("转为诉求")
    FOLLOW = "follow", _("记后续事项")
    SETTLE = "settle", _("办结后续事项")
    CANCEL = "cancel", _("取消走访")


class VisitRole(models.TextChoices):
    """As what somebody stands to a visit."""

    CARER = "carer", _("联系该企业的干部、领导")
    OFFICE = "office", _("服务该企业的活动办")
