"""What a visit can be, what is done with it, and as what people stand to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitState(models.TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", _("已计划")
    MADE = "made", _("已走访")
    CANCELLED = "cancelled", _("已取消")
    MERGED = "merged", _("已并入")


# Counted among the visits to a firm: what was called off or merged troubles nobody.
COUNTED = (VisitState.PLANNED, VisitState.MADE)


class VisitVerb(models.TextChoices):
    """What is done with a visit once it is planned."""

    MAKE = "make", _("记录走访")
    RAISE = "raise", _("转为诉求")
    KEEP = "keep", _("记下暂不上报的困难")
    AGREE = "agree", _("企业同意上报")
    FOLLOW = "follow", _("记后续事项")
    SETTLE = "settle", _("办结后续事项")
    ADD = "add", _("补充记录")
    JOIN = "join", _("一起去")
    MERGE = "merge", _("并入别人的走访")
    CANCEL = "cancel", _("取消走访")


class VisitRole(models.TextChoices):
    """As what somebody stands to a visit."""

    CARER = "carer", _("联系该企业的干部、领导")
    VISITOR = "visitor", _("计划走访的人")
    OFFICE = "office", _("服务该企业的活动办")


class Basis(models.TextChoices):
    """Why a firm is visited more often than its office thinks good."""

    ASKED = "asked", _("企业邀请")
    CASE = "case", _("有在办的诉求要核实")
