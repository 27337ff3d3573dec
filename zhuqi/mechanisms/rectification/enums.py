"""Where a problem of the action's own stands, what is done with it, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RectificationState(models.TextChoices):
    """Where it stands."""

    OPEN = "open", _("整改中")
    PROVEN = "proven", _("待销号")
    CLOSED = "closed", _("已销号")
    VOID = "void", _("已撤销")


# Not over.
RUNNING = frozenset({RectificationState.OPEN, RectificationState.PROVEN})


class RectificationVerb(models.TextChoices):
    """What is done with it."""

    REVISE = "revise", _("修改")
    PROGRESS = "progress", _("报进展")
    PROVE = "prove", _("申请销号")
    CLOSE = "close", _("销号")
    RETURN = "return", _("退回继续整改")
    REOPEN = "reopen", _("重新整改")
    VOID = "void", _("撤销")


class RectificationRole(models.TextChoices):
    """As what somebody stands to it."""

    OFFICE = "office", _("列账的活动办受理、审核")
    REVIEWER = "reviewer", _("列账的活动办审核、签发")
    UNIT = "unit", _("责任单位")
