"""One's messages."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from ninja import Router

from zhuqi.foundation.notices.leaving import as_shown
from zhuqi.foundation.notices.models import Message
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.shell.inbox import INBOX

Words = Mapping[int, tuple[str, str]]
_FIELDS = ("urgent", "object_type", "object_ref")

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
    fields={
        "title": (str, ...), "body": (str, ...), "at": (datetime, ...), "unread": (bool, ...),
        "urgent": (bool, ...), "object_type": (str, ...), "object_ref": (str, ...),
    },
    of=lambda row, words: {
        "title": words[row.pk][0], "body": words[row.pk][1], "at": row.created_at,
        "unread": row.read_at is None, **{name: getattr(row, name) for name in _FIELDS},
    },
).serve(ROUTER)  # fmt: skip
