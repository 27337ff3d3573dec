"""Where an inspection round, a visit of it and a finding stand, what is done with them, by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    """Where a round stands."""

    PLANNED = "planned", _("拟定")
    UNDERWAY = "underway", _("进行中")
    ENDED = "ended", _("已结束")
    CANCELLED = "cancelled", _("已取消")


class RoundVerb(models.TextChoices):
    """What is done with a round once it is planned."""

    REVISE = "revise", _("修改方案")
    TEAM = "team", _("定检查组")
    ADD = "add", _("安排被查单位")
    START = "start", _("开始检查")
    END = "end", _("结束本轮")
    CANCEL = "cancel", _("取消本轮")


class RoundRole(models.TextChoices):
    """As what somebody stands to a round."""

    OFFICE = "office", _("组织检查的活动办受理、审核")
    REVIEWER = "reviewer", _("组织检查的活动办审核、签发")


class VisitState(models.TextChoices):
    """Where the inspection of one unit stands."""

    PLANNED = "planned", _("待检查")
    CHECKING = "checking", _("检查中")
    VISITED = "visited", _("已检查")
    SKIPPED = "skipped", _("不再检查")


# Still to be done.
TO_COME = frozenset({VisitState.PLANNED, VisitState.CHECKING})


class VisitVerb(models.TextChoices):
    """What is done with it."""

    ANSWER = "answer", _("逐项检查")
    FIND = "find", _("记录问题")
    FINISH = "finish", _("完成检查")
    REOPEN = "reopen", _("补充检查")
    MOVE = "move", _("改期")
    SKIP = "skip", _("不再检查")
    TAKE_OFF = "take_off", _("移除照片")


class VisitRole(models.TextChoices):
    """As what somebody stands to it."""

    TEAM = "team", _("检查组成员")
    OFFICE = "office", _("组织检查的活动办受理、审核")


class Result(models.TextChoices):
    """What was found of one thing on the checklist."""

    MET = "met", _("符合")
    NOT_MET = "not_met", _("不符合")
    NOT_APPLICABLE = "none", _("不适用")


class FindingState(models.TextChoices):
    """Where a finding, and the rectification notice about it, stand."""

    FOUND = "found", _("待拟通知")
    DRAFTED = "drafted", _("待签发")
    ISSUED = "issued", _("待签收")
    SIGNED = "signed", _("整改中")
    REPLIED = "replied", _("待复查")
    CLOSED = "closed", _("已销号")
    DROPPED = "dropped", _("已撤销")


# With the unit, and not answered.
WITH_UNIT = frozenset({FindingState.ISSUED, FindingState.SIGNED})
# Not over.
OPEN = WITH_UNIT | {FindingState.FOUND, FindingState.DRAFTED, FindingState.REPLIED}


class FindingVerb(models.TextChoices):
    """What is done with it."""

    DRAFT = "draft", _("拟整改通知")
    ISSUE = "issue", _("签发")
    RETURN = "return", _("退回重拟")
    SIGN = "sign", _("签收")
    REPLY = "reply", _("回复整改情况")
    PASS = "pass", _("复查通过、销号")
    FAIL = "fail", _("复查未通过")
    DROP = "drop", _("撤销")


class FindingRole(models.TextChoices):
    """As what somebody stands to it."""

    TEAM = "team", _("检查组成员")
    OFFICE = "office", _("组织检查的活动办受理、审核")
    SIGNER = "signer", _("组织检查的活动办签发")
    UNIT = "unit", _("责任单位")
