"""Why a case is looked back at, where that stands, what is done with it, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chosen(models.TextChoices):
    """How a case came into the sample."""

    RANDOM = "random", _("随机抽取")
    RISK = "risk", _("按风险抽取")


class Risk(models.TextChoices):
    """What makes a closing worth a second look."""

    SHORT_ANSWER = "short", _("答复过短")
    EXPLAINED = "explained", _("以解释说明办结")
    PLANNED = "planned", _("以列入计划办结")
    SAME_FIRM = "same_firm", _("同一企业多次反映")
    UNIT_REDOES = "redoes", _("主办单位多次重办")
    UNRATED = "unrated", _("企业没有评价")
    OWN_CLOSING = "own", _("县区自行办结销号")


class LookBackState(models.TextChoices):
    """Where the look-back at one case stands."""

    DRAWN = "drawn", _("待回访")
    CALLED = "called", _("没打通，待再打")
    VERIFIED = "verified", _("核实已解决")
    UNREACHABLE = "unreachable", _("联系不上")
    DOUBTFUL = "doubtful", _("未核实，待单位说明")
    HEARD = "heard", _("单位已说明，待认定")
    FAULT = "fault", _("有责，不实办结")
    NO_FAULT = "no_fault", _("无责")
    DROPPED = "dropped", _("不再回访")


S = LookBackState
# Still to be rung up.
TO_CALL = frozenset({S.DRAWN, S.CALLED})
# The firm said that it is not as it was told; what the unit reads of.
DOUBTED = frozenset({S.DOUBTFUL, S.HEARD, S.FAULT, S.NO_FAULT})
# Somebody spoke with the firm.
REACHED = DOUBTED | {S.VERIFIED}
OPEN = TO_CALL | {S.DOUBTFUL, S.HEARD}


class LookBackVerb(models.TextChoices):
    """What is done with one."""

    VERIFY = "verify", _("已解决")
    DOUBT = "doubt", _("没有解决")
    MISS = "miss", _("没打通，再约时间")
    GIVE_UP = "give_up", _("记为联系不上")
    DECLARE = "declare", _("声明回避")
    STATE = "state", _("提交说明")
    FIND_FAULT = "find_fault", _("认定有责")
    FIND_NO_FAULT = "find_no_fault", _("认定无责")
    ASSIGN = "assign", _("指定回访人")
    CALL_ANEW = "call_anew", _("退回重新回访")
    DROP = "drop", _("不再回访")


class LookBackRole(models.TextChoices):
    """As what somebody stands to it."""

    CALLER = "caller", _("回访人")
    UNIT = "unit", _("原主办单位")
    OFFICE = "office", _("抽样活动办受理、审核")
    REVIEWER = "reviewer", _("抽样活动办审核")
    SYSTEM = "system", _("系统")


class DrawState(models.TextChoices):
    """A draw is made and stays as it was made."""

    DRAWN = "drawn", _("已抽取")
