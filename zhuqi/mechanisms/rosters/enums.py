"""Where rosters, entries, batches and their lines stand, and what is done with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RosterState(models.TextChoices):
    """Whether a roster is kept."""

    OPEN = "open", _("在用")
    CLOSED = "closed", _("已停用")


class RosterVerb(models.TextChoices):
    """What is done with a roster."""

    ENTER = "enter", _("登记一家企业")
    REVISE = "revise", _("修改名单")
    CLOSE = "close", _("停用名单")
    REOPEN = "reopen", _("恢复使用")


class EntryState(models.TextChoices):
    """Whether a firm stands on the roster by this entry."""

    IN = "in", _("在册")
    OUT = "out", _("已退出")
    VOID = "void", _("已撤销")


class EntryVerb(models.TextChoices):
    """What is done with an entry."""

    LEAVE = "leave", _("退出名单")
    RESTORE = "restore", _("撤销退出")
    PROLONG = "prolong", _("延长有效期")
    VOID = "void", _("撤销登记")


class BatchWay(models.TextChoices):
    """What a batch does with the firms it names."""

    ENTER = "enter", _("进入名单")
    LEAVE = "leave", _("退出名单")


class BatchState(models.TextChoices):
    """Where a batch stands."""

    DRAFT = "draft", _("待核对")
    DONE = "done", _("已登记")
    UNDONE = "undone", _("已撤销")
    DROPPED = "dropped", _("已放弃")


# Its lines can still be pointed to a firm, or left out.
OPEN_BATCH = (BatchState.DRAFT, BatchState.DONE)


class BatchVerb(models.TextChoices):
    """What is done with a batch once its table is read."""

    CARRY_OUT = "carry_out", _("登记认出的企业")
    DROP = "drop", _("放弃这一批")
    UNDO = "undo", _("撤销这一批")


class LineState(models.TextChoices):
    """What became of a row of the table, or would."""

    MATCHED = "matched", _("待登记")
    UNKNOWN = "unknown", _("没有认出")
    SEVERAL = "several", _("重名或不一致")
    NEEDLESS = "needless", _("无需登记")
    LEFT_OUT = "left_out", _("不登记")
    DONE = "done", _("已登记")
    UNDONE = "undone", _("已撤销")


# A person has to say which firm is meant.
QUESTIONS = (LineState.UNKNOWN, LineState.SEVERAL)


class LineVerb(models.TextChoices):
    """What is done with a row of the table."""

    POINT = "point", _("指定企业")
    LEAVE_OUT = "leave_out", _("不登记")
    CARRY_OUT = "carry_out", _("登记")
    UNDO = "undo", _("撤销")


class RosterRole(models.TextChoices):
    """As what somebody stands to a roster and all that is in it."""

    KEEPER = "keeper", _("活动办受理、审核人员")
    SYSTEM = "system", _("系统")
