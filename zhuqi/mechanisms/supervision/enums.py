"""Which supervision sheets there are, where one stands, what is done with it, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# What the log calls them.
OBJECT = "supervision"


class SheetKind(models.TextChoices):
    """Which of the sheets it is; each office numbers each kind by itself."""

    URGING = "urging", _("催办单")
    EFFECTIVENESS = "effect", _("问效建议单")
    NOTICE = "notice", _("督办通知")
    REQUEST = "request", _("商请函")


# Go out under the office's standing delegation; the others are drafted for a signature.
DELEGATED = frozenset({SheetKind.URGING, SheetKind.REQUEST})


class SheetState(models.TextChoices):
    """Where a sheet stands."""

    DRAFTED = "drafted", _("待签发")
    ISSUED = "issued", _("待签收")
    SIGNED = "signed", _("待回复")
    REPLIED = "replied", _("已回复")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("免回复")


# Out, and not answered.
WAITING = frozenset({SheetState.ISSUED, SheetState.SIGNED})
OPEN = WAITING | {SheetState.DRAFTED}


class SheetVerb(models.TextChoices):
    """What is done with a sheet once it is written."""

    ISSUE = "issue", _("发出")
    SIGN = "sign", _("签收")
    REPLY = "reply", _("回复")
    WITHDRAW = "withdraw", _("撤回")
    LAPSE = "lapse", _("免于回复")


class SheetRole(models.TextChoices):
    """As what somebody stands to a sheet."""

    OFFICE = "office", _("发文活动办受理、审核")
    SIGNER = "signer", _("发文活动办签发")
    ADDRESSEE = "addressee", _("受文单位")
    SYSTEM = "system", _("系统")
