"""What of a case decides where it goes, and where that is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Matter(models.TextChoices):
    """What of a case decides; a case is several of these at once."""

    ORDINARY = "ordinary", _("一般诉求")
    COMPLEX = "complex", _("复杂诉求")
    MAJOR = "major", _("重大诉求")
    DISPUTED = "disputed", _("有争议的诉求")
    INDIVIDUAL = "individual", _("个性问题")
    COMMON = "common", _("共性问题")


class Route(models.TextChoices):
    """Where it goes."""

    AT_ONCE = "at_once", _("立行立改")
    BY_NODE = "by_node", _("按时间节点办理")
    ONE_PLAN = "one_plan", _("一企一策")
    GROUP = "group", _("工作专班")
    JOINT = "joint", _("联席会议")
    STUDY = "study", _("政府研判")
