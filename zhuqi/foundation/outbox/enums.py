"""Words of the outbox."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CatchUp(TextChoices):
    """What happens to the slots that passed while no worker ran."""

    LATEST = "latest", _("只补最近一次")
    EACH = "each", _("逐次补齐")


class OutboxState(TextChoices):
    """Where a piece of work stands; derived from its columns."""

    WAITING = "waiting", _("等待执行")
    LATER = "later", _("尚未到时")
    RUNNING = "running", _("执行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("已放弃")
