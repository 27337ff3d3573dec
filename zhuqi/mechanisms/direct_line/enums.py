"""What a letter can be, what is done with it, and as what people stand to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    """Where a letter stands."""

    WAITING = "waiting", _("待答复")
    ANSWERED = "answered", _("已答复")
    TURNED = "turned", _("已转为诉求")
    WITHDRAWN = "withdrawn", _("企业已撤回")


class LetterVerb(models.TextChoices):
    """What is done with a letter once it is sent."""

    ANSWER = "answer", _("答复")
    TURN = "turn", _("转为诉求")
    PASS_ON = "pass_on", _("转给别人")
    WITHDRAW = "withdraw", _("撤回来信")
    ESCALATE = "escalate", _("转请活动办处理")


class LetterRole(models.TextChoices):
    """As what somebody stands to a letter."""

    SENDER = "sender", _("来信企业")
    RECIPIENT = "recipient", _("收信的领导、干部")
    OFFICE = "office", _("服务该企业的活动办")
    SYSTEM = "system", _("系统")
