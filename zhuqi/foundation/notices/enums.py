"""Words of notifying people."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How a notice leaves the house; the inbox is no channel, it is always told."""

    EMAIL = "email", _("电子邮件")
    CHAT = "chat", _("企业微信等")
    SMS = "sms", _("短信")


class Topic(TextChoices):
    """What a notice is about; people choose channels by topic."""

    WORK = "work", _("要我办的事")
    REMINDER = "reminder", _("到期和逾期提醒")
    PROGRESS = "progress", _("办理进展")
    ACCOUNT = "account", _("账号和登记")


class Part(TextChoices):
    """A text has two wordings: one with room for details, one for a small screen."""

    FULL = "full", _("站内消息、电子邮件")
    SHORT = "short", _("短信、企业微信等")


class DeliveryState(TextChoices):
    """What became of a notice on one outside channel."""

    QUEUED = "owed", _("待发送")
    UNCONFIRMED = "unconfirmed", _("未确认")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("未送达")
    SKIPPED = "skipped", _("未发送")


FINAL = frozenset({DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED})


class Pace(StrEnum):
    """When a notice may leave: at once, outside a person's quiet hours, in working time."""

    AT_ONCE = "at_once"
    WAKING = "waking"
    WORKING = "working"


class BodyFormat(TextChoices):
    """How an HTTP template's body is written; it decides how values are made harmless in it."""

    JSON = "json", "JSON"
    FORM = "form", _("表单（名称=值，每行一个）")
    NONE = "none", _("没有正文，参数都在地址里")


class Charset(TextChoices):
    """Older gateways want GBK."""

    UTF8 = "utf-8", "UTF-8"
    GBK = "gb18030", "GBK"


class Method(TextChoices):
    """HTTP methods gateways use."""

    POST = "POST", "POST"
    GET = "GET", "GET"


class NoticeEvent(TextChoices):
    """Kinds of event on texts, gateways and preferences."""

    PUBLISHED = "published", _("发布文字")
    CONFIGURED = "configured", _("修改发送通道")
    TESTED = "tested", _("试发")
    CHOSEN = "chosen", _("修改接收方式")
