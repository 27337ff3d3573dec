"""Words of webhooks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WebhookEvent(TextChoices):
    """Kinds of event on object type "webhook"."""

    MADE = "webhook_made", _("新建推送")
    PAUSED = "webhook_paused", _("暂停推送")
    RESUMED = "webhook_resumed", _("恢复推送")
    ROTATED = "webhook_rotated", _("更换推送密钥")
    REENCRYPTED = "webhook_reencrypted", _("密钥改用新的会话密钥加密")
    DELETED = "webhook_deleted", _("删除推送")


class Pause(TextChoices):
    """Why nothing is sent."""

    OWNER = "owner", _("自行暂停")
    FAILING = "failing", _("一天内都没有送达")
    GONE = "gone", _("对方答复不再接收（410）")


class DeliveryState(TextChoices):
    """What became of one message."""

    QUEUED = "queued", _("待发送")
    SENDING = "sending", _("发送中")
    RETRYING = "retrying", _("等待重试")
    HELD = "held", _("暂停中")
    SENT = "sent", _("已送达")
    FAILED = "failed", _("未送达")
    SKIPPED = "skipped", _("不再推送")


# On their way: the worker has a piece of work for each.
ON_THE_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.RETRYING)
