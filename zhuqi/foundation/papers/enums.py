"""Where an issued paper stands, what is done with it, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperState(models.TextChoices):
    """A paper comes to be when it is issued."""

    ISSUED = "issued", _("已印发")
    WITHDRAWN = "withdrawn", _("已撤回")


class PaperVerb(models.TextChoices):
    """What is done with an issued paper."""

    FILE = "file", _("存入用印件")
    WITHDRAW = "withdraw", _("撤回")


class PaperRole(models.TextChoices):
    """As what somebody meets a paper."""

    OFFICE = "office", _("发文单位受理、审核、签发人员")
    SYSTEM = "system", _("系统")
