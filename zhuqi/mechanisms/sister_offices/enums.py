"""Alliances of offices, cases they share, and matters they have judged to be two."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AllianceState(models.TextChoices):
    """Whether an alliance stands."""

    RUNNING = "running", _("联动中")
    ENDED = "ended", _("已结束")


class AllianceVerb(models.TextChoices):
    """What is done with it."""

    JOIN = "join", _("确认加入")
    INVITE = "invite", _("增加成员")
    LEAVE = "leave", _("退出联动")
    REVISE = "revise", _("修改")
    END = "end", _("结束联动")


class AllianceRole(models.TextChoices):
    """As what somebody stands to it."""

    KEEPER = "keeper", _("建立联动的活动办审核、签发")
    INVITED = "invited", _("被邀请的活动办审核、签发")
    MEMBER = "member", _("成员活动办审核、签发")
    SYSTEM = "system", _("系统")


class SharingState(models.TextChoices):
    """Where one office's case stands with a sister."""

    ASKED = "asked", _("待同意共享")
    SHARED = "shared", _("共享中")
    OFFERED = "offered", _("待接收移交")
    WANTED = "wanted", _("待答复移交")
    HANDED = "handed", _("已移交")
    REFUSED = "refused", _("未同意共享")
    ENDED = "ended", _("已结束")


# The sister reads the case.
READING = frozenset({SharingState.SHARED, SharingState.OFFERED, SharingState.WANTED})
# Not over; one of a case and a sister at a time.
RUNNING = READING | {SharingState.ASKED}
# It is being settled who owns the case: nobody assigns it meanwhile.
IN_THE_BALANCE = frozenset({SharingState.OFFERED, SharingState.WANTED})


class Beginning(models.TextChoices):
    """As what it comes to be."""

    ASK = "ask", _("请求共享")
    SHARE = "share", _("共享诉求")
    HAND = "hand", _("共享并提出移交")


class SharingVerb(models.TextChoices):
    """What is done with it."""

    AGREE = "agree", _("同意共享")
    REFUSE = "refuse", _("不同意共享")
    OPINE = "opine", _("提意见")
    OFFER = "offer", _("提出移交")
    ACCEPT = "accept", _("接收移交")
    DECLINE = "decline", _("不接收移交")
    TAKE_BACK = "take_back", _("撤回移交")
    WANT = "want", _("请求移交给我方")
    YIELD = "yield", _("同意移交")
    KEEP = "keep", _("不同意移交")
    END = "end", _("结束共享")


class SharingRole(models.TextChoices):
    """As what somebody stands to it."""

    OWNER = "owner", _("主管活动办受理、审核")
    SISTER = "sister", _("联动活动办受理、审核")
    SYSTEM = "system", _("系统")


class DistinctionState(models.TextChoices):
    """Whether a judgement holds."""

    HOLDS = "holds", _("有效")
    REVOKED = "revoked", _("已撤销")


class DistinctionVerb(models.TextChoices):
    """What is done with it."""

    REVOKE = "revoke", _("撤销判定")


class DistinctionRole(models.TextChoices):
    """As what somebody stands to it."""

    JUDGE = "judge", _("作出判定的活动办受理、审核")
