"""What notices hold on one person: the messages they got."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import scopes_of
from zhuqi.foundation.contributions.personal_data import Inquiry, Section
from zhuqi.foundation.notices.leaving import as_shown
from zhuqi.foundation.notices.models import Message


def message_sections(inquiry: Inquiry) -> list[Section]:
    """What they were told; others than themselves read only when and on what."""
    told_of = list(Message.objects.filter(user__in=inquiry.user_ids).order_by("pk"))
    shown = _own_words(told_of) if inquiry.own else {}
    rows = [
        (
            _when(told.created_at),
            str(told.get_topic_display()),
            shown.get(told.pk, ""),
            _when(told.read_at),
        )
        for told in told_of
    ]
    columns = (_("时间"), _("类别"), _("标题"), _("读过"))
    return [Section("messages", _("收到的消息"), columns, rows)]


def _own_words(messages: list[Message]) -> dict[int, str]:
    """Titles as their person may read them today."""
    users = User.objects.filter(pk__in={row.user_id for row in messages})
    scopes = scopes_of(users)
    return {
        pk: title
        for user_id, scope in scopes.items()
        for pk, (title, _body) in as_shown(
            scope, [row for row in messages if row.user_id == user_id]
        ).items()
    }


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
