"""Words of the quarantine."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """What became of a text."""

    WAITING = "waiting", _("待处置")
    RELEASED = "released", _("误报，准予重新提交一次")
    SPENT = "spent", _("已重新提交")
    DESTROYED = "destroyed", _("已移交并销毁")


class QuarantineEvent(TextChoices):
    """Kinds of events; none holds the text."""

    TAKEN = "quarantine.taken", _("截留涉密标志内容")
    READ = "quarantine.read", _("查看截留内容")
    RELEASED = "quarantine.released", _("认定误报")
    SPENT = "quarantine.spent", _("凭认定重新提交")
    DESTROYED = "quarantine.destroyed", _("移交并销毁")
    FORGOTTEN = "quarantine.forgotten", _("按期清除提交人")
