"""What notices hold on one person: the messages they got."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.personal_data import Inquiry, Section
from zhuqi.foundation.notices.models import Message


def message_sections(inquiry: Inquiry) -> list[Section]:
    """What they were told; others than themselves read only when and on what."""
    rows = [
        (
            _when(told.created_at),
            str(told.get_topic_display()),
            told.title if inquiry.own else "",
            _when(told.read_at),
        )
        for told in Message.objects.filter(user__in=inquiry.user_ids).order_by("pk")
    ]
    columns = (_("时间"), _("类别"), _("标题"), _("读过"))
    return [Section("messages", _("收到的消息"), columns, rows)]


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
