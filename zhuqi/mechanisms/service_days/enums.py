"""What a service day, a firm asked to it and a word said there can be, and what is done with
them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayState(models.TextChoices):
    """Where a day stands."""

    PLANNED = "planned", _("已安排")
    HELD = "held", _("已举办，待结束")
    ENDED = "ended", _("已结束")
    CANCELLED = "cancelled", _("已取消")


class DayVerb(models.TextChoices):
    """What is done with a day once it is arranged."""

    REVISE = "revise", _("修改安排")
    INVITE = "invite", _("邀请企业")
    REPLY = "reply", _("企业回复")
    HOLD = "hold", _("开始记录")
    HEAR = "hear", _("记录发言")
    END = "end", _("结束")
    CANCEL = "cancel", _("取消")


class DayRole(models.TextChoices):
    """As what somebody stands to a day."""

    OFFICE = "office", _("活动办受理、审核人员")
    FIRM = "firm", _("受邀企业")


class GuestState(models.TextChoices):
    """What a firm has answered."""

    INVITED = "invited", _("未回复")
    COMING = "coming", _("参加")
    DECLINED = "declined", _("不参加")


class WordState(models.TextChoices):
    """What became of what a firm said."""

    OPEN = "open", _("未解决")
    SOLVED = "solved", _("当场解决")
    RAISED = "raised", _("已转为诉求")
    KEPT = "kept", _("仅作记录")


class WordVerb(models.TextChoices):
    """What is done with a word once it is written down."""

    SETTLE = "settle", _("当场解决")
    RAISE = "raise", _("转为诉求")
    KEEP = "keep", _("仅作记录")


class WordRole(models.TextChoices):
    """As what somebody stands to a word."""

    OFFICE = "office", _("活动办受理、审核人员")
