"""One's messages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from ninja import Router

from zhuqi.foundation.notices.leaving import as_shown
from zhuqi.foundation.notices.models import Message
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.shell.inbox import INBOX
from zhuqi.interfaces.shell.telling import Read, fields_of

Words = Mapping[int, tuple[str, str]]

ROUTER = Router()
ApiList[Message, Words](
    path="/messages",
    name="messages",
    summary=_("我的消息"),
    listing=INBOX,
    # As the inbox shows them: a name that has become secret meanwhile stands in none.
    context=lambda asked, rows: as_shown(asked.person.scope, rows),
    # Whoever has a token has messages; which, the list itself says.
    allowed=lambda scope: bool(scope.user_id),
    told=fields_of(
        Message, "urgent", "object_type", "object_ref", at="created_at",
        title=Read(str, lambda row, words: words[row.pk][0], _("标题")),
        body=Read(str, lambda row, words: words[row.pk][1], _("正文")),
        unread=Read(bool, lambda row, _words: row.read_at is None, _("未读")),
    ),
).serve(ROUTER)  # fmt: skip
