"""Where a leader's visit stands, what is done with it, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeaderVisitState(models.TextChoices):
    """Where it stands."""

    DRAFTED = "drafted", _("拟定中")
    SUBMITTED = "submitted", _("待审定")
    APPROVED = "approved", _("已审定")
    MADE = "made", _("已调研")
    CANCELLED = "cancelled", _("已取消")


# Still to be made.
TO_COME = (LeaderVisitState.DRAFTED, LeaderVisitState.SUBMITTED, LeaderVisitState.APPROVED)


class LeaderVisitVerb(models.TextChoices):
    """What is done with it."""

    REVISE = "revise", _("修改预案")
    NAME = "name", _("改可看的人")
    SUBMIT = "submit", _("报审")
    APPROVE = "approve", _("审定")
    RETURN = "return", _("退回修改")
    MAKE = "make", _("记录调研")
    DEMAND = "demand", _("记领导要求")
    SETTLE = "settle", _("办结要求")
    CANCEL = "cancel", _("取消调研")


class LeaderVisitRole(models.TextChoices):
    """As what somebody stands to it; whoever is not named stands nowhere."""

    KEEPER = "keeper", _("领导本人、拟稿人和可看的活动办人员")
    APPROVER = "approver", _("可看的活动办审核、签发人员")
