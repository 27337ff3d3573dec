"""What the pages of messages add to pages that belong to others."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.notices.queries import unread_count
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.navigation import AREA, offer
from zhuqi.interfaces.desk.notices import event_words
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.inbox import counted
from zhuqi.interfaces.shell.navigation import Entry

KEEPERS = access.administers(Role.SYSTEM_ADMIN)


def register() -> None:
    """Called once, when Django has loaded every room."""
    navigation.register_bell(AREA, "desk:notices", _unread)
    offer(Entry(_("告知文字"), "desk:admin_texts", "message", 56, "administration"), KEEPERS)
    offer(Entry(_("发送通道"), "desk:admin_gateways", "send", 57, "administration"), KEEPERS)
    event_words.words()


def _unread(request: HttpRequest) -> str | None:
    return counted(unread_count(request_person(request).scope))
