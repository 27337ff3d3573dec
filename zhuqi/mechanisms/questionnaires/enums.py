"""Where questionnaires and replies stand, what is done with them, and what is asked how."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionnaireState(models.TextChoices):
    """Where a questionnaire stands."""

    DRAFT = "draft", _("拟定中")
    SENT = "sent", _("回收中")
    CLOSED = "closed", _("已结束")
    VOID = "void", _("已作废")


class QuestionnaireVerb(models.TextChoices):
    """What is done with a questionnaire."""

    ADD = "add", _("添加一题")
    REMOVE = "remove", _("删去一题")
    REVISE = "revise", _("修改说明和发放范围")
    SEND = "send", _("发给企业")
    POSTPONE = "postpone", _("延长截止日期")
    CLOSE = "close", _("结束回收")
    VOID = "void", _("作废")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    ONE = "one", _("选一项")
    SEVERAL = "several", _("可选多项")
    NUMBER = "number", _("填数字")
    TEXT = "text", _("填文字")
    PROBLEM = "problem", _("问题排查（可转为诉求）")


CHOSEN = (QuestionKind.ONE, QuestionKind.SEVERAL)


class ReplyState(models.TextChoices):
    """How far a firm is with a questionnaire."""

    WAITING = "waiting", _("待填写")
    DRAFT = "draft", _("填写中")
    RETURNED = "returned", _("已提交")
    LEFT_OUT = "left_out", _("未发放")


# Sent, and not come back.
MISSING = (ReplyState.WAITING, ReplyState.DRAFT)
SENT_OUT = (*MISSING, ReplyState.RETURNED)


class ReplyVerb(models.TextChoices):
    """What is done with a reply."""

    SAVE = "save", _("保存，以后再填")
    HAND_IN = "hand_in", _("提交")
    FILL_IN = "fill_in", _("代企业填写")


class SurveyRole(models.TextChoices):
    """As what somebody stands to a questionnaire and its replies."""

    OFFICE = "office", _("活动办受理、审核人员")
    LIAISON = "liaison", _("该企业的助企干部")
    FIRM = "firm", _("企业")
