"""Words of the outbox."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class CatchUp(TextChoices):
    """What happens to the slots that passed while no worker ran."""

    LATEST = "latest", _("只补最近一次")
    EACH = "each", _("逐次补齐")


class Priority(IntegerChoices):
    """What goes first where much is owed: a queue of notices must not keep a seal waiting."""

    FIRST = 1, _("优先")
    SOON = 3, _("尽快")
    USUAL = 5, _("照常")
    LAST = 9, _("靠后")


class OutboxState(TextChoices):
    """Where a piece of work stands; derived from its columns."""

    WAITING = "waiting", _("等待执行")
    LATER = "later", _("尚未到时")
    RUNNING = "running", _("执行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("已放弃")
