"""What a batch of adjustments can be, what is done with it, and why a line stands in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AdjustmentState(models.TextChoices):
    """Where a batch stands."""

    DRAFT = "draft", _("拟定中")
    SUBMITTED = "submitted", _("待批准")
    APPLIED = "applied", _("已批准")
    VOID = "void", _("已作废")


OPEN = frozenset({AdjustmentState.DRAFT, AdjustmentState.SUBMITTED})


class AdjustmentVerb(models.TextChoices):
    """What is done with a batch once it is begun."""

    PROPOSE = "propose", _("生成建议")
    ADD = "add", _("添加调整")
    REVISE = "revise", _("修改说明")
    SUBMIT = "submit", _("提交批准")
    APPROVE = "approve", _("批准")
    RETURN = "return", _("退回修改")
    VOID = "void", _("作废")
    REVERSE = "reverse", _("拟定撤销")


class MoveState(models.TextChoices):
    """Whether a line takes effect with its batch."""

    LISTED = "listed", _("列入")
    LEFT_OUT = "left_out", _("不采纳")
    REPLACED = "replaced", _("已重新生成")


class MoveVerb(models.TextChoices):
    """What is done with a line while its batch is drawn up."""

    LEAVE_OUT = "leave_out", _("不采纳")
    TAKE_UP = "take_up", _("重新列入")
    REPLACE = "replace", _("由新的建议取代")


class AdjustmentRole(models.TextChoices):
    """As what somebody stands to a batch."""

    DRAFTER = "drafter", _("活动办受理、审核人员")
    APPROVER = "approver", _("活动办签发人员")
    SYSTEM = "system", _("系统")


class Ground(models.TextChoices):
    """Why a line stands in a batch."""

    ALONE = "alone", _("没有助企干部")
    LEFT = "left", _("助企干部已离岗")
    MANY = "many", _("联系企业过多")
    HAND = "hand", _("人工拟定")
    BACK = "back", _("撤销原调整")


# What a proposal may be about; a person thinks of the others.
PROPOSED = (Ground.ALONE, Ground.LEFT, Ground.MANY)


class Way(models.TextChoices):
    """What somebody who is named by hand is to those who look after the firm already."""

    REPLACE = "replace", _("接替现在的")
    BESIDE = "beside", _("增加")
    END = "end", _("只解除现在的")


class Nearness(models.IntegerChoices):
    """How far an official's unit is from a firm."""

    SAME = 0, _("在同一园区、乡镇")
    COUNTY = 1, _("在同一县（市、区）")
    CITY = 2, _("不在同一县（市、区）")
